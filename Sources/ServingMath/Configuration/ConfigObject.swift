/// One object of a configuration, asked for its keys; whatever is wrong is thrown with its place.
package struct ConfigObject {
  package let value: JSONValue
  package let bytes: [UInt8]

  /// The object that a value is, in a file of these bytes.
  package init(value: JSONValue, bytes: [UInt8]) {
    self.value = value
    self.bytes = bytes
  }

  /// The object under a key, if there is one.
  package func object(_ key: String) -> ConfigObject? {
    value[key].map { ConfigObject(value: $0, bytes: bytes) }
  }

  package func has(_ key: String) -> Bool { value[key] != nil }

  /// Whether a key stands there with `null`: it takes something away that an absent key would leave at its
  /// default.
  package func isNull(_ key: String) -> Bool { value.holds(key) && !has(key) }

  /// A count of at least one; the default where the key is absent.
  package func count(_ key: String, default fallback: Int? = nil) throws(ConfigError) -> Int {
    try integer(key, from: 1, default: fallback)
  }

  /// An integer from a lower bound to what no model comes near.
  package func integer(
    _ key: String,
    from least: Int = 0,
    to most: Int = 1_000_000,
    default fallback: Int? = nil
  ) throws(ConfigError) -> Int {
    guard let found = value[key] else {
      if let fallback { return fallback }
      throw error(.missing(key: key))
    }
    guard let integer = found.integer, (least...most).contains(integer) else {
      throw wrong(key, found, "a whole number from \(least) to \(most)")
    }
    return integer
  }

  package func flag(_ key: String, default fallback: Bool) throws(ConfigError) -> Bool {
    guard let found = value[key] else { return fallback }
    guard let flag = found.bool else { throw wrong(key, found, "true or false") }
    return flag
  }

  /// A finite number; the default where the key is absent.
  package func number(_ key: String, default fallback: Double? = nil) throws(ConfigError) -> Double
  {
    guard let found = value[key] else {
      if let fallback { return fallback }
      throw error(.missing(key: key))
    }
    guard case .number(let text) = found.kind, let number = Double(text), number.isFinite else {
      throw wrong(key, found, "a number")
    }
    return number
  }

  package func text(_ key: String) throws(ConfigError) -> String? {
    guard let found = value[key] else { return nil }
    guard let text = found.string else { throw wrong(key, found, "a text") }
    return text
  }

  /// One integer for each of so many layers, if the key is present.
  package func integers(_ key: String, count: Int) throws(ConfigError) -> [Int]? {
    guard let list = try list(key, count: count) else { return nil }
    var integers: [Int] = []
    for element in list {
      guard let integer = element.integer else { throw wrong(key, element, "a list of numbers") }
      integers.append(integer)
    }
    return integers
  }

  /// One text for each of so many layers, if the key is present.
  package func texts(_ key: String, count: Int) throws(ConfigError) -> [(
    text: String, at: JSONValue
  )]? {
    guard let list = try list(key, count: count) else { return nil }
    var texts: [(text: String, at: JSONValue)] = []
    for element in list {
      guard let text = element.string else { throw wrong(key, element, "a list of texts") }
      texts.append((text, element))
    }
    return texts
  }

  /// The indices that a list of layers names.
  package func indices(_ key: String) throws(ConfigError) -> Set<Int>? {
    guard let found = value[key] else { return nil }
    guard let list = found.array else { throw wrong(key, found, "a list") }
    var indices: Set<Int> = []
    for element in list {
      guard let index = element.integer else { throw wrong(key, element, "a list of numbers") }
      indices.insert(index)
    }
    return indices
  }

  private func list(_ key: String, count: Int) throws(ConfigError) -> [JSONValue]? {
    guard let found = value[key] else { return nil }
    guard let list = found.array, list.count == count else {
      throw wrong(key, found, "a list of \(count), one for each layer")
    }
    return list
  }

  // MARK: What is wrong

  package func wrong(_ key: String, _ found: JSONValue, _ expected: String) -> ConfigError {
    ConfigError(
      problem: .wrongValue(key: key, found: found.brief, expected: expected),
      position: TextPosition(ofByte: found.offset, in: bytes)
    )
  }

  /// A complaint about a key's value, or about the object where the key is absent.
  package func error(_ problem: ConfigError.Problem, at key: String? = nil) -> ConfigError {
    let offset = key.flatMap { value[$0]?.offset } ?? value.offset
    return ConfigError(problem: problem, position: TextPosition(ofByte: offset, in: bytes))
  }
}
