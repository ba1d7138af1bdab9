/// Why a text is no number, no unit or no quantity.
///
/// Every offset counts characters from the start of the text that was given, from 0.
public enum QuantityError: Error, Hashable, Sendable {
  /// A number was expected at the offset.
  case missingNumber(offset: Int)
  /// Commas group digits otherwise than by threes, as in `2,40`.
  case malformedGrouping(text: String, offset: Int)
  /// The number is larger than a Double can be.
  case numberOutOfRange(text: String, offset: Int)
  /// A unit was expected at the offset, after an operator or in an empty text.
  case missingUnit(offset: Int)
  /// A name that is no unit, with the nearest spelling that is, if one is near.
  case unknownUnit(text: String, offset: Int, suggestion: String?)
  /// Something that cannot stand where it does.
  case unexpected(text: String, offset: Int)
  /// A parenthesis without its other half.
  case unbalancedParenthesis(offset: Int)
  /// A power that is no whole number, or one that takes an exponent out of -127 to 127.
  case invalidExponent(text: String, offset: Int)

  /// Where in the text the mistake begins, in characters from 0.
  public var offset: Int {
    switch self {
    case .missingNumber(let offset), .missingUnit(let offset),
      .unbalancedParenthesis(let offset), .malformedGrouping(_, let offset),
      .numberOutOfRange(_, let offset), .unknownUnit(_, let offset, _),
      .unexpected(_, let offset), .invalidExponent(_, let offset):
      offset
    }
  }

  /// The same mistake seen from a longer text in which this one begins `count` characters later.
  package func moved(by count: Int) -> QuantityError {
    switch self {
    case .missingNumber(let offset): .missingNumber(offset: offset + count)
    case .malformedGrouping(let text, let offset):
      .malformedGrouping(text: text, offset: offset + count)
    case .numberOutOfRange(let text, let offset):
      .numberOutOfRange(text: text, offset: offset + count)
    case .missingUnit(let offset): .missingUnit(offset: offset + count)
    case .unknownUnit(let text, let offset, let suggestion):
      .unknownUnit(text: text, offset: offset + count, suggestion: suggestion)
    case .unexpected(let text, let offset): .unexpected(text: text, offset: offset + count)
    case .unbalancedParenthesis(let offset): .unbalancedParenthesis(offset: offset + count)
    case .invalidExponent(let text, let offset):
      .invalidExponent(text: text, offset: offset + count)
    }
  }
}

extension QuantityError: CustomStringConvertible {
  /// The mistake in one sentence without a final full stop.
  public var description: String {
    switch self {
    case .missingNumber: "a number is missing"
    case .malformedGrouping(let text, _):
      "'\(text)' groups its digits otherwise than by threes"
    case .numberOutOfRange(let text, _): "'\(text)' is too large a number"
    case .missingUnit: "a unit is missing"
    case .unknownUnit(let text, _, let suggestion):
      "unknown unit '\(text)'" + (suggestion.map { "; the nearest spelling is '\($0)'" } ?? "")
    case .unexpected(let text, _): "'\(text)' cannot stand here"
    case .unbalancedParenthesis: "a parenthesis lacks its other half"
    case .invalidExponent(let text, _):
      "'\(text)' does not leave an exponent that is a whole number between -127 and 127"
    }
  }
}
