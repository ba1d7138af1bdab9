/// Where each id of `claims.yml` stands in the book, and what the book does with it there.
package struct Coverage: Sendable {
  /// One place of an id.
  package struct Place: Sendable {
    package enum Kind: Sendable {
      /// A link that holds the lecture's words against a value.
      case claim
      /// A cell that says `covers=`.
      case cell
      /// The id in the prose.
      case mention
    }

    package var kind: Kind
    /// The chapter's file, absolute.
    package var file: String
    package var line: Int
  }

  /// What the book does with an id, the most it does anywhere.
  package enum State: String, Sendable, CaseIterable {
    case checked, covered, opinion, unchecked, mentioned, missing
  }

  package let lecture: LectureClaims
  /// The places of each id, in the order of the book.
  package let places: [String: [Place]]

  package init(_ book: Book, _ chapters: [CheckedChapter]) {
    lecture = book.lectureClaims
    var places: [String: [Place]] = [:]
    for checked in chapters {
      let chapter = checked.chapter
      func add(_ id: String, _ kind: Place.Kind, _ range: SourceRange) {
        let place = Place(kind: kind, file: chapter.source.file, line: range.start.line)
        places[id, default: []].append(place)
      }
      for claim in chapter.claims {
        if let id = claim.options.id { add(id, .claim, claim.link.textRange) }
      }
      for cell in chapter.cells {
        for id in cell.options.covers { add(id, .cell, cell.fence) }
      }
      for mention in chapter.mentions where book.lectureClaims.entries[mention.id] != nil {
        add(mention.id, .mention, mention.range)
      }
    }
    let order = Dictionary(
      chapters.enumerated().map { ($0.element.chapter.source.file, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    self.places = places.mapValues { places in
      places.enumerated().sorted { left, right in
        (order[left.element.file] ?? 0, left.element.line, left.offset)
          < (order[right.element.file] ?? 0, right.element.line, right.offset)
      }
      .map(\.element)
    }
  }

  /// An opinion stays one though claims support it; everything else is what the book does with it.
  package func state(of id: String) -> State {
    let kinds = places[id, default: []].map(\.kind)
    guard !kinds.isEmpty else { return .missing }
    if lecture.entries[id]?.isOpinion == true { return .opinion }
    if kinds.contains(.claim) { return .checked }
    if kinds.contains(.cell) { return .covered }
    return lecture.entries[id]?.unchecked == nil ? .mentioned : .unchecked
  }

  /// The kinds of entries, the lecture's own first, and the ids of each in the order of the file.
  package var kinds: [(name: String, ids: [String])] {
    let groups = Dictionary(grouping: lecture.ids) { lecture.entries[$0]?.kind ?? "claim" }
    let known = ["claim", "equation", "drawing", "card", "cross-check"]
    let names = known + groups.keys.filter { !known.contains($0) }.sorted()
    return names.compactMap { name in groups[name].map { (name, $0) } }
  }

  /// The ids that the book owes something, with what it is.
  package var gaps: [(id: String, what: String)] {
    lecture.ids.compactMap { id in
      switch state(of: id) {
      case .missing: (id, "it stands nowhere in the book")
      case .mentioned where lecture.entries[id]?.kind == "claim":
        (id, "it is only mentioned, and nothing checks it")
      default: nil
      }
    }
  }
}
