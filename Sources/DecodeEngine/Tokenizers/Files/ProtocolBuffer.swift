/// Reads the fields of a protocol buffer's message, one after another.
struct ProtocolBuffer {
  struct Field {
    let number: Int
    let wire: Int
  }

  private let bytes: [UInt8]
  private let path: String
  private let end: Int
  private var index: Int

  init(_ bytes: [UInt8], path: String) {
    self.init(bytes, path, 0..<bytes.count)
  }

  private init(_ bytes: [UInt8], _ path: String, _ range: Range<Int>) {
    self.bytes = bytes
    self.path = path
    index = range.lowerBound
    end = range.upperBound
  }

  /// The next field's number and kind; nil at the end of the message.
  mutating func next() throws(TokenizerError) -> Field? {
    guard index < end else { return nil }
    let key = try varint()
    guard key >> 3 > 0, key >> 3 < 1 << 29 else { throw wrong("a field", "\(key >> 3)") }
    return Field(number: Int(key >> 3), wire: Int(key & 7))
  }

  mutating func integer(_ field: Field) throws(TokenizerError) -> Int {
    guard field.wire == 0 else { throw wrong("field \(field.number)", "wire type \(field.wire)") }
    return Int(truncatingIfNeeded: Int64(bitPattern: try varint()))
  }

  mutating func word(_ field: Field) throws(TokenizerError) -> UInt32 {
    guard field.wire == 5 else { throw wrong("field \(field.number)", "wire type \(field.wire)") }
    let place = try take(4)
    return place.reversed().reduce(0) { $0 << 8 | UInt32(bytes[$1]) }
  }

  mutating func bytes(_ field: Field) throws(TokenizerError) -> [UInt8] {
    Array(bytes[try range(field)])
  }

  mutating func message(_ field: Field) throws(TokenizerError) -> ProtocolBuffer {
    ProtocolBuffer(bytes, path, try range(field))
  }

  mutating func skip(_ field: Field) throws(TokenizerError) {
    switch field.wire {
    case 0: _ = try varint()
    case 1: _ = try take(8)
    case 2: _ = try range(field)
    case 5: _ = try take(4)
    default: throw wrong("field \(field.number)", "wire type \(field.wire)")
    }
  }

  func wrong(_ key: String, _ found: String) -> TokenizerError {
    TokenizerError(
      .file(.wrongValue(key: key, found: found, expected: "what a SentencePiece model has")),
      file: path,
      at: .byte(index)
    )
  }

  private mutating func range(_ field: Field) throws(TokenizerError) -> Range<Int> {
    guard field.wire == 2 else { throw wrong("field \(field.number)", "wire type \(field.wire)") }
    return try take(Int(clamping: try varint()))
  }

  private mutating func take(_ count: Int) throws(TokenizerError) -> Range<Int> {
    guard count <= end - index else { throw truncated(count) }
    defer { index += count }
    return index..<index + count
  }

  private mutating func varint() throws(TokenizerError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard index < end else { throw truncated(1) }
      let byte = bytes[index]
      index += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw wrong("a number", "more than 10 bytes")
  }

  private func truncated(_ count: Int) -> TokenizerError {
    TokenizerError(
      .file(.truncated(what: "a field", needs: count, has: end - index)),
      file: path,
      at: .byte(index)
    )
  }
}
