/// Reads JSON as RFC 8259 has it, with the position of every value.
///
/// Written here because positions are what a bad configuration is explained with, and because this module
/// does without Foundation. Nesting deeper than 256 is refused, so no input exhausts the stack.
package struct JSONReader {
  private let bytes: [UInt8]
  private var index = 0
  private static let deepest = 256

  /// The value that a whole text holds.
  ///
  /// - Throws: `JSONError` at the first place that is not JSON.
  package static func value(of bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    if let next = reader.next { throw reader.unexpected(next, expected: "the end of the file") }
    return value
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    skipBlanks()
    let start = index
    guard let next else { throw ended(expected: "a value") }
    guard depth < Self.deepest else {
      throw JSONError(problem: "nested deeper than \(Self.deepest)", offset: start)
    }
    let kind: JSONValue.Kind
    switch next {
    case UInt8(ascii: "{"): kind = .object(try members(depth: depth))
    case UInt8(ascii: "["): kind = .array(try elements(depth: depth))
    case UInt8(ascii: "\""): kind = .string(try text())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): kind = .number(try number())
    case UInt8(ascii: "t"): kind = try word("true", .bool(true))
    case UInt8(ascii: "f"): kind = try word("false", .bool(false))
    case UInt8(ascii: "n"): kind = try word("null", .null)
    default: throw unexpected(next, expected: "a value")
    }
    return JSONValue(kind: kind, offset: start)
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONValue.Member] {
    index += 1
    skipBlanks()
    if take("}") { return [] }
    var members: [JSONValue.Member] = []
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw expected("a key in quotes") }
      let key = try text()
      skipBlanks()
      guard take(":") else { throw expected("':'") }
      members.append(.init(key: key, value: try value(depth: depth + 1)))
      skipBlanks()
      if take("}") { return members }
      guard take(",") else { throw expected("',' or '}'") }
    }
  }

  private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
    index += 1
    skipBlanks()
    if take("]") { return [] }
    var elements: [JSONValue] = []
    while true {
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      if take("]") { return elements }
      guard take(",") else { throw expected("',' or ']'") }
    }
  }

  private mutating func number() throws(JSONError) -> String {
    let start = index
    _ = take("-")
    let whole = digits()
    var isWellFormed = !whole.isEmpty && (whole.count == 1 || whole.first != UInt8(ascii: "0"))
    if take(".") { isWellFormed = !digits().isEmpty && isWellFormed }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      isWellFormed = !digits().isEmpty && isWellFormed
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    guard isWellFormed else { throw JSONError(problem: "'\(text)' is no number", offset: start) }
    return text
  }

  private mutating func word(_ word: String, _ kind: JSONValue.Kind) throws(JSONError)
    -> JSONValue.Kind
  {
    guard bytes[index...].starts(with: word.utf8) else { throw expected("a value") }
    index += word.utf8.count
    return kind
  }

  // MARK: Text

  private mutating func text() throws(JSONError) -> String {
    let place = index
    index += 1
    var units: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: units, as: UTF8.self) else {
          throw JSONError(problem: "the text is not valid UTF-8", offset: place)
        }
        return text
      case UInt8(ascii: "\\"): units += try escaped()
      case 0..<0x20:
        throw JSONError(problem: "the text is not closed on its line", offset: place)
      default: units.append(byte)
      }
    }
    throw JSONError(problem: "the text is not closed", offset: place)
  }

  private mutating func escaped() throws(JSONError) -> [UInt8] {
    let place = index
    guard let byte = next else { throw ended(expected: "an escape") }
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
        let low = try hexadecimal()
        if (0xDC00..<0xE000).contains(low) { code = 0x10000 + (code - 0xD800) << 10 + low - 0xDC00 }
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw JSONError(problem: "half of a surrogate pair", offset: place)
      }
      return Array(String(Character(scalar)).utf8)
    default: throw JSONError(problem: "unknown escape", offset: place)
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    let digits = bytes[index...].prefix(4)
    // Swift's reading of a number would take a sign too.
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw expected("four hexadecimal digits") }
    index += 4
    return code
  }
}

// MARK: - Bytes and places

extension JSONReader {
  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func digits() -> ArraySlice<UInt8> {
    let start = index
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return bytes[start..<index]
  }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
      index += 1
    }
  }

  private func expected(_ what: String) -> JSONError {
    next.map { unexpected($0, expected: what) } ?? ended(expected: what)
  }

  private func ended(expected: String) -> JSONError {
    JSONError(problem: "the file ends where \(expected) should stand", offset: index)
  }

  private func unexpected(_ byte: UInt8, expected: String) -> JSONError {
    let found = byte < 0x80 ? "'\(Character(Unicode.Scalar(byte)))'" : "a byte"
    return JSONError(problem: "found \(found) where \(expected) should stand", offset: index)
  }
}
