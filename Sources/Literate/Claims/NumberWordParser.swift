/// Joins the words of a text to numbers, by the lists of `NumberWords`.
struct NumberWordParser {
  private struct Word {
    var text: String
    var range: Range<String.Index>
  }

  private let text: String
  private var words: [Word] = []
  private typealias Parsed = (value: NumberWords.Value, end: Int, isExempt: Bool)

  init(_ text: String) {
    self.text = text
    var index = text.startIndex
    while index < text.endIndex {
      guard text[index].isWordPart else {
        index = text.index(after: index)
        continue
      }
      let start = index
      while index < text.endIndex, text[index].isWordPart { index = text.index(after: index) }
      let word = text[start..<index].lowercased()
      words.append(Word(text: word, range: start..<index))
    }
  }

  func matches() -> [NumberWords.Match] {
    var result: [NumberWords.Match] = []
    var index = 0
    while index < words.count {
      let word = words[index].text
      // Most words of a text are looked up this once.
      guard NumberWords.first.contains(word) || word.hasSuffix("fold"),
        let parsed = number(at: index)
      else {
        index += 1
        continue
      }
      let range = words[index].range.lowerBound..<words[parsed.end - 1].range.upperBound
      result.append(
        NumberWords.Match(range: range, value: parsed.value, isExempt: parsed.isExempt)
      )
      index = parsed.end
    }
    return result
  }

  // MARK: - Numbers

  private func number(at index: Int) -> Parsed? {
    if let found = orders(at: index) ?? fraction(at: index) ?? factor(at: index) { return found }
    guard let first = count(at: index) else { return magnitude(at: index) }
    return joined(first, at: index) ?? first
  }

  /// `two or three`, `three to five`, `one in three`, `three of eight`.
  private func joined(_ first: Parsed, at index: Int) -> Parsed? {
    guard case .cardinal(let low, let place) = first.value, first.end < words.count else {
      return nil
    }
    var next = first.end
    guard isJoined(next) || touches(next, by: "–") else { return nil }
    let joint = words[next].text
    let isRange = ["to", "or", "and"].contains(joint)
    let isRatio = ["in", "of"].contains(joint)
    if isRange || isRatio { next += 1 }
    guard next < words.count, isJoined(next) || touches(next, by: "–"),
      let second = count(at: next), case .cardinal(let high, let last) = second.value
    else { return nil }
    if isRatio {
      guard !second.isExempt else { return nil }
      return (.ratio(low, high), second.end, false)
    }
    // `two and three` are two numbers, except after `between`.
    if joint == "and", index == 0 || words[index - 1].text != "between" { return nil }
    guard low < high, !(first.isExempt && second.isExempt) else { return nil }
    guard isRange || touches(next, by: "–") else { return nil }
    // `two to three hundred` starts at two hundred.
    let scaled = place == 1 && last > 1 && low * last < high ? low * last : low
    return (.range(scaled, high, place: max(place, last)), second.end, false)
  }

  /// `nine`, `twenty-one`, `two hundred and six`, `a million`, `one and a half`.
  private func count(at start: Int) -> Parsed? {
    var index = start
    var total = 0.0
    var place = 1.0
    var value: Double?
    var isExempt = false
    if let (small, end) = belowHundred(index) {
      (value, index) = (small, end)
      isExempt = NumberWords.smallest[words[start].text] != nil && end == start + 1
    } else if ["a", "an"].contains(words[index].text), index + 1 < words.count,
      isJoined(index + 1), NumberWords.scales[words[index + 1].text] != nil
    {
      (value, index) = (1, index + 1)
    } else if NumberWords.scales[words[index].text] != nil, !isUnit(index), !isVague(index) {
      value = 1
    }
    guard var current = value else { return nil }
    // A scale behind `a` is not joined to a word before.
    while index < words.count, index == start || isJoined(index),
      let scale = NumberWords.scales[words[index].text], !isCompounded(index)
    {
      current *= scale
      place = current < 1e3 && index > start ? scale : place * scale
      isExempt = false
      index += 1
      var next = index
      if next < words.count, isJoined(next), words[next].text == "and" { next += 1 }
      if next < words.count, isJoined(next), let (small, end) = belowHundred(next),
        scale >= 100, next > index || touches(next, by: " ")
      {
        total += current
        (current, place, index) = (small, 1, end)
      }
    }
    total += current
    if index + 2 < words.count, isJoined(index), isJoined(index + 1), isJoined(index + 2),
      words[index].text == "and", words[index + 1].text == "a", words[index + 2].text == "half"
    {
      return (.cardinal(total + place / 2, place: place / 10), index + 3, false)
    }
    return (.cardinal(total, place: place), index, isExempt)
  }

  private func belowHundred(_ index: Int) -> (Double, Int)? {
    let word = words[index].text
    if let ten = NumberWords.tens[word] {
      if index + 1 < words.count, isJoined(index + 1) {
        let next = words[index + 1].text
        if let unit = NumberWords.smallest[next] ?? NumberWords.units[next], unit < 10 {
          return (ten + unit, index + 2)
        }
        // `twenty-sixth` is an ordinal.
        if touches(index + 1, by: "-"), isOrdinal(next) { return nil }
      }
      return (ten, index + 1)
    }
    return (NumberWords.units[word] ?? NumberWords.smallest[word]).map { ($0, index + 1) }
  }

  private func isOrdinal(_ word: String) -> Bool {
    ["first", "second"].contains(word) || NumberWords.parts[word] != nil
  }

