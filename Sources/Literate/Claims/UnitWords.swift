import Quantities
import Synchronization

/// Reads the unit that follows a number in running text: `GB`, `tokens per second per user`, `/h`,
/// `per million tokens`, `sequences`.
enum UnitWords {
  /// The text with every kind of blank as a plain one.
  static func plainSpaces(_ text: String) -> String {
    String(text.map { "\u{A0}\u{202F}\u{2009}\n".contains($0) ? " " : $0 })
  }

  /// Takes the longest unit from the front of `rest`.
  ///
  /// - Parameters:
  ///   - rest: What follows the number; the unit's words are taken away.
  ///   - hasCurrency: Whether a `$` stands before the number.
  /// - Returns: The unit; nil when there is none, or only something that is counted.
  static func take(from rest: inout Substring, hasCurrency: Bool) -> QuantityUnit? {
    if rest.hasPrefix("%") || rest.hasPrefix(" %") {
      rest = rest.drop { $0 == " " }.dropFirst()
      return .percent
    }
    for mark in ["×", "x", "-fold", "fold", " times"] where rest.hasPrefix(mark) {
      let after = rest.dropFirst(mark.count)
      if after.first.map({ !$0.isLetter && !$0.isNumber }) ?? true {
        rest = after
        return nil
      }
    }
    for end in ends(of: rest) {
      guard let unit = parse(rest[..<end], hasCurrency: hasCurrency) else { continue }
      rest = rest[end...]
      return unit.dimensions == .none && unit.factor == 1 ? nil : unit
    }
    return hasCurrency ? .dollars : nil
  }

  /// The ends of the first words of a text, the longest stretch first.
  private static func ends(of text: Substring) -> [Substring.Index] {
    var ends: [Substring.Index] = []
    var index = text.startIndex
    while index < text.endIndex, ends.count < 9 {
      while index < text.endIndex, text[index] == " " { index = text.index(after: index) }
      while index < text.endIndex, text[index] != " " { index = text.index(after: index) }
      ends.append(index)
    }
    return ends.reversed()
  }

  private static let divisors: Set<Substring> = ["a", "an", "per", "each", "every"]

  private static func parse(_ text: Substring, hasCurrency: Bool) -> QuantityUnit? {
    var words = text.split(separator: " ")
    if let last = words.last { words[words.count - 1] = last.prefix(upTo: endOfWord(last)) }
    guard let first = words.first, !first.isEmpty else { return nil }
    if divisors.contains(first) && !hasCurrency && words.count == 1 { return nil }
    // Numerator and denominators, each a list of words.
    var parts: [[Substring]] = [[]]
    for word in words {
      if divisors.contains(word) {
        parts.append([])
        continue
      }
      for (index, piece) in word.split(separator: "/", omittingEmptySubsequences: false)
        .enumerated()
      {
        if index > 0 { parts.append([]) }
        if !piece.isEmpty { parts[parts.count - 1].append(piece) }
      }
    }
    guard !parts.dropFirst().contains([]) else { return nil }
    var unit: QuantityUnit = hasCurrency ? .dollars : .one
    for (index, part) in parts.enumerated() {
      let rest = part.flatMap { $0.split { "-·".contains($0) } }
        .filter { !ClaimWords.isCountingNoun($0) }
      guard !rest.isEmpty else { continue }
      guard !(index == 0 && hasCurrency) else { return nil }
      guard let factor = unitNamed(rest.joined(separator: " ")) else { return nil }
      unit = index == 0 ? factor : unit / factor
    }
    return unit
  }

  private static func unitNamed(_ name: String) -> QuantityUnit? {
    if let found = known.withLock({ $0[name] }) { return found }
    // `multiply-adds` has lost its hyphen above.
    let unit =
      QuantityUnit(spelling: name) ?? QuantityUnit(spelling: name.replacing(" ", with: "-"))
    known.withLock { $0[name] = .some(unit) }
    return unit
  }

  /// What was asked before: a book's numbers stand before few words.
  private static let known = Mutex<[String: QuantityUnit?]>([:])

  /// Where punctuation at the end of a word begins.
  private static func endOfWord(_ word: Substring) -> Substring.Index {
    guard let last = word.lastIndex(where: { !",.;:!?)".contains($0) }) else {
      return word.startIndex
    }
    return word.index(after: last)
  }
}
