import CellRuntime
import Quantities

// Links with a scheme: checked numbers with their cards, citations, moments of the talk, cross references.

extension PageWeaver {
  func inline(_ link: SchemeLink, _ inner: [Inline]) -> String {
    // A page is only written of a chapter without errors: each checked number has its claim.
    if link.scheme.isChecked { return checkedNumber(nextClaim(), html(inner, in: .checkedNumber)) }
    let text = html(inner, in: .link)
    switch link.scheme {
    case .claim, .value, .given: return text
    case .cite:
      let title = book.references.entries[link.target]?.title ?? link.target
      let page = MadePage.bibliography.file
      return """
        <a class="cite" href="\(page)#source-\(link.target.htmlEscaped)" title="\(title.htmlEscaped)">\(text)</a>
        """
    case .talk:
      guard let moment = TalkMoment(link.target) else { return text }
      return book.talkLink(seconds: moment.seconds, text: link.target, label: text)
    case .ref:
      guard let place = book.anchors[link.target] else { return text }
      let page = place.page == chapter.stem ? "" : "\(place.page).html"
      return "<a class=\"ref\" href=\"\(page)#\(link.target.htmlEscaped)\">\(text)</a>"
    case .term:
      let meaning = book.settings.glossary[link.target] ?? ""
      let name = book.anchor(ofTerm: link.target).htmlEscaped
      let anchor = counters.terms.insert(name).inserted ? " id=\"\(name)\"" : ""
      return """
        <span class="term"\(anchor) tabindex="0">\(text)<span class="card" role="note">\
        <span class="line">\(meaning.trimming(" \n").htmlEscaped)</span>\
        <span class="line"><a href="\(MadePage.glossary.file)#\(name)">In the glossary</a></span></span></span>
        """
    case .plain: return "<span class=\"plain\">\(text)</span>"
    }
  }

  /// A checked number, its card, and for paper the number of its note in the chapter's ledger.
  private func checkedNumber(
    _ number: (ExplainedClaim, note: Int),
    _ text: String
  ) -> String {
    let claim = number.0.claim
    let state: String
    switch claim.verdict {
    case .disputed: state = "claim disputed"
    case _ where claim.link.scheme == .given: state = "claim given"
    case _ where claim.link.scheme == .value: state = "claim computed"
    default: state = "claim holds"
    }
    let shown =
      claim.link.scheme == .value
      ? claim.value.flatMap { value in
        ValuePattern(claim.link.options ?? "")?.text(value)?.withFirmSpaces.htmlEscaped
      } ?? text : text.withFirmSpaces
    var anchor = ""
    if let id = claim.options.id {
      counters.claims[id, default: 0] += 1
      anchor = " id=\"\(BookPages.anchor("claim", id, count: counters.claims[id] ?? 1))\""
    }
    let mark = claim.verdict == .disputed ? "<small class=\"mark\">≠ disputed</small>" : ""
    return """
      <span class="\(state)"\(anchor) data-note="\(number.note)" tabindex="0">\(shown)\(mark)\
      <span class="card" role="note">\(ClaimCard(number.0, in: book).html)</span></span>
      """
  }

  // MARK: - At the foot of the chapter

  /// The sources that this chapter cites or takes figures from.
  func sources() -> String {
    guard !sourceKeys.isEmpty else { return "" }
    var used: [String: [String]] = [:]
    var seen: Set<TracedFigure> = []
    for figure in explained.flatMap(\.figures) where seen.insert(figure).inserted {
      used[figure.key, default: []].append(figure.value.withFirmSpaces.htmlEscaped)
    }
    var figures: [String: RecordedValue.Source] = [:]
    for source in checked.claims.compactMap(\.value?.source) { figures[source.key] = source }
    for figure in explained.flatMap(\.figures) where figures[figure.key] == nil {
      figures[figure.key] = .init(figure)
    }
    let items = sourceKeys.map { key in
      let behind = used[key].map { values in
        " <span class=\"use\">Behind the numbers of this chapter: \(Self.list(values)).</span>"
      }
      return "<li id=\"source-\(key.htmlEscaped)\">\(book.source(key, figure: figures[key]))"
        + "\(behind ?? "")</li>\n"
    }
    return """
      <section class="sources"><h2 id="sources">Sources</h2>
      <ol>
      \(items.joined())</ol></section>

      """
  }

  /// Values with commas between them, each once; those of one source that are alike count as one.
  private static func list(_ values: [String]) -> String {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }.joined(separator: ", ")
  }
}

extension RecordedValue.Source {
  fileprivate init(_ figure: TracedFigure) {
    self.init(
      key: figure.key,
      title: figure.title,
      location: figure.location,
      date: figure.date,
      convention: figure.convention
    )
  }
}

extension String {
  /// A number is never torn from its unit at the end of a line.
  var withFirmSpaces: String {
    guard contains(where: \.isNumber) else { return self }
    var result = ""
    var previous: Character = "a"
    for character in self {
      result.append(
        character == " " && (previous.isNumber || previous == "≈") ? "\u{A0}" : character
      )
      previous = character
    }
    return result
  }
}
