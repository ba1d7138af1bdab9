import CellRuntime

// Links with a scheme: checked numbers with their cards, citations, moments of the talk, cross references.

extension PageWeaver {
  func inline(_ link: SchemeLink, _ inner: [Inline]) -> String {
    let text = html(inner)
    switch link.scheme {
    case .claim, .value, .given:
      // A page is only written of a chapter without errors: each of these links has its claim.
      return checkedNumber(nextClaim(), text)
    case .cite:
      let title = book.references.entries[link.target]?.title ?? link.target
      return """
        <a class="cite" href="#source-\(link.target.htmlEscaped)" title="\(title.htmlEscaped)">\(text)</a>
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
      return """
        <span class="term" tabindex="0">\(text)<span class="card" role="note">\
        \(meaning.trimming(" \n").htmlEscaped)</span></span>
        """
    case .plain: return "<span class=\"plain\">\(text)</span>"
    }
  }

  private func checkedNumber(_ claim: Claim, _ text: String) -> String {
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
    if let id = claim.options.id, counters.claimAnchors.insert(id).inserted {
      anchor = " id=\"claim-\(id)\""
    }
    let id = claim.options.id.map { " data-id=\"\($0)\"" } ?? ""
    let mark = claim.verdict == .disputed ? "<small class=\"mark\">≠ disputed</small>" : ""
    return """
      <span class="\(state)"\(anchor)\(id) tabindex="0">\(shown)\(mark)\
      <span class="card" role="note">\(ClaimCard(claim, in: book).html)</span></span>
      """
  }

  // MARK: - At the foot of the chapter

  /// The sources that this chapter cites or takes figures from.
  func sources() -> String {
    var keys = Set(chapter.links.filter { $0.scheme == .cite }.map(\.target))
    var figures: [String: RecordedValue.Source] = [:]
    for claim in checked.claims {
      guard let source = claim.value?.source else { continue }
      keys.insert(source.key)
      figures[source.key] = source
    }
    keys.formUnion(checked.tableSources.map(\.key))
    guard !keys.isEmpty else { return "" }
    let items = keys.sorted().map { key in
      let entry = book.references.entries[key]
      let title = entry?.title ?? figures[key]?.title ?? key
      let url = entry?.url ?? figures[key]?.location.flatMap { $0.hasPrefix("http") ? $0 : nil }
      let name =
        url.map { "<a href=\"\($0.htmlEscapedURL)\">\(title.htmlEscaped)</a>" } ?? title.htmlEscaped
      let parts = [entry?.authors, entry?.date ?? figures[key]?.date, entry?.note].compactMap { $0 }
      let rest = parts.map { ". \($0.trimming(" \n.").htmlEscaped)" }.joined()
      return "<li id=\"source-\(key.htmlEscaped)\">\(name)\(rest).</li>\n"
    }
    return """
      <section class="sources"><h2 id="sources">Sources</h2>
      <ol>
      \(items.joined())</ol></section>

      """
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
