/// The closed list of words that are numbers, and how they join.
///
/// Numbers are: cardinals from three on (`nine`, `twenty-one`, `two hundred`, `a million`, `a dozen`), their
/// plurals as magnitudes (`hundreds of billions`, from once to ten times as much), fractions after their
/// numerator (`a third of`, `two thirds`, `three quarters`) and `half`, factors (`twice`, `doubling`,
/// `triple`, `tenfold`), counted orders of magnitude, and ranges of them (`two or three`, `three to five`).
///
/// No numbers are: `one` and `two` alone, `both`, `once`, ordinals (`the third rack`, `a third GPU`), sides
/// (`the other half`, `the second half`, `two halves`), quarters of a year, the unit `per million`, `percent`
/// without a number, `a couple`, and compounds such as `double-check` and `half-life`.
enum NumberWords {
  enum Value: Sendable, Equatable {
    /// A count, with its last written place: 1 for `nine`, 100 for `two hundred`.
    case cardinal(Double, place: Double)
    /// A fraction or factor: `half`, `twice`, `an order of magnitude`.
    case factor(Double)
    /// `three to five`, `hundreds`.
    case range(Double, Double, place: Double)
    /// `one in three`, `three of eight`.
    case ratio(Double, Double)
  }

  struct Match: Sendable, Equatable {
    var range: Range<String.Index>
    var value: Value
    /// `one` or `two` alone.
    var isExempt = false
  }

  static let units: [String: Double] = [
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
  ]
  /// Alone they are exempt; in front of other words they count.
  static let smallest: [String: Double] = ["one": 1, "two": 2]
  static let tens: [String: Double] = [
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
  ]
  static let scales: [String: Double] = [
    "dozen": 12, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
  ]
  static let pluralScales: [String: Double] = [
    "tens": 10, "dozens": 12, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9,
    "trillions": 1e12,
  ]
  static let parts: [String: Double] = [
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "sixteenth": 16, "twentieth": 20,
    "hundredth": 1e2, "thousandth": 1e3, "millionth": 1e6, "billionth": 1e9,
  ]
  static let factors: [String: Double] = [
    "half": 0.5, "halve": 0.5, "halves": 0.5, "halved": 0.5, "halving": 0.5, "twice": 2,
    "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "thrice": 3, "triple": 3,
    "triples": 3, "tripled": 3, "tripling": 3, "quadruple": 4, "quadruples": 4, "quadrupled": 4,
    "quadrupling": 4,
  ]
  /// Every word that a number can begin with, but for those in `fold`.
  static let first: Set<String> = [units, smallest, tens, scales, pluralScales, factors]
    .reduce(["a", "an"]) { $0.union($1.keys) }
  /// What stands behind a fraction without `of`; anything else makes `a third` an ordinal.
  static let afterFraction: Set<String> = [
    "of", "as", "each", "less", "more", "fewer", "faster", "slower", "larger", "smaller", "and",
    "or", "to", "at", "in", "is", "are", "was", "were", "while", "when", "where", "if", "with",
    "for", "from", "by", "than", "that", "but", "lower", "higher", "the", "a", "an",
  ]
  /// Words before `half` that make it a side or a part, and before `quarter` a quarter of a year.
  static let beforeSide: Set<String> = [
    "first", "second", "other", "upper", "lower", "left", "right", "latter", "former", "back",
    "front", "both", "two", "these", "those", "each", "every", "this", "last", "next", "per",
    "all", "swapped",
  ]
  /// `double-check`, `half-life`: what a hyphen joins to a factor so that it counts nothing.
  static let compounds: Set<String> = [
    "check", "checked", "checking", "checks", "click", "edged", "life", "lives", "precision",
    "duplex", "sided", "quoted", "way", "hearted",
  ]

  /// The numbers in words of a text, in order.
  ///
  /// - Parameters:
  ///   - text: A text without marks.
  ///   - withExempt: Whether `one` and `two` alone are reported too.
  /// - Returns: Matches that do not overlap.
  static func matches(in text: String, withExempt: Bool = false) -> [Match] {
    guard text.utf8.contains(where: { $0 > 64 }) else { return [] }
    let parser = NumberWordParser(text)
    return parser.matches().filter { withExempt || !$0.isExempt }
  }
}
