import ServingMath

/// A JSON text that is a file or a part of one, and errors with places in it.
struct JSONText: Sendable {
  /// The outermost value.
  let root: JSONValue
  private let bytes: [UInt8]
  private let path: String
  /// Where the text starts in the file; nil if it is the whole file, whose places are lines and columns.
  private let start: Int?

  /// The longest text that is read: an index of some 500,000 tensors, several times the largest published.
  private static let longest = 64 << 20
  /// Bytes that a text has at least for each of its commas.
  private static let bytesPerComma = 6

  /// Reads a part of a file as JSON.
  ///
  /// JSON can write a value in two bytes, and a value in memory takes some 50. Headers and indices have at least
  /// 8 bytes per comma; a text that has fewer than 6 is refused before it takes more than some ten times its size.
  ///
  /// - Throws: `CheckpointError` if the text is too long, too dense, or not JSON.
  init(_ file: MappedFile, _ range: Range<Int>, isWholeFile: Bool = false) throws(CheckpointError) {
    path = file.path
    start = isWholeFile ? nil : range.lowerBound
    let first = CheckpointError.Place.byte(range.lowerBound)
    guard range.count <= Self.longest else {
      let what = "the length of the JSON text"
      throw CheckpointError(
        .tooLarge(what: what, value: UInt64(range.count), limit: UInt64(Self.longest)),
        file: path,
        at: first
      )
    }
    try file.checkUnchanged()
    bytes = file.copy(range)
    let commas = bytes.count { $0 == UInt8(ascii: ",") }
    let most = 1_024 + bytes.count / Self.bytesPerComma
    guard commas <= most else {
      throw CheckpointError(
        .tooLarge(
          what: "the number of commas in the JSON text",
          value: UInt64(commas),
          limit: UInt64(most)
        ),
        file: path,
        at: first
      )
    }
    do {
      root = try JSONReader.value(of: bytes)
    } catch {
      throw Self.error(.notJSON(error.problem), at: error.offset, path, start, bytes)
    }
  }

  /// An error at a byte of the text.
  func error(_ problem: CheckpointError.Problem, at offset: Int) -> CheckpointError {
    Self.error(problem, at: offset, path, start, bytes)
  }

  /// An error about a value that is something else than it should be.
  func wrong(_ key: String, _ value: JSONValue, expected: String) -> CheckpointError {
    error(.wrongValue(key: key, found: value.brief, expected: expected), at: value.offset)
  }

  /// The entries of an object, none of them twice.
  func members(_ value: JSONValue, of key: String) throws(CheckpointError) -> [JSONValue.Member] {
    guard case .object(let members) = value.kind else {
      throw wrong(key, value, expected: "an object")
    }
    var seen: Set<String> = []
    for member in members where !seen.insert(member.key).inserted {
      throw error(.duplicate(member.key), at: member.value.offset)
    }
    return members
  }

  /// The value under a key that must be there.
  func value(
    _ key: String,
    in object: JSONValue,
    of owner: String
  ) throws(CheckpointError) -> JSONValue {
    guard let value = object[key] else {
      throw error(.missing(key: "\(key) of \(owner)"), at: object.offset)
    }
    return value
  }

  /// A list of whole numbers that are not negative.
  func counts(
    _ key: String,
    in object: JSONValue,
    of owner: String
  ) throws(CheckpointError) -> [Int] {
    let value = try value(key, in: object, of: owner)
    let expected = "a list of whole numbers from 0"
    guard let elements = value.array else { throw wrong(key, value, expected: expected) }
    var counts: [Int] = []
    for element in elements {
      guard let count = element.integer, count >= 0 else {
        throw wrong(key, element, expected: expected)
      }
      counts.append(count)
    }
    return counts
  }

  private static func error(
    _ problem: CheckpointError.Problem,
    at offset: Int,
    _ path: String,
    _ start: Int?,
    _ bytes: [UInt8]
  ) -> CheckpointError {
    let place: CheckpointError.Place =
      start.map { .byte($0 + offset) } ?? .position(TextPosition(ofByte: offset, in: bytes))
    return CheckpointError(problem, file: path, at: place)
  }
}
