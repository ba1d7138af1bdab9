/// A JSON value that remembers where it stood, so that what is wrong with it can be said with a place.
///
/// Objects keep the order of the file. Numbers keep their text: a count is read as an integer, exactly.
package struct JSONValue: Hashable, Sendable {
  /// What the value is.
  package enum Kind: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])
  }

  /// One entry of an object.
  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: JSONValue
  }

  package let kind: Kind
  /// The byte at which the value starts.
  package let offset: Int

  /// The value under a key of an object; nil for another kind, for a missing key and for `null`.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = kind,
      let value = members.last(where: { $0.key == key })?.value, value.kind != .null
    else { return nil }
    return value
  }

  /// Whether an object has a key, be it with `null`.
  package func holds(_ key: String) -> Bool {
    guard case .object(let members) = kind else { return false }
    return members.contains { $0.key == key }
  }

  /// The integer, if the value is a number without a fraction.
  package var integer: Int? {
    guard case .number(let text) = kind else { return nil }
    if let integer = Int(text) { return integer }
    return Double(text).flatMap { Int(exactly: $0) }
  }

  /// The truth value, if it is one.
  package var bool: Bool? {
    guard case .bool(let bool) = kind else { return nil }
    return bool
  }

  /// The text, if the value is one.
  package var string: String? {
    guard case .string(let string) = kind else { return nil }
    return string
  }

  /// The elements, if the value is an array.
  package var array: [JSONValue]? {
    guard case .array(let elements) = kind else { return nil }
    return elements
  }

  /// The value in a few words, for messages.
  package var brief: String {
    switch kind {
    case .null: "null"
    case .bool(let bool): "\(bool)"
    case .number(let text): String(text.prefix(24))
    case .string(let text): "the text \"\(text.prefix(40))\""
    case .array(let elements): "a list of \(elements.count)"
    case .object: "an object"
    }
  }
}

/// Why a text is not JSON, and where.
package struct JSONError: Error, Hashable, Sendable {
  package let problem: String
  /// The byte at which it was noticed.
  package let offset: Int
}

/// A place in a text; lines and columns count from 1, columns in characters.
public struct TextPosition: Hashable, Sendable {
  /// The line.
  public let line: Int
  /// The character in the line.
  public let column: Int

  /// The place of a byte in a text.
  package init(ofByte offset: Int, in bytes: [UInt8]) {
    let before = bytes.prefix(offset)
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    line = before.count { $0 == 0x0A } + 1
    column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
  }
}
