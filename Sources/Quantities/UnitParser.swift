/// Reads units: `TB/s`, `$/M tokens`, `dollars per hour`, `tok/(s·kW)`, `s⁻¹`.
///
///     unit    = [ "/" factor ] or factor, then { ("·" | "⋅" | "*" | "/" | "per") factor }
///     factor  = ( name | prefix name | "(" unit ")" | "1" ) [ "^" integer | raised integer ]
///
/// Operators bind from the left: `a/b·c` is (a/b)·c. A prefix letter or a number word may stand apart
/// before a name, and a number word beside any unit multiplies it. Counting nouns are no units.
struct UnitParser {
  private let characters: [Character]
  private let suggests: Bool
  private var position = 0

  /// Starts at the front of a text.
  ///
  /// - Parameters:
  ///   - text: What may be a unit.
  ///   - suggests: Whether the refusal of a name looks for the nearest spelling, which takes its time.
  init(_ text: Substring, suggests: Bool = true) {
    characters = Array(text)
    self.suggests = suggests
  }

  /// The unit that the whole text spells.
  ///
  /// - Parameter first: A unit that stands before the text already, the `$` of `$2/h`; the text may
  ///   then be empty or begin with an operator.
  /// - Returns: The unit.
  /// - Throws: What `QuantityUnit.init(parsing:)` throws.
  mutating func parse(after first: QuantityUnit? = nil) throws(QuantityError) -> QuantityUnit {
    let unit = try product(after: first)
    if position < characters.count {
      if characters[position] == ")" { throw .unbalancedParenthesis(offset: position) }
      throw unexpectedPiece()
    }
    return unit
  }

  /// Whether a character may stand inside a unit's name.
  static func isNamePart(_ character: Character) -> Bool {
    character.isLetter || "$¢%\u{B5}".contains(character)
  }

  // MARK: Grammar

  private mutating func product(after first: QuantityUnit?) throws(QuantityError) -> QuantityUnit {
    skipBlanks()
    var unit: QuantityUnit
    if let first {
      unit = try power(of: first)
    } else if next == "/" {
      unit = .one
    } else {
      unit = try factor()
    }
    while true {
      skipBlanks()
      let start = position
      if let isQuotient = takeOperator() {
        let operand = try factor()
        let power = isQuotient ? -1 : 1
        guard unit.dimensions.multiplied(by: operand.dimensions, power: power) != nil else {
          throw .invalidExponent(text: String(characters[start..<position]), offset: start)
        }
        unit = isQuotient ? unit / operand : unit * operand
      } else if let name = takeName() {
        position = start
        guard isNumberWord(name) || isNumberWord(unit.symbol) else { throw unexpectedPiece() }
        unit = unit * (try factor())
      } else {
        return unit
      }
    }
  }

  private mutating func factor() throws(QuantityError) -> QuantityUnit {
    skipBlanks()
    let start = position
    if next == "(" {
      position += 1
      let unit = try product(after: nil)
      guard next == ")" else { throw .unbalancedParenthesis(offset: start) }
      position += 1
      return try power(of: unit)
    }
    if next == "1", position + 1 == characters.count || !characters[position + 1].isNumber {
      position += 1
      return .one
    }
    guard let name = takeName() else {
      if position == characters.count || takeOperator() != nil {
        throw .missingUnit(offset: start)
      }
      throw unexpectedPiece()
    }
    if let prefix = UnitFamily.separatePrefix(name) {
      let end = position
      skipBlanks()
      if let following = takeName(), let unit = UnitFamily.unit(named: following, under: prefix) {
        return try power(of: unit)
      }
      position = end
    }
    guard let unit = UnitFamily.unit(named: name) else {
      throw .unknownUnit(text: name, offset: start, suggestion: suggestion(for: name))
    }
    return try power(of: unit)
  }

  private mutating func power(of unit: QuantityUnit) throws(QuantityError) -> QuantityUnit {
    let start = position
    var digits = ""
    if next == "^" {
      position += 1
      if next == "-" || next == "\u{2212}" {
        digits = "-"
        position += 1
      }
      while let character = next, ("0"..."9").contains(character) {
        digits.append(character)
        position += 1
      }
    } else {
      while let character = next, let plain = Superscript.plain(character) {
        digits.append(plain)
        position += 1
      }
      if digits.isEmpty { return unit }
    }
    guard let exponent = Int(digits),
      Dimensions.none.multiplied(by: unit.dimensions, power: exponent) != nil,
      exponent.magnitude < 128
    else {
      throw .invalidExponent(text: String(characters[start..<position]), offset: start)
    }
    let raised = unit.raised(to: exponent)
    guard raised.factor.isNormal else {
      throw .invalidExponent(text: String(characters[start..<position]), offset: start)
    }
    return raised
  }

  // MARK: Pieces

  private var next: Character? { position < characters.count ? characters[position] : nil }

  /// True for a quotient, false for a product, nil if no operator follows.
  private mutating func takeOperator() -> Bool? {
    switch next {
    case "/":
      position += 1
      return true
    case "·", "\u{22C5}", "*":
      position += 1
      return false
    default:
      let start = position
      if takeName() == "per" { return true }
      position = start
      return nil
    }
  }

  /// A name: letters and currency signs, and hyphens between letters.
  private mutating func takeName() -> String? {
    let start = position
    while let character = next {
      let isHyphen =
        character == "-" && position > start && position + 1 < characters.count
        && characters[position + 1].isLetter
      guard Self.isNamePart(character) || isHyphen, Superscript.plain(character) == nil else {
        break
      }
      position += 1
    }
    return position > start ? String(characters[start..<position]) : nil
  }

  private mutating func skipBlanks() {
    while let character = next, character.isWhitespace { position += 1 }
  }

  private func isNumberWord(_ text: String) -> Bool {
    ["thousand", "million", "billion", "trillion"].contains(text)
  }

  /// The piece at the position, up to the next blank, as an error.
  private func unexpectedPiece() -> QuantityError {
    let piece = characters[position...].prefix { !$0.isWhitespace }
    return .unexpected(text: String(piece), offset: position)
  }

  private func suggestion(for name: String) -> String? {
    guard suggests else { return nil }
    // A count or a rate: the word alone does not say which, but most write the rate with a capital S.
    if name.hasSuffix("FLOPS") { return name.dropLast() + "/s" }
    if name.lowercased().hasSuffix("flops") { return name.dropLast(5) + "FLOP" }
    return nearestSpelling(of: name, among: UnitFamily.vocabulary)
  }
}

extension QuantityUnit {
  /// The unit that a text spells, `TB/s` or `dollars per million tokens`.
  ///
  /// - Throws: `missingUnit` for an empty text, `unknownUnit` with the nearest spelling for a name that
  ///   is none, `unexpected`, `unbalancedParenthesis`, `invalidExponent`.
  public init(parsing text: String) throws(QuantityError) {
    var parser = UnitParser(text[...])
    self = try parser.parse()
  }

  /// The unit that a text spells; nil for any other text.
  package init?(spelling text: String) {
    var parser = UnitParser(text[...], suggests: false)
    guard let unit = try? parser.parse() else { return nil }
    self = unit
  }
}
