import CellRuntime
import Quantities

// Links with a scheme: checked numbers with their cards, citations, moments of the talk, cross references.

extension PageWeaver {
  func inline(_ link: SchemeLink, _ inner: [Inline]) -> String {
    if let claim = claim(of: link) { return checkedNumber(claim, html(inner, in: .checkedNumber)) }
    // A bracket does not stay behind at the end of a line.
    let joint = typography.isBehindBracket ? "\u{2060}" : ""
    let text = html(inner, in: .link)
    switch link.scheme {
    case .claim, .value, .given: return text
    case .cite:
      let address = "\(MadePage.bibliography.file)#source-\(link.target.htmlEscaped)"
      addCard(address, .source(link.target))
      return
        "<a class=\"cite\" href=\"\(address)\" data-note=\"\(sourceNumber(link.target))\">\(text)</a>"
    case .talk:
      guard let moment = TalkMoment(link.target) else { return text }
      return joint + book.talkLink(to: moment, label: text)
    case .ref:
      guard case .thing(let thing) = book.target(of: link.target, on: chapter.stem) else {
        return text
      }
      let isNumbered = thing.kind == NamedThing.kind(namedBy: inner.plainText)
      return isNumbered
        ? reference(to: thing, "\(text)\u{A0}\(thing.shownNumber)", isSpelledOut: true)
        : reference(to: thing, text)
    case .term:
      let name = book.anchor(ofTerm: link.target).htmlEscaped
      // Marked where a section first uses it.
      guard counters.sectionTerms.insert(name).inserted else { return text }
      let anchor = counters.terms.insert(name).inserted ? " id=\"\(name)\"" : ""
      let address = "\(MadePage.glossary.file)#\(name)"
      addCard(address, .term(link.target))
      return "<a class=\"term\"\(anchor) href=\"\(address)\">\(text)</a>"
    case .plain: return "<span class=\"plain\">\(text)</span>"
    }
  }

  /// A link to a thing; where its text does not say which, paper has the number behind it.
  private func reference(
    to thing: NamedThing,
    _ text: String,
    isSpelledOut: Bool = false
  ) -> String {
    let address = thing.address(from: chapter.stem)
    addCard(
      address,
      thing.page == chapter.stem
        ? .own(PreviewCard(book).html(of: thing, address: address))
        : .thing(page: thing.page, thing.kind, name: thing.name)
    )
    let isSpelledOut = isSpelledOut || thing.number.isEmpty || text.contains(thing.number)
    let place = isSpelledOut ? "" : " data-place=\"\(thing.label.htmlEscaped)\""
    return "<a class=\"ref\" href=\"\(address)\"\(place)>\(text)</a>"
  }

  /// A link of Markdown's own; one to a chapter or to a place in one leads to the page.
  func link(_ url: String, title: String, _ inner: [Inline]) -> String {
    if let thing = book.thing(at: url, from: chapter.stem), title.isEmpty {
      return reference(to: thing, html(inner, in: .link))
    }
    let address = book.thing(at: url, from: chapter.stem)?.address(from: chapter.stem)
    return html([.link(url: address ?? url, title: title, inner)], in: .link)
  }

  /// Keeps what the card of a link shows, unless another link to the same place has it already.
  func addCard(_ address: String, _ subject: @autoclosure () -> CardSubject) {
    if cards[address] == nil { cards[address] = subject() }
  }

  /// A checked number, its card, and for paper the number of its note in the chapter's ledger.
  private func checkedNumber(
    _ number: (ExplainedClaim, note: Int),
    _ text: String
  ) -> String {
    let claim = number.0.claim
    let state = claim.verdict == .disputed ? "claim disputed" : "claim"
    let shown =
      claim.link.scheme == .value
      ? claim.value.flatMap { value in
        ValuePattern(claim.link.options ?? "")?.text(value)?.inWords.proseHTML
      } ?? text : text.withFirmSpaces
    var anchor = " id=\"n-\(number.note)\""
    if let id = claim.options.id {
      counters.claims[id, default: 0] += 1
      anchor = " id=\"\(BookPages.anchor("claim", id, count: counters.claims[id] ?? 1))\""
    }
    let words = claim.verdict == .disputed ? Self.disputed(shown) : shown
    let card = "c-\(number.note)"
    return """
      <span class="\(state)"\(anchor) data-note="\(number.note)" tabindex="0" role="group" aria-describedby="\(card)">\(words)\
      <span class="card" id="\(card)">\(ClaimCard(number.0, note: number.note, in: book).html)</span></span>
      """
  }

  /// A disputed text with its mark, which stays with the last word and with what ends the sentence.
  private static func disputed(_ shown: String) -> String {
    let mark = "<small class=\"mark\">≠ disputed</small>"
    let space = shown.lastIndex(of: " ")
    let start =
      shown.contains("<") ? shown.endIndex : space.map(shown.index(after:)) ?? shown.startIndex
    return "\(shown[..<start])<span class=\"firm\">\(shown[start...])\u{2060}\(mark)</span>\u{2060}"
  }

  // MARK: - At the foot of the chapter

  /// The number of a source in the list of this chapter's.
  func sourceNumber(_ key: String) -> Int { (sourceKeys.firstIndex(of: key) ?? 0) + 1 }

  /// The sources that this chapter cites or takes figures from.
  func sources() -> String {
    guard !sourceKeys.isEmpty else { return "" }
    var used: [String: [String]] = [:]
    var seen: Set<TracedFigure> = []
    for figure in explained.flatMap(\.figures) where seen.insert(figure).inserted {
      used[figure.key, default: []].append(book.text(of: figure))
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
      <section class="sources"><h2 id="sources">Sources\(permalink("sources", "the sources"))</h2>
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
  /// A number is never torn from its unit at the end of a line, nor a range of numbers at its dash: `378 million tok/s`
  /// and `32 of 256` are one word each.
  var withFirmSpaces: String {
    guard contains(where: \.isNumber) else { return self }
    var result = ""
    var previous: Character = "a"
    // The word since the last blank, and whether that blank stands behind a number.
    var (word, isCounted) = ("", false)
    for index in indices {
      let character = self[index]
      if previous == "–", character.isNumber { result.append("\u{2060}") }
      if character == " " || character == "\u{A0}" {
        let isScale = isCounted && ["million", "billion", "trillion"].contains(word)
        let next = self[self.index(after: index)...].first
        let isShare = isCounted && word == "of" && next?.isNumber == true
        let isFirm = previous.isNumber || previous == "≈" || isScale || isShare
        result.append(isFirm ? "\u{A0}" : character)
        (word, isCounted) = ("", previous.isNumber)
      } else {
        result.append(character)
        word.append(character)
      }
      previous = character
    }
    return result
  }
}
