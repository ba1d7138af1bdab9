/// The parts of the talk as the chapters follow them: which chapter a moment belongs to.
struct TalkParts {
  private let book: BookPages
  private let stretches: [(index: Int, stretch: ClosedRange<Int>)]

  /// Chapters by their place in the book; moments that no chapter follows come last.
  let all: [Int]

  init(_ book: BookPages) {
    self.book = book
    stretches = book.reading.enumerated().compactMap { index, checked in
      checked.chapter.frontMatter.talk.flatMap(TalkMoment.stretch).map { (index, $0) }
    }
    all = stretches.map(\.index) + [Int.max]
  }

  /// The chapter whose stretch holds the moment, the shortest if several do; between two stretches, the
  /// one before.
  func part(at moment: TalkMoment?) -> Int {
    guard let seconds = moment?.seconds else { return .max }
    let holding = stretches.filter { $0.stretch.contains(seconds) }
      .min { $0.stretch.count < $1.stretch.count }
    let before = stretches.filter { $0.stretch.lowerBound <= seconds }
      .max { $0.stretch.lowerBound < $1.stretch.lowerBound }
    return (holding ?? before)?.index ?? .max
  }

  func title(of part: Int) -> String {
    guard part < .max else { return stretches.isEmpty ? "Claims" : "Elsewhere in the talk" }
    let chapter = book.reading[part].chapter
    return (chapter.shownNumber.map { "\($0) " } ?? "") + chapter.title
  }

  /// The chapter and its stretch of the talk.
  func note(on part: Int) -> String {
    guard part < .max else { return "" }
    let chapter = book.reading[part].chapter
    guard let talk = chapter.frontMatter.talk, let stretch = TalkMoment.stretch(talk) else {
      return ""
    }
    let link = book.talkLink(over: stretch)
    let number = chapter.shownNumber.map { "chapter\u{A0}\($0)" } ?? chapter.title
    return """
      <p class="talk-stretch">The talk, \(link), in \
      <a href="\(chapter.stem.htmlEscapedURL).html">\(number.htmlEscaped)</a></p>

      """
  }
}
