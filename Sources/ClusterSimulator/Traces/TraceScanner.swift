import ServingMath

/// Walks over the bytes of a trace and reads the few things that traces are made of.
///
/// Written by hand because a general reader builds a value for every number, and a trace has hundreds of
/// thousands of them.
struct TraceScanner {
  let bytes: [UInt8]
  private(set) var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  var next: UInt8? { index < bytes.count ? bytes[index] : nil }
  var isAtEnd: Bool { index >= bytes.count }
  private var isAtLineEnd: Bool { next == nil || next == 0x0A || next == 0x0D }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// Passes a text if it stands here.
  mutating func take(text: String) -> Bool {
    guard bytes[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  /// Passes one byte; there must be one.
  mutating func skip() { index += 1 }

  mutating func skipBlanks() {
    while next == 0x20 || next == 0x09 { index += 1 }
  }

  /// Passes lines without anything on them.
  mutating func skipEmptyLines() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      index += 1
    }
  }

  mutating func expect(_ character: Unicode.Scalar) throws(TraceError) {
    guard take(character) else { throw unexpected("'\(character)'") }
  }

  /// Passes the end of a line, `\n` or `\r\n`, or of the text.
  mutating func endLine() throws(TraceError) {
    skipBlanks()
    guard !isAtEnd else { return }
    let isClosed = take("\r")
    guard take("\n") || (isClosed && isAtEnd) else { throw unexpected("the end of the line") }
  }

  /// The text up to the end of the line, of at most 80 bytes, without moving.
  var restOfLine: String {
    let line = bytes[index...].prefix(80).prefix { $0 != 0x0A && $0 != 0x0D }
    return String(decoding: line, as: UTF8.self)
  }

  // MARK: Numbers

  /// A whole number of at most 18 digits, zero or more.
  mutating func wholeNumber(_ name: String) throws(TraceError) -> Int {
    let start = index
    var value = 0
    while let byte = next, byte >= 0x30, byte <= 0x39 {
      guard index - start < 18 else {
        throw outOfRange(name, from: start, "a whole number of at most 18 digits")
      }
      value = value * 10 + Int(byte - 0x30)
      index += 1
    }
    guard index > start else { throw unexpected("\(name), a whole number") }
    return value
  }

  /// A whole number from a range.
  mutating func wholeNumber(
    _ name: String,
    in allowed: ClosedRange<Int>
  ) throws(TraceError) -> Int {
    let start = index
    let value = try wholeNumber(name)
    guard allowed.contains(value) else {
      throw outOfRange(
        name,
        from: start,
        "from \(allowed.lowerBound) to \(allowed.upperBound)"
      )
    }
    return value
  }

  /// Digits after a point as whole thousand-millionths.
  ///
  /// None without a point; digits beyond the ninth are dropped.
  mutating func nanoFraction(_ name: String) throws(TraceError) -> Int {
    guard take(".") else { return 0 }
    let start = index
    var value = 0
    while let byte = next, byte >= 0x30, byte <= 0x39 {
      if index - start < 9 { value = value * 10 + Int(byte - 0x30) }
      index += 1
    }
    guard index > start else { throw unexpected("digits of \(name)") }
    for _ in min(9, index - start)..<9 { value *= 10 }
    return value
  }

  // MARK: Errors

  func error(_ problem: TraceError.Problem, at place: Int) -> TraceError {
    TraceError(problem, at: TextPosition(ofByte: place, in: bytes))
  }

  func unexpected(_ expected: String) -> TraceError {
    error(.unexpected(found: found, expected: expected), at: index)
  }

  /// That the number which begins at a place, and ends where the next other character stands, is no good.
  func outOfRange(_ name: String, from start: Int, _ allowed: String) -> TraceError {
    let text = bytes[start...].prefix(40).prefix { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E }
    return error(
      .outOfRange(name: name, value: String(decoding: text, as: UTF8.self), allowed: allowed),
      at: start
    )
  }

  private var found: String {
    guard let next else { return "the end of the text" }
    if isAtLineEnd { return "the end of the line" }
    guard next >= 0x20, next < 0x7F else { return "a byte that is no plain character" }
    return "'\(Character(Unicode.Scalar(next)))'"
  }
}
