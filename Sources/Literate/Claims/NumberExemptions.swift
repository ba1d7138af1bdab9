import Foundation
import Quantities

/// The closed list of numbers that need no owner.
///
/// Ordinals, list and section numbers, dates and years, arXiv ids, versions. Digits in a name (`H100`) are no numbers to begin with.
enum NumberExemptions {
  /// The stretches of a text that the list exempts, each with the rule.
  static func ranges(
    in text: String,
    isHeading: Bool
  ) -> [(range: Range<String.Index>, rule: String)] {
    var result: [(Range<String.Index>, String)] = []
    let whole = NSRange(text.startIndex..., in: text)
    for (rule, pattern) in isHeading ? patterns + [headingNumber] : patterns {
      for match in pattern.matches(in: text, range: whole) {
        if let range = Range(match.range, in: text) { result.append((range, rule)) }
      }
    }
    return result + years(in: text).map { ($0, "year") }
  }

  private static let months =
    "January|February|March|April|May|June|July|August|September|October|November|December"
  private static let sections =
    "[Ss]ection|[Cc]hapter|[Pp]art|[Ff]igure|[Tt]able|[Ee]quation|[Ee]xercise|[Cc]ard|[Ss]tep|[Qq]uestion"

  private static let number = #"(\d+(\.\d+)*|\#(words))\b"#
  private static let words =
    "(three|four|five|six|seven|eight|nine|ten|eleven|twelve|(thir|four|fif|six|seven|eigh|nine)teen|twenty)"

  private static let patterns = [
    ("date", #"\d{4}-\d{2}(-\d{2})?"#),
    ("date", #"\d{1,2}(–\d{1,2})? (\#(months))"#),
    ("date", #"(\#(months)) \d{1,2}\b"#),
    ("arXiv id", #"\b\d{4}\.\d{4,5}(v\d+)?\b"#),
    ("version", #"\b[Vv]ersions? \d+(\.\d+)*|\b\d+\.\d+\.\d+\b"#),
    ("ordinal", #"\d+(st|nd|rd|th)\b"#),
    (
      "section number",
      #"(§|\b(\#(sections))s?\b)[ \u00A0]?\#(number)((–|, | and | to )\#(number))*"#
    ),
  ].map { ($0.0, expression($0.1)) }
  private static let headingNumber = ("section number", expression(#"^\d+(\.\d+)*[.)]? "#))
  private static let year = expression(#"\b(19|20)\d{2}\b"#)

  private static func expression(_ pattern: String) -> NSRegularExpression {
    do {
      return try NSRegularExpression(pattern: pattern)
    } catch {
      stop("the pattern \(pattern) is no regular expression: \(error)")
    }
  }

  /// Four digits from 1900 to 2099 that count nothing.
  private static func years(in text: String) -> [Range<String.Index>] {
    let matches = year.matches(in: text, range: NSRange(text.startIndex..., in: text))
    return matches.compactMap { Range($0.range, in: text) }.filter { range in
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
