/// The lecture from its first moment to its last: which section follows it, and what became of each claim.
struct TalkPage {
  private let book: BookPages
  private let parts: TalkParts
  /// Groups that the page has an id for so far, by the id.
  private var seen: Set<String> = []

  init(_ book: BookPages) {
    self.book = book
    parts = TalkParts(book)
  }

  /// A moment at which a section starts or something is said.
  private struct Stop {
    var moment: TalkMoment
    /// The section's page and anchor; nil for what the book does not come to.
    var section: Section?
    /// What is said.
    var record: LectureRecord?
    var place: BookPages.Place?
  }

  private struct Section: Hashable {
    var page: String
    var anchor: String
  }

  /// The id of the first stretch of the page that a section follows: `s1.3`.
  static func anchor(of section: HeadingNumbers.Section, on page: String) -> String {
    section.number.isEmpty ? "s-\(page)-\(section.anchor)" : "s\(section.number)"
  }

  var text: PageText {
    var page = self
    var headings = HeadingNumbers(.none, taken: [])
    let stops = stops()
    var main = BookPages.filter()
    for part in parts.all {
      let inPart = stops.filter { parts.part(at: $0.moment) == part }
      guard !inPart.isEmpty else { continue }
      main += """
        <section class="part">
        \(book.heading(headings.next(level: 2, text: parts.title(of: part))))
        \(parts.note(on: part))<ol class="moments">
        \(Self.stretches(of: inPart).map { page.html($0) }.joined())</ol>
        </section>

        """
    }
    return book.text(of: .talk, sections: headings.sections, main)
  }

  // MARK: - The moments

  /// In the order of time, at one moment in that of the chapters, and in each its section before what is said there.
  private func stops() -> [Stop] {
    var stops: [Stop] = []
    let chapters = Dictionary(
      book.reading.enumerated().map { ($0.element.chapter.stem, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    for checked in book.reading {
      let page = checked.chapter.stem
      guard let things = book.things[page] else { continue }
      let moments = SectionMoments.all(in: checked, things, book.lectureClaims)
      for (line, section) in things.sections {
        guard let moment = moments[line] else { continue }
        let place = Section(page: page, anchor: section.anchor)
        stops.append(Stop(moment: moment, section: place))
      }
    }
    for id in book.lectureClaims.ids {
      guard let record = book.lectureRecords[id], let moment = record.entry.moment
      else { continue }
      let place = place(of: record, at: moment)
      let section = place.map { Section(page: $0.page, anchor: $0.section) }
      stops.append(
        Stop(moment: moment, section: section, record: record, place: place)
      )
    }
    return stops.enumerated().sorted { first, second in
      func key(_ stop: (offset: Int, element: Stop)) -> (Int, Int, Int) {
        let chapter = stop.element.section.flatMap { chapters[$0.page] } ?? chapters.count
        return (stop.element.moment.seconds, chapter, stop.offset)
      }
      return key(first) < key(second)
    }.map(\.element)
  }

  /// Where the book comes to it: in the chapter that follows the talk at that moment, if it does so there.
  private func place(of record: LectureRecord, at moment: TalkMoment) -> BookPages.Place? {
    let part = parts.part(at: moment)
    let page = book.reading.indices.contains(part) ? book.reading[part].chapter.stem : nil
    return record.places.first { $0.page == page } ?? record.places.first
  }

  /// Moments in a row that belong to one section.
  private static func stretches(of stops: [Stop]) -> [[Stop]] {
    var stretches: [[Stop]] = []
    for stop in stops {
      if stretches.last?.last?.section == stop.section, !stretches.isEmpty {
        stretches[stretches.count - 1].append(stop)
      } else {
        stretches.append([stop])
      }
    }
    return stretches
  }

  // MARK: - As HTML

  private mutating func html(_ stretch: [Stop]) -> String {
    guard let first = stretch.first else { return "" }
    var id = ""
    if let section = heading(of: first.section), let page = first.section?.page {
      let anchor = Self.anchor(of: section, on: page)
      if seen.insert(anchor).inserted { id = " id=\"\(anchor.htmlEscaped)\"" }
    }
    var last: TalkMoment?
    let said = stretch.compactMap { stop -> String? in
      guard let record = stop.record else { return nil }
      defer { last = stop.moment }
      return row(record, stop, at: stop.moment == last ? nil : stop.moment)
    }
    let start = said.isEmpty ? link(first.moment) : ""
    let list = said.isEmpty ? "" : "<ul>\n\(said.joined())</ul>\n"
    return "<li\(id)>\n<p class=\"section\">\(start)\(name(of: first.section))</p>\n\(list)</li>\n"
  }

  private func row(_ record: LectureRecord, _ stop: Stop, at moment: TalkMoment?) -> String {
    let entry = record.entry
    let mark =
      switch record.verdict {
      case .holds: "✓ "
      case .disputed: "≠ "
      case .fails: "✗ "
      default: ""
      }
    let anchor = stop.place.map { "\($0.page.htmlEscapedURL).html#\($0.anchor.htmlEscapedURL)" }
    let address = anchor ?? "\(MadePage.ledger.file)#\(entry.id.htmlEscapedURL)"
    return """
      <li class="\(record.verdict.rawValue)">\(moment.map(link) ?? "")\
      <span class="said"><a href="\(address)">\(entry.id.htmlEscaped)</a> \
      \((entry.claim ?? "").proseHTML) \
      <b class="verdict">\(mark)\(record.verdict.word)</b></span></li>

      """
  }

  private func link(_ moment: TalkMoment) -> String {
    "<span class=\"at\">\(book.talkLink(to: moment))</span> "
  }

  private func heading(of section: Section?) -> HeadingNumbers.Section? {
    guard let section else { return nil }
    return book.things[section.page]?.sections.first { $0.section.anchor == section.anchor }?
      .section
  }

  /// The section's number and title, which lead to it; before the first section, the chapter's.
  private func name(of section: Section?) -> String {
    guard let section else { return "<span>Not in the book</span>" }
    let page = "\(section.page.htmlEscapedURL).html"
    guard let heading = heading(of: section) else {
      let title = book.things[section.page]?.title ?? section.page
      return "<a href=\"\(page)\">\(title.proseHTML)</a>"
    }
    let number =
      heading.number.isEmpty ? "" : "<span class=\"number\">\(heading.number)</span> "
    return """
      <a href="\(page)#\(heading.anchor.htmlEscapedURL)">\(number)\(heading.text.proseHTML)</a>
      """
  }
}
