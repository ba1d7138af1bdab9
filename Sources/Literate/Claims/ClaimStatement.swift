package import Quantities

/// What the text of a claim says: one number, one range, one ratio, a fraction or factor in words, or none.
package struct ClaimStatement: Sendable, Equatable {
  package enum Form: Sendable, Equatable {
    /// A text without a number: its expression is a Bool.
    case property
    case number(Written)
    case range(Written, Written)
    /// `8 of 256`, `1/32`, `1 in 32`.
    case ratio(Written, Written)
    /// `half`, `a third`, `twice`, `tenfold`.
    case word(Double)
  }

  /// A number as it was written, any suffix and number word multiplied in.
  package struct Written: Sendable, Equatable {
    package var value: Double
    package var halfUnitOfLastDigit: Double
    package var halfUnitOfFirstDigit: Double
    package var significantDigits: Int

    package func scaled(by factor: Double) -> Written {
      Written(
        value: value * factor,
        halfUnitOfLastDigit: halfUnitOfLastDigit * factor,
        halfUnitOfFirstDigit: halfUnitOfFirstDigit * factor,
        significantDigits: significantDigits
      )
    }
  }

  package var form: Form
  /// The unit after the number (or the currency before it); nil when none is written.
  package var unit: QuantityUnit?
  /// Whether `about` or one of its kin stands before the number.
  package var isApproximate: Bool
  /// The words that state the number, without what stands around them.
  package var numberText: String
  /// Whether the number is spelled, not in digits; such words may also be held by a Bool.
  package var isInWords = false

  /// How many digits are written; of two numbers, those of the longer one.
  var significantDigits: Int {
    switch form {
    case .property, .word: 0
    case .number(let number): number.significantDigits
    case .range(let one, let other), .ratio(let one, let other):
      max(one.significantDigits, other.significantDigits)
    }
  }

  package var dimensions: Dimensions { unit?.dimensions ?? Dimensions.none }
}

/// Why a claim's text cannot be read.
package enum ClaimTextError: Error, Sendable, Equatable {
  case moreThanOneNumber(second: String)
  case malformed(String)

  package var message: String {
    switch self {
    case .moreThanOneNumber(let second):
      "a claim states one number, one range or one ratio; '\(second)' is one more"
    case .malformed(let reason): reason
    }
  }

  package var help: String {
    switch self {
    case .moreThanOneNumber: "put each number into a link of its own"
    case .malformed:
      "write a number such as 2,400, 0.31, 128k or 2.6×10^15, with its unit behind it"
    }
  }
}
