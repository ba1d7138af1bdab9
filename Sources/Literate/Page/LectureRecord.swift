import CellRuntime

/// What the book does with one id of the lecture: the claims that carry it, its places, its verdict.
struct LectureRecord {
  let entry: LectureClaims.Entry
  private(set) var claims: [Claim] = []
  private(set) var places: [BookPages.Place] = []
  private var isCovered = false

  /// The worst of an entry's links, or why there is none.
  enum Verdict: String, CaseIterable {
    case holds, disputed, fails, opinion, unchecked, shown, mentioned, missing

    var word: String {
      switch self {
      case .mentioned: "Not checked"
      case .missing: "Not in the book"
      default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
      }
    }

    /// What it means, for the ledger's head.
    var meaning: String {
      switch self {
      case .holds: "What is computed lies within the tolerance that the claim names"
      case .disputed: "Something else is computed, and the book says so in its place"
      case .fails: "Something else is computed"
      case .opinion: "A view of the speaker; claims may stand beside it"
      case .unchecked: "Stated in the book, with the reason why nothing computes it"
      case .shown: "A cell shows it, and nothing is held against a number"
      case .mentioned: "Named in the book, and nothing computes it"
      case .missing: "The book does not come to it"
      }
    }
  }

  var verdict: Verdict {
    if places.isEmpty { return .missing }
    if entry.isOpinion { return .opinion }
    if !claims.isEmpty {
      let verdicts = claims.map(\.verdict)
      if verdicts.contains(where: { $0 != .holds && $0 != .disputed }) { return .fails }
      return verdicts.contains(.disputed) ? .disputed : .holds
    }
    if isCovered { return .shown }
    return entry.unchecked == nil ? .mentioned : .unchecked
  }

  /// Whether its claims rest on the talk's own figures alone.
  var isArithmetic: Bool {
    !entry.isOpinion && !claims.isEmpty && claims.allSatisfy { !$0.dependsOnLibrary }
  }

  /// The records of all ids of the lecture, by id.
  ///
  /// - Parameters:
  ///   - chapters: As they are read.
  ///   - things: Where things stand in each chapter.
  ///   - lecture: The ids.
  /// - Returns: Every id has its record.
  static func all(
    in chapters: [CheckedChapter],
    _ things: [String: ChapterThings],
    _ lecture: LectureClaims
  ) -> [String: LectureRecord] {
    var records = lecture.entries.mapValues { LectureRecord(entry: $0) }
    for checked in chapters {
      guard let sections = things[checked.chapter.stem] else { continue }
      var found: [(line: Int, id: String, place: BookPages.Place)] = []
      var counts: [String: Int] = [:]
      func add(_ id: String, _ line: Int, _ anchor: String?) {
        found.append((line, id, sections.place(line: line, anchor: anchor)))
      }
      func anchor(_ kind: String, _ id: String) -> String {
        counts[kind + id, default: 0] += 1
        return BookPages.anchor(kind, id, count: counts[kind + id] ?? 1)
      }
      for claim in checked.claims {
        guard let id = claim.options.id else { continue }
        records[id]?.claims.append(claim)
        add(id, claim.link.textRange.start.line, anchor("claim", id))
      }
      for cell in checked.chapter.cells {
        for id in cell.options.covers {
          records[id]?.isCovered = true
          add(id, cell.fence.start.line, ChapterThings.anchor(of: cell, in: checked))
        }
      }
      for mention in checked.chapter.mentions where records[mention.id] != nil {
        add(mention.id, mention.range.start.line, anchor("mention", mention.id))
      }
      let inOrder = found.enumerated().sorted {
        ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
      }
      for (_, (_, id, place)) in inOrder { records[id]?.places.append(place) }
    }
    return records
  }

  private init(entry: LectureClaims.Entry) {
    self.entry = entry
  }
}
