import Foundation

/// The closed list of numbers that need no owner.
///
/// Ordinals, list and section numbers, dates and years, arXiv ids, versions. Digits in a name (`H100`) are no numbers to begin with.
enum NumberExemptions {
  /// The stretches of a text that the list exempts.
  static func ranges(in text: String, isHeading: Bool) -> [Range<String.Index>] {
    var result: [Range<String.Index>] = []
    for pattern in patterns + (isHeading ? [headingNumber] : []) {
      var start = text.startIndex
      while let range = text.range(
        of: pattern,
        options: .regularExpression,
        range: start..<text.endIndex
      ) {
        result.append(range)
        start = range.upperBound
      }
    }
    return result + years(in: text)
  }

  private static let months =
    "January|February|March|April|May|June|July|August|September|October|November|December"
  private static let sections =
    "[Ss]ection|[Cc]hapter|[Pp]art|[Ff]igure|[Tt]able|[Ee]quation|[Ee]xercise|[Cc]ard|[Ss]tep|[Qq]uestion"

  private static let patterns = [
    #"\d{4}-\d{2}(-\d{2})?"#,
    #"\d{1,2}(–\d{1,2})? (\#(months))"#,
    #"(\#(months)) \d{1,2}\b"#,
    #"\b\d{4}\.\d{4,5}(v\d+)?\b"#,
    #"\b[Vv]ersions? \d+(\.\d+)*|\b\d+\.\d+\.\d+\b"#,
    #"\d+(st|nd|rd|th)\b"#,
    #"(§|\b(\#(sections))s?\b)[ \u00A0]?\d+(\.\d+)*((–|, | and | to )\d+(\.\d+)*)*"#,
  ]
  private static let headingNumber = #"^\d+(\.\d+)*[.)]? "#

  /// Four digits from 1900 to 2099 that count nothing.
  private static func years(in text: String) -> [Range<String.Index>] {
    text.ranges(of: /\b(19|20)\d{2}\b/).filter { range in
      var rest = text[range.upperBound...]
      if rest.hasPrefix(",") || rest.hasPrefix(".") {
        return rest.dropFirst().first.map { !NumberScan.isDigit($0) } ?? true
      }
      let start = rest.startIndex
      let unit = UnitWords.take(from: &rest, hasCurrency: false)
      return unit == nil && rest.startIndex == start
    }
  }
}
