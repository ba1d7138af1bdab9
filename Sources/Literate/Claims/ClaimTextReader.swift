import Quantities

/// Reads the text of a claim.
package struct ClaimTextReader {
  private let text: String
  private var form: ClaimStatement.Form = .property
  private var unit: QuantityUnit?
  private var numberText = ""
  private var isInWords = false

  /// Reads the words of a link.
  ///
  /// - Parameter text: As the reader sees it, without marks.
  /// - Returns: What it states.
  /// - Throws: `moreThanOneNumber`; `malformed` for a number or a range that is none.
  package static func statement(_ text: String) throws(ClaimTextError) -> ClaimStatement {
    var reader = ClaimTextReader(text: UnitWords.plainSpaces(text))
    try reader.read()
    let isApproximate = ClaimWords.saysApproximately(reader.text)
    return ClaimStatement(
      form: reader.form,
      unit: reader.unit,
      isApproximate: isApproximate,
      numberText: reader.numberText,
      isInWords: reader.isInWords
    )
  }

  private init(text: String) {
    self.text = text
  }

  private mutating func read() throws(ClaimTextError) {
    guard let start = NumberScan.nextNumber(in: text[...]) else {
      readWords()
      return
    }
    let hasCurrency = start > text.startIndex && text[text.index(before: start)] == "$"
    let first = try Self.number(text[start...])
    var rest = text[first.end...]
    var written = ClaimStatement.Written(first)
    if let (isRatio, next) = Self.separator(rest) {
      let second = try Self.number(rest[next...].drop { $0 == "$" })
      var other = ClaimStatement.Written(second)
      let suffix = Self.suffixScale(text[..<second.end])
      if !isRatio, suffix > 1, Self.suffixScale(text[..<first.end]) == 1,
        written.value < other.value / suffix
      {
        written = written.scaled(by: suffix)  // 10–20k
      }
      rest = text[second.end...]
      let scale = Self.takeScaleWord(&rest)
      if isRatio {
        other = other.scaled(by: scale)
        guard other.value != 0 else { throw .malformed("the ratio divides by zero") }
        form = .ratio(written, other)
      } else {
        form = .range(written.scaled(by: scale), other.scaled(by: scale))
        guard written.value <= other.value else {
          throw .malformed("the range runs from the larger to the smaller number")
        }
      }
    } else {
      let scale = Self.takeScaleWord(&rest)
      form = .number(written.scaled(by: scale))
    }
    let after = rest
    unit = UnitWords.take(from: &rest, hasCurrency: hasCurrency)
    let front = hasCurrency ? text.index(before: start) : start
    let end = rest.startIndex < after.startIndex ? after.startIndex : rest.startIndex
    numberText = String(text[front..<end]).trimming(" ")
    if let second = NumberScan.nextNumber(in: rest) {
      let word = rest[second...].prefix { !$0.isWhitespace }
      throw .moreThanOneNumber(second: String(word))
    }
  }

  /// Reads the one number that is written in words; a text of several states a property.
  private mutating func readWords() {
    let all = NumberWords.matches(in: text, withExempt: true)
    let owned = all.filter { !$0.isExempt }
    guard let match = owned.isEmpty ? all.first : owned.first,
      owned.count == 1 || (owned.isEmpty && all.count == 1)
    else { return }
    isInWords = true
    var rest = text[match.range.upperBound...]
    switch match.value {
    case .factor(let factor):
      form = .word(factor)
      // `half a second`, `half of a terabyte`
      for joint in [" of a ", " of an ", " a ", " an "] where rest.hasPrefix(joint) {
        rest = rest.dropFirst(joint.count - 1)
        break
      }
    case .cardinal(let value, let place): form = .number(Self.written(value, place))
    case .range(let low, let high, let place):
      form = .range(Self.written(low, place), Self.written(high, place))
    case .ratio(let above, let below):
      form = .ratio(Self.written(above, 1), Self.written(below, 1))
    }
    unit = UnitWords.take(from: &rest, hasCurrency: false)
    let end = unit == nil ? match.range.upperBound : rest.startIndex
    numberText = String(text[match.range.lowerBound..<end]).trimming(" ")
  }

  private static func written(_ value: Double, _ place: Double) -> ClaimStatement.Written {
    var first = place
    while first * 10 <= value { first *= 10 }
    return ClaimStatement.Written(
      value: value,
      halfUnitOfLastDigit: place / 2,
      halfUnitOfFirstDigit: first / 2,
      significantDigits: max(1, String(Int(max(1, min(1e15, value / place)))).count)
    )
  }

  // MARK: -

  private static func number(_ text: Substring) throws(ClaimTextError) -> NumberText {
    do {
      return try NumberText(prefixOf: text)
    } catch {
      throw .malformed(error.description)
    }
  }

  /// What joins two numbers: a dash or `to` for a range; `/`, `of`, `in`, `out of` for a ratio.
  private static func separator(_ rest: Substring) -> (isRatio: Bool, next: Substring.Index)? {
    let joints: [(String, Bool)] = [
      ("–", false), ("-", false), (" – ", false), (" to ", false), ("/", true), (" of ", true),
      (" in ", true), (" out of ", true), (" of the ", true),
    ]
    for (joint, isRatio) in joints where rest.hasPrefix(joint) {
      let after = rest.index(rest.startIndex, offsetBy: joint.count)
      let digits = rest[after...].drop { $0 == "$" }
      if let first = digits.first, first.isASCII, first.isNumber { return (isRatio, after) }
    }
    return nil
  }

  /// The factor of a suffix glued to the number that ends here.
  private static func suffixScale(_ text: Substring) -> Double {
    switch text.last {
    case "k": 1e3
    case "M": 1e6
    case "B": 1e9
    case "T": 1e12
    default: 1
    }
  }

  private static func takeScaleWord(_ rest: inout Substring) -> Double {
    let words = rest.drop { $0 == " " }
    let word = words.prefix { $0.isLetter }
    guard words.startIndex > rest.startIndex, let scale = NumberWords.scales[String(word)]
    else { return 1 }
    rest = words[word.endIndex...]
    return scale
  }
}

extension ClaimStatement.Written {
  init(_ text: NumberText) {
    self.init(
      value: text.value,
      halfUnitOfLastDigit: text.halfUnitOfLastPlace,
      halfUnitOfFirstDigit: text.halfUnitOfFirstPlace,
      significantDigits: text.significantDigits
    )
  }
}
