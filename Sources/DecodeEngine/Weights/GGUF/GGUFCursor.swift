/// A place in a GGUF file that moves forward as things are read, never past the end.
struct GGUFCursor {
  let file: MappedFile
  private(set) var position: Int

  init(_ file: MappedFile, at position: Int) {
    self.file = file
    self.position = position
  }

  /// Bytes after the place.
  var left: Int { file.byteCount - position }

  /// Reads a little-endian integer.
  mutating func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type,
    _ what: String
  ) throws(CheckpointError) -> Integer {
    let bytes = Integer.bitWidth / 8
    try require(bytes, what)
    defer { position += bytes }
    return file.integer(type, at: position)
  }

  /// Reads a count of things that take at least so many bytes each.
  mutating func count(_ what: String, bytesEach: Int) throws(CheckpointError) -> Int {
    let start = position
    let count = try integer(UInt64.self, what)
    guard count <= UInt64(left / bytesEach) else {
      throw CheckpointError(
        .tooLarge(what: what, value: count, limit: UInt64(left / bytesEach)),
        file: file.path,
        at: .byte(start)
      )
    }
    return Int(count)
  }

  /// Reads a length and as many bytes of UTF-8.
  mutating func string(_ what: String) throws(CheckpointError) -> String {
    let length = try count("the length of \(what)", bytesEach: 1)
    let start = position
    position += length
    guard let text = String(validating: file.copy(start..<position), as: UTF8.self) else {
      throw CheckpointError(.notUTF8(what: what), file: file.path, at: .byte(start))
    }
    return text
  }

  /// Moves over bytes that must be there.
  mutating func skip(_ bytes: Int, _ what: String) throws(CheckpointError) {
    try require(bytes, what)
    position += bytes
  }

  private func require(_ bytes: Int, _ what: String) throws(CheckpointError) {
    guard bytes <= left else {
      throw CheckpointError(
        .truncated(what: what, needs: bytes, has: left),
        file: file.path,
        at: .byte(position)
      )
    }
  }
}
