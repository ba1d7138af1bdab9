/// The part of a GGUF file before its tensors' elements.
///
///     "GGUF", uint32 version, uint64 tensors, uint64 pairs
///     pairs     key, uint32 type, value
///     tensors   name, uint32 dimensions, each a uint64 (the innermost first), uint32 type, uint64 offset
///     padding to `general.alignment` (32), then the elements; offsets count from there
///
/// Texts are a uint64 length and UTF-8. Versions 2 and 3 differ only for big-endian files.
///
/// > Source: docs/gguf.md, github.com/ggml-org/ggml.
struct GGUFHeader: Sendable {
  /// A tensor as the file lists it.
  struct Entry: Sendable {
    let name: String
    /// Outermost side first, as everywhere in the engine.
    let shape: [Int]
    let type: GGUFTensorType
    /// In the file.
    let bytes: Range<Int>
  }

  let version: Int
  let metadata: GGUFMetadata
  let entries: [Entry]
  let alignment: Int
  /// The bytes of all tensors.
  let data: Range<Int>

  /// Reads and checks everything but the elements.
  ///
  /// - Throws: `CheckpointError` at the first thing that is not as it should be.
  init(_ file: MappedFile) throws(CheckpointError) {
    var cursor = GGUFCursor(file, at: 0)
    let magic = file.copy(0..<min(4, file.byteCount))
    guard magic == Array("GGUF".utf8) else {
      throw CheckpointError(
        .wrongMagic(found: magic, format: "GGUF"),
        file: file.path,
        at: .byte(0)
      )
    }
    try cursor.skip(4, "the mark of a GGUF file")
    version = try Self.version(&cursor)
    let tensorCount = try cursor.count("the number of tensors", bytesEach: 24)
    let pairs = try cursor.count("the number of metadata pairs", bytesEach: 13)

    var values: [String: GGUFValue] = [:]
    var positions: [String: Int] = [:]
    for _ in 0..<pairs {
      let start = cursor.position
      let key = try cursor.string("a key of the metadata")
      let type = try cursor.type(of: key)
      positions[key] = cursor.position
      guard values.updateValue(try cursor.value(type, of: key), forKey: key) == nil else {
        throw CheckpointError(.duplicate(key), file: file.path, at: .byte(start))
      }
    }
    metadata = GGUFMetadata(values, at: positions, of: file)
    alignment = try Self.alignment(metadata)

    var listed: [Listed] = []
    for _ in 0..<tensorCount { listed.append(try Listed(&cursor)) }
    let padding = (alignment - cursor.position % alignment) % alignment
    let start = min(cursor.position + padding, file.byteCount)
    data = start..<file.byteCount
    var entries: [Entry] = []
    for tensor in listed {
      entries.append(try tensor.entry(data, alignment, file.path))
    }
    self.entries = entries
  }

  private static func version(_ cursor: inout GGUFCursor) throws(CheckpointError) -> Int {
    let found = try cursor.integer(UInt32.self, "the version")
    guard found == 2 || found == 3 else {
      let problem: CheckpointError.Problem =
        (1...3).contains(found.byteSwapped)
        ? .wrongValue(key: "byte order", found: "big-endian", expected: "little-endian")
        : .unknownVersion(Int(found), known: [2, 3])
      throw CheckpointError(problem, file: cursor.file.path, at: .byte(4))
    }
    return Int(found)
  }

  private static func alignment(_ metadata: GGUFMetadata) throws(CheckpointError) -> Int {
    let key = "general.alignment"
    guard let alignment = try metadata.integer(key) else { return 32 }
    guard alignment > 0, alignment <= 1 << 20, alignment.nonzeroBitCount == 1 else {
      throw metadata.wrong(key, .integer(alignment), "a power of two up to 1048576")
    }
    return alignment
  }
}

/// A tensor as the file lists it, before it is known where the elements start.
private struct Listed {
  private let name: String
  private let shape: [Int]
  private let type: GGUFTensorType
  private let offset: UInt64
  /// Where the list has it.
  private let place: CheckpointError.Place
  private let byteCount: Int

  init(_ cursor: inout GGUFCursor) throws(CheckpointError) {
    let path = cursor.file.path
    let place = CheckpointError.Place.byte(cursor.position)
    let name = try cursor.string("the name of a tensor")
    let dimensions = try cursor.integer(UInt32.self, "the number of sides of '\(name)'")
    guard dimensions <= 4 else {
      let what = "the number of sides of '\(name)'"
      let problem = CheckpointError.Problem.tooLarge(
        what: what,
        value: UInt64(dimensions),
        limit: 4
      )
      throw CheckpointError(problem, file: path, at: place)
    }
    var shape: [Int] = []
    for _ in 0..<dimensions {
      let side = try cursor.integer(UInt64.self, "a side of '\(name)'")
      shape.insert(Int(exactly: side) ?? .max, at: 0)
    }
    let code = try cursor.integer(UInt32.self, "the type of '\(name)'")
    guard let type = GGUFTensorType(code: code) else {
      throw CheckpointError(
        .wrongValue(key: name, found: "of type \(code)", expected: "of a type of ggml"),
        file: path,
        at: place
      )
    }
    offset = try cursor.integer(UInt64.self, "the offset of '\(name)'")
    guard let count = elementCount(of: shape), count < Int.max / 8 else {
      throw CheckpointError(.shapeTooLarge(tensor: name, shape: shape), file: path, at: place)
    }
    let width = shape.last ?? 1
    guard width % type.blockElements == 0 else {
      throw CheckpointError(
        .wrongValue(
          key: name,
          found: "\(width) wide in \(type.name)",
          expected: "a multiple of \(type.blockElements) wide"
        ),
        file: path,
        at: place
      )
    }
    self.name = name
    self.shape = shape
    self.type = type
    self.place = place
    byteCount = count / type.blockElements * type.blockBytes
  }

  func entry(
    _ data: Range<Int>,
    _ alignment: Int,
    _ path: String
  ) throws(CheckpointError) -> GGUFHeader.Entry {
    let (end, overflows) = offset.addingReportingOverflow(UInt64(byteCount))
    guard !overflows, end <= UInt64(data.count) else {
      throw CheckpointError(
        .outside(
          tensor: name,
          from: offset,
          to: overflows ? .max : end,
          dataBytes: data.count
        ),
        file: path,
        at: place
      )
    }
    guard offset % UInt64(alignment) == 0 else {
      throw CheckpointError(
        .wrongValue(
          key: name,
          found: "at offset \(offset)",
          expected: "at a multiple of \(alignment)"
        ),
        file: path,
        at: place
      )
    }
    let start = data.lowerBound + Int(offset)
    return GGUFHeader.Entry(
      name: name,
      shape: shape,
      type: type,
      bytes: start..<start + byteCount
    )
  }
}