  /// `several hundred`, `a few thousand`.
  private func isVague(_ index: Int) -> Bool { follows(index, "several") || follows(index, "few") }

  /// `hundreds`, `tens of thousands`: from that to ten times that; `several hundred`: from twice that.
  private func magnitude(at start: Int) -> Parsed? {
    if let scale = NumberWords.scales[words[start].text], isVague(start) {
      return (.range(scale * 2, scale * 10, place: scale), start + 1, false)
    }
    guard var scale = NumberWords.pluralScales[words[start].text], !follows(start, "per") else {
      return nil
    }
    // `chip hours, thousands`: the unit of a column.
    if gap(start).hasPrefix(","), start + 1 == words.count { return nil }
    var end = start + 1
    while end + 1 < words.count, isJoined(end), words[end].text == "of", isJoined(end + 1),
      let more = NumberWords.pluralScales[words[end + 1].text]
    {
      scale *= more
      end += 2
    }
    return (.range(scale, scale * 10, place: scale), end, false)
  }

  /// `an order of magnitude`, `six orders of magnitude`.
  private func orders(at start: Int) -> Parsed? {
    var next = start + 1
    var power = 1.0
    if !["a", "an"].contains(words[start].text) {
      guard let found = count(at: start), case .cardinal(let value, _) = found.value else {
        return nil
      }
      (power, next) = (value, found.end)
    }
    guard next + 2 < words.count, isJoined(next), isJoined(next + 1), isJoined(next + 2),
      ["order", "orders"].contains(words[next].text), words[next + 1].text == "of",
      ["magnitude", "magnitudes"].contains(words[next + 2].text)
    else { return nil }
    let value = (0..<Int(min(power, 300))).reduce(1.0) { result, _ in result * 10 }
    return (.factor(value), next + 3, false)
  }

  /// `a third of`, `two thirds`, `one half`, `an eighth`.
  private func fraction(at start: Int) -> Parsed? {
    let isArticle = ["a", "an"].contains(words[start].text)
    let numerator = isArticle ? 1 : belowHundred(start)?.0
    let next = isArticle ? start + 1 : belowHundred(start)?.1 ?? start
    guard let numerator, next < words.count, isJoined(next) else { return nil }
    let word = words[next].text
    let isPlural = word.hasSuffix("s") || word == "halves"
    let singular = word == "halves" ? "half" : isPlural ? String(word.dropLast()) : word
    guard let denominator = NumberWords.parts[singular], isPlural == (numerator > 1) else {
      return nil
    }
    if numerator == 2, denominator == 2 { return nil }
    if !isPlural {
      guard singular == "half" || singular == "quarter" || endsFraction(next + 1) else {
        return nil
      }
      // `a half-open interval`, `a quarter's`
      guard !isCompounded(next) else { return nil }
    }
    return (.factor(numerator / denominator), next + 1, false)
  }

  /// `half`, `twice`, `tenfold`.
  private func factor(at index: Int) -> Parsed? {
    let word = words[index].text
    guard !isCompounded(index) else { return nil }
    if word.hasSuffix("fold"), let value = Self.fold(word) {
      return (.factor(value), index + 1, false)
    }
    if index + 1 < words.count, words[index + 1].text == "fold", touches(index + 1, by: "-"),
      let value = Self.fold(word + "fold")
    {
      return (.factor(value), index + 2, false)
    }
    guard let value = NumberWords.factors[word] else { return nil }
    if ["half", "halves"].contains(word), index > 0, isJoined(index),
      NumberWords.beforeSide.contains(words[index - 1].text)
        || (word == "halves" && ["the", "its", "of"].contains(words[index - 1].text))
    {
      return nil
    }
    return (.factor(value), index + 1, false)
  }

  private static func fold(_ word: String) -> Double? {
    let count = String(word.dropLast(4))
    return NumberWords.smallest[count] ?? NumberWords.units[count] ?? NumberWords.tens[count]
      ?? NumberWords.scales[count]
  }

  // MARK: - Neighbours

  /// What stands between a word and the one before.
  private func gap(_ index: Int) -> Substring {
    guard index > 0, index < words.count else { return "" }
    return text[words[index - 1].range.upperBound..<words[index].range.lowerBound]
  }

  /// Whether only blanks or a hyphen stand between a word and the one before.
  private func isJoined(_ index: Int) -> Bool {
    let gap = gap(index)
    return gap == "-" || (!gap.isEmpty && gap.allSatisfy { $0.isWhitespace })
  }

  private func touches(_ index: Int, by mark: String) -> Bool { gap(index) == mark }

  private func follows(_ index: Int, _ word: String) -> Bool {
    index > 0 && isJoined(index) && words[index - 1].text == word
  }

  /// `per million tokens`, `37 billion`, a computed value before `trillion`: no numbers by themselves.
  private func isUnit(_ index: Int) -> Bool {
    if follows(index, "per") { return true }
    let before = text[..<words[index].range.lowerBound].last { !$0.isWhitespace }
    return before == "\u{FFFC}" || before.map(NumberScan.isDigit) == true
  }

  private func endsFraction(_ index: Int) -> Bool {
    guard index < words.count else { return true }
    return !isJoined(index) || NumberWords.afterFraction.contains(words[index].text)
  }

  private func isCompounded(_ index: Int) -> Bool {
    touches(index + 1, by: "-") && index + 1 < words.count
      && NumberWords.compounds.contains(words[index + 1].text)
  }
}
