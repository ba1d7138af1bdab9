package import Quantities

/// What stands between the quotes of a claim: an id of the lecture, a tolerance, `disputed`.
package struct ClaimOptions: Sendable, Equatable {
  package enum Tolerance: Sendable, Equatable {
    /// `±5%`: of the computed value.
    case relative(Double)
    /// `±2 ms`, `±0.3`.
    case absolute(Quantity)
    /// `within 2x`: the ratio of both lies between ½ and 2. `order of magnitude` is `within 10x`.
    case factor(Double)
    case exact
    case atLeast
    case atMost
  }

  package var id: String?
  package var idRange: SourceRange?
  package var tolerance: Tolerance?
  package var isDisputed = false

  private static let words = [
    "disputed", "exact", "within", "order of magnitude", "at least", "at most",
  ]

  init() {}

  /// Reads the options of a link.
  ///
  /// - Parameters:
  ///   - link: The link; its options' place is what messages name.
  ///   - source: The chapter.
  ///   - diagnostics: Unknown and repeated options are added here.
  init(_ link: SchemeLink, in source: SourceText, diagnostics: inout [Diagnostic]) {
    let text = link.options ?? ""
    var pieces = text.split(separator: " ", omittingEmptySubsequences: true)[...]
    while let piece = pieces.first {
      let offset = text.distance(from: text.startIndex, to: piece.startIndex)
      let range = SourceRange(
        line: link.optionsPosition.line,
        column: link.optionsPosition.column + offset,
        length: piece.count
      )
      if let problem = take(&pieces, at: range) {
        diagnostics.append(
          source.diagnostic(
            .error,
            range,
            id: "claim-option",
            problem,
            help: "options are an id such as C027, one tolerance (±5%, ±2 ms, within 2x, order of "
              + "magnitude, exact, at least, at most), and disputed"
          )
        )
        return
      }
    }
  }

  /// Takes one option from the front; returns what is wrong with it.
  private mutating func take(
    _ pieces: inout ArraySlice<Substring>,
    at range: SourceRange
  ) -> String? {
    let word = pieces.removeFirst()
    if Self.isID(word) {
      guard id == nil else { return "a claim has one id; '\(word)' is one more" }
      id = String(word)
      idRange = range
      return nil
    }
    if word == "disputed" {
      guard !isDisputed else { return "'disputed' stands twice" }
      isDisputed = true
      return nil
    }
    guard let new = Self.tolerance(word, &pieces) else {
      return "there is no claim option '\(word)'"
        + Spelling.suggestion(for: String(word), among: Self.words)
    }
    guard tolerance == nil else { return "a claim has one tolerance; '\(word)' starts one more" }
    tolerance = new
    return nil
  }

  /// `C027`, `card-3`.
  private static func isID(_ word: Substring) -> Bool {
    let isCard = word.hasPrefix("card-")
    guard isCard || word.first.map({ ("A"..."Z").contains($0) }) == true else { return false }
    let digits = word.dropFirst(isCard ? 5 : 1)
    return !digits.isEmpty && digits.allSatisfy(\.isWholeNumber)
  }

  private static func tolerance(
    _ word: Substring,
    _ pieces: inout ArraySlice<Substring>
  ) -> Tolerance? {
    func take(_ words: String) -> Bool {
      let expected = words.split(separator: " ")
      guard pieces.prefix(expected.count).elementsEqual(expected) else { return false }
      pieces.removeFirst(expected.count)
      return true
    }
    switch word {
    case "exact": return .exact
    case "at":
      if take("least") { return .atLeast }
      return take("most") ? .atMost : nil
    case "order": return take("of magnitude") ? .factor(10) : nil
    case "within":
      guard let next = pieces.first, let mark = next.last, "x×".contains(mark),
        let factor = Double(next.dropLast()), factor >= 1
      else { return nil }
      pieces.removeFirst()
      return .factor(factor)
    default: break
    }
    guard word.hasPrefix("±") else { return nil }
    var number = String(word.dropFirst())
    if number.isEmpty, let next = pieces.popFirst() { number = String(next) }
    guard !number.hasPrefix("-"), !number.hasPrefix("−") else { return nil }
    if let percent = number.hasSuffix("%") ? Double(number.dropLast()) : nil {
      return .relative(percent / 100)
    }
    if let next = pieces.first, let quantity = try? Quantity(parsing: "\(number) \(next)") {
      pieces.removeFirst()
      if next == "%" { return .relative(quantity.baseValue) }
      return .absolute(quantity)
    }
    return (try? Quantity(parsing: number)).map { .absolute($0) }
  }
}
