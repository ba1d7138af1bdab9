/// The key-value pairs at the start of a GGUF file: sizes of the model, tokenizer, licence and more.
///
/// An accessor answers nil for a key that is absent and throws for one that holds another type.
package struct GGUFMetadata: Sendable {
  /// All pairs.
  package let values: [String: GGUFValue]
  private let file: MappedFile
  /// Where each value stands.
  private let positions: [String: Int]

  init(_ values: [String: GGUFValue], at positions: [String: Int], of file: MappedFile) {
    self.values = values
    self.positions = positions
    self.file = file
  }

  /// The keys, sorted.
  package var keys: [String] { values.keys.sorted() }

  /// A text.
  package func string(_ key: String) throws(CheckpointError) -> String? {
    guard let value = values[key] else { return nil }
    guard case .string(let text) = value else { throw wrong(key, value, "a text") }
    return text
  }

  /// A whole number.
  package func integer(_ key: String) throws(CheckpointError) -> Int? {
    guard let value = values[key] else { return nil }
    guard case .integer(let integer) = value else { throw wrong(key, value, "a whole number") }
    return integer
  }

  /// A number, whole or not.
  package func float(_ key: String) throws(CheckpointError) -> Double? {
    switch values[key] {
    case nil: return nil
    case .float(let number)?: return number
    case .integer(let integer)?: return Double(integer)
    case let value?: throw wrong(key, value, "a number")
    }
  }

  /// A truth value.
  package func bool(_ key: String) throws(CheckpointError) -> Bool? {
    guard let value = values[key] else { return nil }
    guard case .bool(let bool) = value else { throw wrong(key, value, "true or false") }
    return bool
  }

  /// A list of texts, such as the pieces of a tokenizer.
  package func strings(_ key: String) throws(CheckpointError) -> [String]? {
    try elements(key, "a list of texts") { value in
      if case .string(let text) = value { text } else { nil }
    }
  }

  /// A list of whole numbers.
  package func integers(_ key: String) throws(CheckpointError) -> [Int]? {
    try elements(key, "a list of whole numbers") { value in
      if case .integer(let integer) = value { integer } else { nil }
    }
  }

  /// A list of numbers.
  package func floats(_ key: String) throws(CheckpointError) -> [Double]? {
    try elements(key, "a list of numbers") { value in
      switch value {
      case .float(let number): number
      case .integer(let integer): Double(integer)
      default: nil
      }
    }
  }

  /// A list of truth values.
  package func bools(_ key: String) throws(CheckpointError) -> [Bool]? {
    try elements(key, "a list of truth values") { value in
      if case .bool(let bool) = value { bool } else { nil }
    }
  }

  /// An error about a value, at its place in the file.
  func wrong(_ key: String, _ value: GGUFValue, _ expected: String) -> CheckpointError {
    let found = value.brief
    return CheckpointError(
      .wrongValue(key: key, found: found, expected: expected),
      file: file.path,
      at: positions[key].map { .byte($0) } ?? .file
    )
  }

  /// An error about a key that is absent.
  func missing(_ key: String) -> CheckpointError {
    CheckpointError(.missing(key: key), file: file.path)
  }

  private func elements<Element>(
    _ key: String,
    _ expected: String,
    _ convert: (GGUFValue) -> Element?
  ) throws(CheckpointError) -> [Element]? {
    guard let value = values[key] else { return nil }
    guard case .array(let array) = value, array.type != .array else {
      throw wrong(key, value, expected)
    }
    try file.checkUnchanged()
    var cursor = GGUFCursor(file, at: array.start)
    var elements: [Element] = []
    elements.reserveCapacity(array.count)
    for _ in 0..<array.count {
      let value = try cursor.value(array.type, of: key)
      guard let element = convert(value) else { throw wrong(key, value, expected) }
      elements.append(element)
    }
    return elements
  }
}
