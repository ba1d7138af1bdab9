/// A model in one of llama2.c's three formats: fp32 with (0) or without (1) tables of angles, int8 in groups (2).
///
/// llama2.c turns neighbouring elements of queries and keys; their rows are read in the half-split order that
/// the engine computes with (`StoredTensor.decodeInOrder`). Elements of version 2 are byte times scale in fp32,
/// rounded once, as llama2.c itself computes them.
public struct Llama2CCheckpoint: Checkpoint {
  /// The sizes that the file carries.
  package let architecture: StoredArchitecture
  /// The version of the format: 0, 1 or 2.
  public let version: Int
  /// Elements that share a scale in version 2, else 0.
  public let groupSize: Int
  private let table: TensorTable

  /// Opens a file and checks its sizes against its length.
  ///
  /// - Parameter path: The path of the file.
  /// - Throws: `CheckpointError` if the file cannot be opened, its header is damaged, or it is not
  ///   exactly as long as its header says; version 0 has no mark of its own by which to know it.
  public init(file path: String) throws(CheckpointError) {
    let file = try MappedFile(path: path)
    let header = try Llama2CHeader(file)
    let parts = Llama2CLayout(header.architecture).parts(version: header.version)
    var tensors: [StoredTensor] = []
    var position = header.end
    for part in parts {
      let what = part.name ?? "the table of rotary angles"
      guard let count = elementCount(of: part.shape), count < Int.max / 8 else {
        throw CheckpointError(.shapeTooLarge(tensor: what, shape: part.shape), file: path)
      }
      let isGrouped = part.isMatrix && header.version == 2
      guard !isGrouped || count % header.groupSize == 0 else {
        throw CheckpointError(
          .wrongValue(
            key: "group_size",
            found: "\(header.groupSize)",
            expected: "a divisor of the \(count) elements of '\(what)'"
          ),
          file: path,
          at: .byte(37)
        )
      }
      let needs = isGrouped ? count + 4 * (count / header.groupSize) : 4 * count
      guard needs <= file.byteCount - position else {
        throw CheckpointError(
          .truncated(what: "'\(what)'", needs: needs, has: file.byteCount - position),
          file: path,
          at: .byte(position)
        )
      }
      if let name = part.name {
        tensors.append(
          StoredTensor(
            name: name,
            shape: part.shape,
            encoding: isGrouped
              ? .bytesWithScales(scalesAt: position + count, groupSize: header.groupSize) : .fp32,
            bytes: position..<position + needs,
            pairedHead: part.turns ? header.architecture.headDimension : nil
          )
        )
      }
      position += needs
    }
    guard position == file.byteCount else {
      throw CheckpointError(
        .hole(from: position, to: file.byteCount),
        file: path,
        at: .byte(position)
      )
    }
    // The layout leaves no gaps but the tables of angles.
    table = try TensorTable(
      tensors,
      of: file,
      data: header.end..<file.byteCount,
      alignment: .max,
      endsWithData: false
    )
    architecture = header.architecture
    version = header.version
    groupSize = header.groupSize
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
}
