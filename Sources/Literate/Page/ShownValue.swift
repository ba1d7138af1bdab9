import CellRuntime
import Quantities

// Values as pages name them, in the words and with the digits that the text uses. A book asks for some ten thousand,
// most of which stay as they are: bytes say so before a pattern is tried.

extension TracedFigure {
  /// The value to read: what a division left behind the fourth digit is cut off.
  ///
  /// `$0.02291666667/GB` is $0.02292/GB; `chalktalk explain` has all digits. A whole number of these decades is a
  /// year, which has no groups: nothing that the catalogue counts lies there.
  var shownValue: String {
    if value.utf8.count == 5, value.wholeMatch(of: /2,0[123]\d/) != nil {
      return value.filter { $0 != "," }
    }
    return (value.inHours ?? value).withoutDivisionDigits.inShort.asTheTextHasIt
  }
}

extension String {
  /// Prices with cents, tokens counted whole, and a range of one value as that: `$1.10/Mtok`, `2,048 tokens`, `60 s`.
  fileprivate var asTheTextHasIt: String {
    if let range = utf8.firstRange(of: " to ".utf8),
      self[..<range.lowerBound] == self[range.upperBound...]
    {
      return String(self[..<range.lowerBound])
    }
    guard utf8.contains(UInt8(ascii: ".")) else { return self }
    var text = self
    if utf8.contains(UInt8(ascii: "$")) {
      text = text.replacing(/(\$[\d,]+\.\d)(?=\/)/) { "\($0.1)0" }
    }
    if utf8.firstRange(of: "tokens".utf8) != nil {
      text = text.replacing(/(\d{1,3})\.(\d{3})k(?=[ \u{A0}]tokens)/) { "\($0.1),\($0.2)" }
    }
    return text
  }

  /// Seconds by the million as the hours in which chip time and lives of chips are counted; nil for anything else.
  fileprivate var inHours: String? {
    guard utf8.count > 10, hasSuffix(" s"), let seconds = Int(dropLast(2).filter { $0 != "," }),
      seconds.isMultiple(of: 3600)
    else { return nil }
    return Double(seconds / 3600).formatted(.exact) + " h"
  }

  /// The text with tokens as a word: `8,192 tokens`, `4.36k tokens`.
  ///
  /// A price or a rate that counts by the token keeps its unit, as `$0.31/Mtok` does in the text.
  var inWords: String {
    // Most are digits alone: a byte is looked for sooner than three.
    guard utf8.contains(UInt8(ascii: "t")), utf8.firstRange(of: "tok".utf8) != nil else {
      return self
    }
    var rest = self[...]
    var text = ""
    while let unit = rest.utf8.firstRange(of: "tok".utf8) {
      text += rest[..<unit.lowerBound]
      rest = rest[unit.upperBound...]
      text.addTokens(before: rest)
    }
    return text + rest
  }

  /// Ends a text with the unit of tokens, whose prefix it may end with already.
  private mutating func addTokens(before next: Substring) {
    let prefix = last.flatMap { "kMGT".contains($0) ? $0 : nil }
    let start = dropLast(prefix == nil ? 0 : 1)
    // The unit by itself, in the head of a column and on an axis.
    if start.isEmpty || start.last == "(" {
      guard next.first.map({ "/)".contains($0) }) ?? true else {
        self += "tok"
        return
      }
      self = start + (prefix.map { Self.suffix($0) + " " } ?? "") + "tokens"
      return
    }
    // A count of them: a price or a rate has no blank there.
    let count = start.dropLast()
    let digits = count.dropLast(count.last.map { "kMBT".contains($0) } == true ? 1 : 0)
    let isCount = " \u{A0}".contains(start.last ?? "-") && digits.last?.isNumber == true
    guard isCount, next.first.map({ !("a"..."z").contains($0) && $0 != "·" }) ?? true else {
      self += "tok"
      return
    }
    self = count + (prefix.map(Self.suffix) ?? "") + "\u{A0}tokens"
  }

  /// A value in words, with large counts and sums as the text writes them: `671B`, `$725B`, `1.4T tokens`.
  var inShort: String {
    guard utf8.count > 8, utf8.firstRange(of: ",000,000".utf8) != nil else { return inWords }
    return inWords.replacing(
      /(?<before>^|[^\d,])(?<number>\d[\d,]*)(?=[ \u{A0}]tokens|[ \u{A0}]to |$)/
    ) { match in
      "\(match.before)\(Self.large(match.number) ?? String(match.number))"
    }
  }

  /// A thousand millions and more with the suffix that the text uses, where that takes three decimals at most.
  private static func large(_ digits: Substring) -> String? {
    guard let number = Double(digits.filter { $0 != "," }), number >= 1e9 else { return nil }
    let (unit, suffix) = number >= 1e12 ? (1e12, "T") : (1e9, "B")
    let thousandths = number / unit * 1000
    guard thousandths == thousandths.rounded() else { return nil }
    return (thousandths / 1000).formatted(.exact) + suffix
  }

  private static func suffix(_ prefix: Character) -> String { prefix == "G" ? "B" : "\(prefix)" }

  /// Each number of six and more digits, some behind the point, with four of them.
  var withoutDivisionDigits: String {
    guard utf8.contains(UInt8(ascii: ".")), utf8.count(where: Self.isDigit) > 5 else {
      return self
    }
    return replacing(/[\d,]*\d\.\d+/) { match in
      let text = String(match.0)
      let digits = text.utf8.filter(Self.isDigit).drop { $0 == UInt8(ascii: "0") }.count
      guard digits > 5, let number = Double(text.filter { $0 != "," }) else { return text }
      let whole = text.prefix { $0 != "." }.utf8.count(where: Self.isDigit)
      return number.formatted(.significant(max(4, whole))).withoutIdleZeros
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension Int {
  /// The number with its digits in groups: `1,246`.
  var grouped: String { Double(self).formatted(.exact) }
}
