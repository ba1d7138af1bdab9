import Quantities

/// The checked numbers of a book that rest on each figure of the catalogue.
struct FigureUses: Sendable {
  /// Checked numbers of one chapter, by the numbers of their notes.
  struct InChapter: Hashable, Sendable {
    /// The chapter's place among those handed in.
    var chapter: Int
    /// In order, each once.
    var notes: [Int]
  }

  let uses: [TracedFigure: [InChapter]]
  /// All figures that something rests on, by source, then date, value and convention.
  let figures: [TracedFigure]

  /// - Parameter chapters: In the order in which they are read.
  init(_ chapters: [CheckedChapter]) {
    var uses: [TracedFigure: [InChapter]] = [:]
    for (chapter, checked) in chapters.enumerated() {
      let provenance = Provenance(checked)
      var notes = [[Int]](repeating: [], count: provenance.figures.count)
      for (index, claim) in checked.claims.enumerated() {
        for figure in Set(provenance.numbers(behind: claim)) { notes[figure].append(index + 1) }
      }
      for (figure, notes) in zip(provenance.figures, notes) where !notes.isEmpty {
        uses[figure, default: []].append(InChapter(chapter: chapter, notes: notes))
      }
    }
    self.uses = uses
    figures = uses.keys.sorted()
  }

  /// How many checked numbers rest on a figure.
  func count(of figure: TracedFigure) -> Int {
    uses[figure, default: []].reduce(0) { $0 + $1.notes.count }
  }

  /// How many checked numbers rest on at least one figure of each source, by its key.
  var countsBySource: [String: Int] {
    var notes: [String: [Int: Set<Int>]] = [:]
    for (figure, chapters) in uses {
      for use in chapters {
        notes[figure.key, default: [:]][use.chapter, default: []].formUnion(use.notes)
      }
    }
    return notes.mapValues { $0.values.reduce(0) { $0 + $1.count } }
  }

  /// Whether anything that a chapter checks rests on a figure.
  static func isAny(in chapters: [CheckedChapter]) -> Bool {
    chapters.contains { checked in
      let provenance = Provenance(checked)
      return !provenance.figures.isEmpty
        && checked.claims.contains { !provenance.numbers(behind: $0).isEmpty }
    }
  }
}
