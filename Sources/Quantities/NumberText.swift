/// A number as it was written, with what its digits promise.
///
/// Reads `2,400`, `0.31`, `1e9`, `2.6×10^15`, `2.6×10¹⁵`, `10⁹` and, with a suffix glued to the digits
/// that multiplies, `128k`, `10M`, `37B`, `150T`. A letter is a suffix only if no letter, digit or other
/// part of a name follows: `10MB` is ten of some unit. A minus may be `-` or `−`. There is no locale.
///
/// Places are powers of ten: `2,400` ends at place 0, `0.31` at -2, `128k` at 3, `2.6×10^15` at 14. Half a
/// unit of the last place is what a written number leaves open.
package struct NumberText: Hashable, Sendable {
  /// The number, read in one correct rounding, suffix and power of ten included.
  package let value: Double
  /// How many digits were written, leading zeros not counted; at least 1.
  package let significantDigits: Int
  /// The power of ten that the last written digit counts.
  package let lastPlace: Int
  /// The power of ten that the first digit other than a leading zero counts.
  package let firstPlace: Int
  /// Where in the text the number ended.
  package let end: String.Index

  /// Half a unit of the last written digit: 0.5 for `2,400`, 500 for `128k`.
  package var halfUnitOfLastPlace: Double { Self.half(ofPlace: lastPlace) }

  /// Half a unit of the first digit: 50 for `300`.
  package var halfUnitOfFirstPlace: Double { Self.half(ofPlace: firstPlace) }

  /// Reads the number with which the text begins.
  ///
  /// - Throws: `missingNumber` if the text does not begin with a digit or a signed digit,
  ///   `malformedGrouping`, `numberOutOfRange`, `invalidExponent`; offsets count from the text's start.
  package init(prefixOf text: Substring) throws(QuantityError) {
    var reader = NumberReader(text)
    let written = try reader.read()
    value = written.value
    significantDigits = written.significantDigits
    lastPlace = written.lastPlace
    firstPlace = written.lastPlace + written.significantDigits - 1
    end = reader.position
  }

  private static func half(ofPlace place: Int) -> Double {
    Double("5e\(place - 1)") ?? .infinity
  }
}

private struct NumberReader {
  let text: Substring
  var position: String.Index

  init(_ text: Substring) {
    self.text = text
    position = text.startIndex
  }

  mutating func read() throws(QuantityError) -> (
    value: Double, significantDigits: Int, lastPlace: Int
  ) {
    let isNegative = skipMinus()
    if !isNegative { skip("+") }
    var digits = try wholePart()
    let isBareTen = digits == "10"
    var lastPlace = 0
    if next == ".", isDigit(at: 1) {
      position = text.index(after: position)
      let fraction = takeDigits()
      digits += fraction
      lastPlace = -fraction.count
      if next == ",", isDigit(at: 1) { throw malformedGrouping() }
    }
    if isBareTen, lastPlace == 0, let exponent = try power() {
      digits = "1"
      lastPlace = exponent
    } else if let exponent = try exponent() {
      lastPlace += exponent
    }
    lastPlace += suffix()
    let significant = digits.drop { $0 == "0" }
    let value = Double((isNegative ? "-" : "") + digits + "e\(lastPlace)") ?? .infinity
    guard value.isFinite else {
      throw .numberOutOfRange(text: String(text[..<position]), offset: 0)
    }
    return (value, max(1, significant.count), lastPlace)
  }

  // MARK: Pieces

  private mutating func wholePart() throws(QuantityError) -> String {
    var digits = takeDigits()
    guard !digits.isEmpty else { throw .missingNumber(offset: offset(of: position)) }
    guard next == ",", isDigit(at: 1) else { return digits }
    guard digits.count <= 3, digits.first != "0" else { throw malformedGrouping() }
    while next == ",", isDigit(at: 1) {
      position = text.index(after: position)
      let group = takeDigits()
      guard group.count == 3 else { throw malformedGrouping() }
      digits += group
    }
    return digits
  }

  /// `e9`, `E-3`, or `×10^15` in any of its spellings; nil, and nothing consumed, if none follows.
  private mutating func exponent() throws(QuantityError) -> Int? {
    let start = position
    if next == "e" || next == "E" {
      position = text.index(after: position)
      let isNegative = skipMinus()
      if !isNegative { skip("+") }
      let digits = takeDigits()
      if digits.isEmpty {
        position = start
        return nil
      }
      return try whole(digits, isNegative: isNegative)
    }
    skipBlanks()
    guard next == "×" else {
      position = start
      return nil
    }
    position = text.index(after: position)
    skipBlanks()
    if takeDigits() == "10", let exponent = try power() { return exponent }
    position = start
    return nil
  }

  /// `^15`, `^-3` or `¹⁵` after a 10.
  private mutating func power() throws(QuantityError) -> Int? {
    let start = position
    if next == "^" {
      position = text.index(after: position)
      let isNegative = skipMinus()
      let digits = takeDigits()
      if digits.isEmpty {
        position = start
        return nil
      }
      return try whole(digits, isNegative: isNegative)
    }
    var raised = ""
    while let character = next, let plain = Superscript.plain(character) {
      raised.append(plain)
      position = text.index(after: position)
    }
    if raised.isEmpty { return nil }
    guard let exponent = Int(raised), exponent.magnitude < 1000 else {
      throw .invalidExponent(text: raised, offset: offset(of: start))
    }
    return exponent
  }

  /// The power of ten of a glued suffix, 0 without one.
  private mutating func suffix() -> Int {
    guard let letter = next else { return 0 }
    let place: Int
    switch letter {
    case "k": place = 3
    case "M": place = 6
    case "B": place = 9
    case "T": place = 12
    default: return 0
    }
    let following = text.index(after: position)
    if following < text.endIndex, UnitParser.isNamePart(text[following]) || text[following].isNumber
    {
      return 0
    }
    position = following
    return place
  }

  private func whole(_ digits: String, isNegative: Bool) throws(QuantityError) -> Int {
    guard let magnitude = Int(digits), magnitude < 1000 else {
      throw .numberOutOfRange(text: String(text[..<position]), offset: 0)
    }
    return isNegative ? -magnitude : magnitude
  }

  // MARK: Characters

  private var next: Character? { position < text.endIndex ? text[position] : nil }

  private func isDigit(at distance: Int) -> Bool {
    guard let index = text.index(position, offsetBy: distance, limitedBy: text.endIndex),
      index < text.endIndex
    else { return false }
    return Self.isDigit(text[index])
  }

  private static func isDigit(_ character: Character) -> Bool {
    ("0"..."9").contains(character)
  }

  private mutating func takeDigits() -> String {
    let digits = text[position...].prefix { Self.isDigit($0) }
    position = digits.endIndex
    return String(digits)
  }

  private mutating func skip(_ character: Character) {
    if next == character { position = text.index(after: position) }
  }

  private mutating func skipMinus() -> Bool {
    guard next == "-" || next == "\u{2212}" else { return false }
    position = text.index(after: position)
    return true
  }

  private mutating func skipBlanks() {
    while let character = next, character.isWhitespace { position = text.index(after: position) }
  }

  private func offset(of index: String.Index) -> Int {
    text.distance(from: text.startIndex, to: index)
  }

  private func malformedGrouping() -> QuantityError {
    let whole = text.prefix { Self.isDigit($0) || "+-\u{2212},.".contains($0) }
    let trailing = whole.reversed().prefix { !Self.isDigit($0) }.count
    return .malformedGrouping(text: String(whole.dropLast(trailing)), offset: 0)
  }
}
