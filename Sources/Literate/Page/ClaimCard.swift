import CellRuntime
import Quantities

/// What a checked number answers when it is asked "says who?": verdict, expression, value, source, moment.
struct ClaimCard {
  private let explained: ExplainedClaim
  private let book: BookPages
  /// The number of its note in the chapter's ledger.
  private let note: Int

  private var claim: Claim { explained.claim }

  init(_ claim: ExplainedClaim, note: Int, in book: BookPages) {
    explained = claim
    self.book = book
    self.note = note
  }

  /// Lines of phrasing content, so that the card may stand inside a paragraph; the first needs no element.
  var html: String {
    var lines = ["<b>\(verdict)</b>\(tolerance)"]
    var computed = "<code>\(expression)</code>"
    if let value = claim.value {
      computed += " = \(Self.unrounded(value, like: claim).inShort.proseHTML)"
    }
    lines.append(computed)
    if let source = claim.value?.source { lines.append(Self.line(source)) }
    if let inputs = ClaimInputs(explained, in: book).cardHTML(note: note, source: Self.words) {
      lines.append("<i>From</i> \(inputs)")
    }
    if let id = claim.options.id { lines.append(lecture(id)) }
    return lines[0] + lines.dropFirst().map { "<span>\($0)</span>" }.joined()
  }

  private var verdict: String {
    switch (claim.link.scheme, claim.verdict) {
    case (.value, _): "Computed"
    case (.given, _): "From the catalogue"
    case (_, .disputed): "Disputed: \(dispute)"
    default: "Holds"
    }
  }

  /// What the talk says instead; a property has no number to repeat.
  private var dispute: String {
    guard let text = claim.statement?.numberText, !text.isEmpty else {
      return "this does not come out"
    }
    return "the talk says \(text.proseHTML)"
  }

  private var tolerance: String {
    Self.tolerance(of: claim).htmlEscaped
  }

  /// The expression, each name of it a link to the cell that the page shows it in.
  private var expression: String {
    let tokens = SwiftTokens(claim.link.target)
    return tokens.tokens.map { token in
      let text = String(tokens.source[token.range])
      let cell = explained.names.first { $0.name == text }?.cell
      guard let cell,
        explained.chapter.cells.contains(where: { $0.id == cell && !$0.options.isHidden })
      else { return text.htmlEscaped }
      return "<a href=\"#\(cell)\">\(text.htmlEscaped)</a>"
    }.joined()
  }

  private static func words(_ figure: TracedFigure) -> String {
    "(\(figure.shortTitle.proseHTML), \(figure.date.htmlEscaped))"
  }

  private static func line(_ source: RecordedValue.Source) -> String {
    var parts = [
      "<a href=\"#source-\(source.key.htmlEscaped)\">\(source.title.proseHTML)</a>",
      source.date.htmlEscaped,
    ]
    if !source.convention.isEmpty { parts.append(source.convention.proseHTML) }
    return "<i>Source</i> \(parts.joined(separator: ", "))"
  }

  /// `C027, 19:05, Reiner Pope`, and the claim as the book restates it.
  private func lecture(_ id: String) -> String {
    guard let entry = book.lectureClaims.entries[id] else { return id }
    var parts = ["<a href=\"\(MadePage.ledger.file)#\(id)\">\(id)</a>"]
    if let moment = entry.moment { parts.append(book.talkLink(to: moment)) }
    if let speaker = entry.speaker { parts.append(speaker.htmlEscaped) }
    let words = entry.claim.map { ": \($0.proseHTML)" } ?? ""
    return "<i>\(parts.joined(separator: ", "))</i>\(words)"
  }

  /// Ten significant digits, in the unit that the text uses.
  static func unrounded(_ value: RecordedValue, like claim: Claim) -> String {
    var unit = claim.statement?.unit
    if claim.link.scheme == .value { unit = ValuePattern(claim.link.options ?? "")?.unit }
    func text(_ quantity: Quantity) -> String {
      let fitting = unit.flatMap { $0.dimensions == quantity.dimensions ? $0 : nil }
      return quantity.formatted(in: fitting, .significant(10)).withoutIdleZeros
    }
    switch value.content {
    case .flag(let flag): return flag ? "true" : "false"
    case .scalar(let quantity, let isWhole):
      // A year is written without groups, and by that the text says that it is one.
      let digits = quantity.baseValue.formatted(.decimals(0)).filter(\.isNumber)
      if isWhole, digits.count == 4, claim.text.contains(digits) { return digits }
      return isWhole ? quantity.baseValue.formatted(.decimals(0)) : text(quantity)
    case .range(let low, let high): return "\(text(low)) to \(text(high))"
    }
  }

  /// How far from the text its value may lie, behind a verdict: `, within ±5%`; of what is disputed, ` even within ±5%`.
  static func tolerance(of claim: Claim) -> String {
    claim.options.tolerance.map { tolerance in
      let words = words(tolerance)
      let isEven = claim.verdict == .disputed && words.hasPrefix("within")
      return (isEven ? " even " : ", ") + words
    } ?? ""
  }

  static func words(_ tolerance: ClaimOptions.Tolerance) -> String {
    switch tolerance {
    case .relative(let share): "within ±\((share * 100).formatted(.exact))%"
    case .absolute(let quantity): "within ±\(quantity.formatted(.exact))"
    case .factor(10): "within an order of magnitude"
    case .factor(let factor): "within a factor of \(factor.formatted(.exact))"
    case .exact: "exactly"
    case .atLeast: "at least"
    case .atMost: "at most"
    }
  }
}

extension String {
  /// The number at the start of the text without zeros after its last decimal.
  var withoutIdleZeros: String {
    let end = utf8.firstIndex { byte in
      !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) && !",.-$".utf8.contains(byte)
    }
    guard let end else { return Self.trimmed(self[...]) }
    return Self.trimmed(self[..<end]) + self[end...]
  }

  private static func trimmed(_ number: Substring) -> String {
    guard number.utf8.contains(UInt8(ascii: ".")) else { return String(number) }
    var number = number.utf8
    while number.last == UInt8(ascii: "0") { number.removeLast() }
    if number.last == UInt8(ascii: ".") { number.removeLast() }
    return String(Substring(number))
  }
}
