/// A model in a GGUF file, the format of llama.cpp: tensors in F32, F16, BF16, Q8_0 and Q4_0.
///
/// Tensors have Hugging Face's names (`GGUFNames`), the matrices of a layer's experts are apart, and the rows of
/// queries and keys of the `llama` family stand in half-split order (`StoredTensor.decodeInOrder`). Blocks of
/// whole numbers are read exactly: a product of a half-precision scale and a byte fits into a `Float`.
public struct GGUFCheckpoint: Checkpoint {
  /// The version of the format: 2 or 3.
  public let version: Int
  /// The key-value pairs of the file.
  package let metadata: GGUFMetadata
  let family: String
  private let table: TensorTable

  /// Opens a file and checks all that stands before the elements.
  ///
  /// - Parameter path: The path of the file.
  /// - Throws: `CheckpointError` if the file cannot be opened or is damaged.
  public init(file path: String) throws(CheckpointError) {
    let file = try MappedFile(path: path)
    let header = try GGUFHeader(file)
    version = header.version
    metadata = header.metadata
    guard let family = try metadata.string("general.architecture") else {
      throw metadata.missing("general.architecture")
    }
    self.family = family
    let names = GGUFNames(family: family)
    var tensors: [StoredTensor] = []
    for entry in header.entries {
      if names.name(of: entry.name, expert: 0) != nil, entry.shape.count == 3 {
        guard entry.shape[0] <= Self.mostExperts else {
          throw metadata.wrong(
            entry.name,
            .string("a stack of \(entry.shape[0]) experts"),
            "a stack of at most \(Self.mostExperts)"
          )
        }
        tensors += Self.experts(entry, names)
      } else {
        tensors.append(try Self.tensor(entry, names, metadata))
      }
    }
    table = try TensorTable(
      tensors,
      of: file,
      data: header.data,
      alignment: header.alignment,
      // Some writers fill the last block up, some do not, and some add more.
      endsWithData: false
    )
  }

  /// Names of all tensors, sorted.
  public var names: [String] { table.names }

  /// The shape of a tensor, nil if there is none of that name.
  public func shape(of name: String) -> [Int]? { table[name]?.shape }

  /// How the elements of a tensor are stored, nil if there is none of that name.
  public func format(of name: String) -> StoredFormat? { table[name]?.format }

  /// Reads elements in row-major order, converted to `Float`; see `Checkpoint`.
  public func read(
    _ name: String,
    from first: Int,
    into out: inout MutableSpan<Float>
  ) throws(CheckpointError) {
    try table.read(name, from: first, into: &out)
  }

  /// Lets the mapped pages of a tensor go.
  public func release(_ name: String) { table.release(name) }

  /// Eight times the experts of the largest published layer; a tensor of each takes memory beyond its bytes.
  private static let mostExperts = 4_096

  // MARK: Tensors of the file and tensors of the model

  private static func tensor(
    _ entry: GGUFHeader.Entry,
    _ names: GGUFNames,
    _ metadata: GGUFMetadata
  ) throws(CheckpointError) -> StoredTensor {
    var tensor = StoredTensor(
      name: names.name(of: entry.name),
      shape: entry.shape,
      encoding: entry.type.encoding,
      bytes: entry.bytes
    )
    guard names.turnsNeighbours(entry.name) else { return tensor }
    let isKey = entry.name.contains(".attn_k.")
    let allHeads = try metadata.heads(names.family)
    let heads = isKey ? allHeads.keys : allHeads.queries
    let rows = entry.shape.first ?? 0
    guard rows % (2 * heads) == 0 else {
      throw metadata.wrong(
        entry.name,
        .string("of shape \(entry.shape)"),
        "of an even number of rows for each of \(heads) heads"
      )
    }
    tensor.pairedHead = rows / heads
    return tensor
  }

  /// The experts of a stack, one tensor each.
  private static func experts(_ entry: GGUFHeader.Entry, _ names: GGUFNames) -> [StoredTensor] {
    let experts = entry.shape[0]
    // A stack without elements takes no bytes, so its number of experts is not to be believed.
    guard experts > 0, !entry.bytes.isEmpty else { return [] }
    let bytes = entry.bytes.count / experts
    return (0..<experts).map { expert in
      let start = entry.bytes.lowerBound + expert * bytes
      return StoredTensor(
        name: names.name(of: entry.name, expert: expert) ?? entry.name,
        shape: Array(entry.shape.dropFirst()),
        encoding: entry.type.encoding,
        bytes: start..<start + bytes
      )
    }
  }
}
