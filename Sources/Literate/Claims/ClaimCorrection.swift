package import CellRuntime
import Quantities

/// What `check --fix-claims` makes of a claim that does not hold.
///
/// A number becomes the computed one, with as many digits, if its unit is right and it is less than a factor
/// of two away. Whatever is more than a number gone stale (a bound, a ratio, a word, a dispute) is the
/// author's to mend, since only the author knows what was meant.
package enum ClaimCorrection: Sendable, Equatable {
  /// The link's new words.
  case rewrite(String)
  /// Nothing, and why.
  case leave(String)

  /// - Parameters:
  ///   - words: What stands between the brackets of the link, as it was typed.
  ///   - statement: What it states.
  ///   - options: The claim's.
  ///   - value: What was computed.
  /// - Returns: The words that hold, or why there are none.
  package static func of(
    _ words: String,
    _ statement: ClaimStatement,
    _ options: ClaimOptions,
    _ value: RecordedValue
  ) -> ClaimCorrection {
    if options.isDisputed { return .leave("it is announced as disputed") }
    switch options.tolerance {
    case .atLeast, .atMost: return .leave("it states a bound, and a bound is the author's choice")
    default: break
    }
    let new: [Double]
    let written: [ClaimStatement.Written]
    switch (statement.form, value.content) {
    case (.number(let number), .scalar(let computed, _)):
      (written, new) = ([number], [inUnit(computed, of: statement)])
    case (.range(let low, let high), .range(let first, let last)):
      written = [low, high]
      new = [inUnit(first, of: statement), inUnit(last, of: statement)]
    case (.ratio(let one, let many), .scalar(let computed, _)) where one.value == 1:
      (written, new) = ([one, many], [1, 1 / inUnit(computed, of: statement)])
    case (.property, _), (_, .flag): return .leave("it states no number that could be rewritten")
    case (.range, .scalar): return .leave("both ends of a range are the author's choice")
    case (_, .range): return .leave("it states one number, and the value is a range")
    case (.ratio, _): return .leave("a ratio has two numbers and the value is one")
    case (.word, _): return .leave("its number is a word")
    }
    guard dimensions(of: value) == statement.dimensions else {
      return .leave("its unit is not one of what is computed")
    }
    for (old, new) in zip(written, new) where !isNear(old.value, new) {
      return .leave("the computed value is a factor of two or more away")
    }
    guard let text = replacing(words, statement, written, by: new) else {
      return .leave("its number does not stand in the source as it reads")
    }
    guard text != words, holds(text, options, value) else {
      return .leave("with as many digits it would not hold either")
    }
    return .rewrite(text)
  }

  // MARK: -

  private static func inUnit(_ quantity: Quantity, of statement: ClaimStatement) -> Double {
    statement.unit.map { quantity.baseValue / $0.factor } ?? quantity.baseValue
  }

  private static func dimensions(of value: RecordedValue) -> Dimensions? {
    switch value.content {
    case .flag: nil
    case .scalar(let quantity, _): quantity.dimensions
    case .range(let low, _): low.dimensions
    }
  }

  private static func isNear(_ old: Double, _ new: Double) -> Bool {
    let ratio = new / old
    return ratio > 0.5 && ratio < 2
  }

  /// The words with each numeral replaced in its own notation: a suffix, a power, the currency stay.
  private static func replacing(
    _ words: String,
    _ statement: ClaimStatement,
    _ written: [ClaimStatement.Written],
    by new: [Double]
  ) -> String? {
    let plain = UnitWords.plainSpaces(words)
    let places = plain.ranges(of: statement.numberText)
    guard places.count == 1, let place = places.first else { return nil }
    // `plainSpaces` changes characters one by one: distances are those of the words.
    let front = words.prefix(plain.distance(from: plain.startIndex, to: place.lowerBound))
    var rest = words.dropFirst(front.count)
    var result = String(front)
    for (old, value) in zip(written, new) {
      guard
        let numeral = rest.firstMatch(
          of: /[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?/
        ),
        let digits = Double(numeral.output.replacing(",", with: "")), digits != 0
      else { return nil }
      var text = (value / (old.value / digits)).formatted(.significant(old.significantDigits))
      if !numeral.output.contains(","), numeral.output.prefix(while: { $0 != "." }).count > 3 {
        text = text.replacing(",", with: "")
      }
      result +=
        rest[..<numeral.range.lowerBound] + (old.value == value ? String(numeral.output) : text)
      rest = rest[numeral.range.upperBound...]
    }
    return result + rest
  }

  private static func holds(
    _ words: String,
    _ options: ClaimOptions,
    _ value: RecordedValue
  ) -> Bool {
    guard let statement = try? ClaimTextReader.statement(words) else { return false }
    return Judge.verdict(statement, options, against: value) == .holds
  }
}
