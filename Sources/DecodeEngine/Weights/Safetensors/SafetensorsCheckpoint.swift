import ServingMath

/// A model's folder as the Hugging Face Hub has it: `model.safetensors`, or an index and shards.
public struct SafetensorsCheckpoint: Checkpoint {
  /// Names of all tensors, sorted.
  public let names: [String]
  private let files: [SafetensorsFile]
  /// The position in `files` of the file that holds a tensor.
  private let places: [String: Int]
  private let folder: String

  private static let single = "model.safetensors"
  private static let index = "model.safetensors.index.json"

  /// Opens the weights of a folder; with both an index and a single file, the index rules.
  ///
  /// A tensor that a shard holds and the index does not name is left alone: the index says what the model is.
  ///
  /// - Parameter folder: The path of the folder.
  /// - Throws: `CheckpointError` if there are no weights, a shard is missing or damaged, or the index
  ///   names a tensor that its shard lacks or a file outside the folder.
  public init(folder: String) throws(CheckpointError) {
    if FileStatus.exists(folder + "/" + Self.index) {
      try self.init(index: folder + "/" + Self.index, folder: folder)
    } else if FileStatus.exists(folder + "/" + Self.single) {
      try self.init(file: folder + "/" + Self.single)
    } else {
      throw CheckpointError(.noWeights(lookedFor: [Self.single, Self.index]), file: folder)
    }
  }

  /// Opens a single file of whatever name.
  ///
  /// - Parameter file: The path of the file.
  /// - Throws: `CheckpointError` if the file cannot be opened or is damaged.
  public init(file: String) throws(CheckpointError) {
    let only = try SafetensorsFile(path: file)
    files = [only]
    names = only.table.names
    places = Dictionary(uniqueKeysWithValues: only.table.names.map { ($0, 0) })
    folder = file
  }

  private init(index path: String, folder: String) throws(CheckpointError) {
    let file = try MappedFile(path: path)
    let text = try JSONText(file, 0..<file.byteCount, isWholeFile: true)
    _ = try text.members(text.root, of: "index")
    let map = try text.value("weight_map", in: text.root, of: "index")
    var files: [SafetensorsFile] = []
    var opened: [String: Int] = [:]
    var places: [String: Int] = [:]
    for member in try text.members(map, of: "weight_map") {
      guard let shard = member.value.string else {
        throw text.wrong(member.key, member.value, expected: "the name of a file")
      }
      let offset = member.value.offset
      let place: Int
      if let known = opened[shard] {
        place = known
      } else {
        guard Self.isPlainName(shard) else { throw text.error(.escapingShard(shard), at: offset) }
        guard FileStatus.exists(folder + "/" + shard) else {
          throw text.error(.missingShard(shard), at: offset)
        }
        place = files.count
        files.append(try SafetensorsFile(path: folder + "/" + shard))
        opened[shard] = place
      }
      guard files[place].table[member.key] != nil else {
        throw text.error(.notInShard(tensor: member.key, shard: shard), at: offset)
      }
      places[member.key] = place
    }
    self.files = files
    self.places = places
    self.folder = folder
    names = places.keys.sorted()
  }

  /// The shape of a tensor, nil if there is none of that name.
  public func shape(of name: String) -> [Int]? { tensor(name)?.shape }

  /// How the elements of a tensor are stored, nil if there is none of that name.
  public func format(of name: String) -> StoredFormat? { tensor(name)?.format }

  /// Reads elements in row-major order, converted to `Float`; see `Checkpoint`.
  public func read(
    _ name: String,
    from first: Int,
    into out: inout MutableSpan<Float>
  ) throws(CheckpointError) {
    guard let place = places[name] else { throw unknown(name) }
    try files[place].table.read(name, from: first, into: &out)
  }

  /// Reads a tensor of whole numbers (I32 or I64), as recorded token sequences are.
  ///
  /// - Throws: `CheckpointError` for an unknown name, another format or a file that has shrunk.
  package func integers(of name: String) throws(CheckpointError) -> [Int] {
    guard let place = places[name] else { throw unknown(name) }
    return try files[place].integers(of: name)
  }

  /// Lets the mapped pages of a tensor go.
  public func release(_ name: String) {
    if let place = places[name] { files[place].table.release(name) }
  }

  private func tensor(_ name: String) -> StoredTensor? {
    places[name].flatMap { files[$0].table[name] }
  }

  private func unknown(_ name: String) -> CheckpointError {
    CheckpointError(.unknownTensor(name, near: names), file: folder)
  }

  /// Whether a shard's name stays in the folder.
  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains(UInt8(ascii: "/"))
      && !name.utf8.contains(0)
  }
}
