/// `claims.yml`: every claim, equation, drawing, card and cross-check of the lecture by its id.
package struct LectureClaims: Sendable {
  package struct Entry: Sendable {
    package var id: String
    /// `claim`, `equation`, `drawing`, `card`, `cross-check`.
    package var kind = "claim"
    package var time: String?
    package var speaker: String?
    package var claim: String?
    package var numbers: String?
    package var tolerance: String?
    package var verdict: String?
    package var isOpinion = false
    /// Why the claim is stated in the book and not computed.
    package var unchecked: String?
    /// Where the id stands in the file.
    var range = SourceRange(line: 1)
    var uncheckedRange = SourceRange(line: 1)

    /// When it is said; nil where no time is given that can be read.
    var moment: TalkMoment? { time.flatMap { TalkMoment($0) } }
  }

  package private(set) var entries: [String: Entry] = [:]
  /// The ids in the order of the file.
  package private(set) var ids: [String] = []
  /// What an id of this file looks like: only such words of the prose are taken for ids.
  private(set) var forms: Set<LectureID.Form> = []
  /// The file; nil when the book has none.
  private(set) var source: SourceText?

  private static let keys = [
    "kind", "time", "speaker", "claim", "numbers", "tolerance", "verdict", "opinion", "unchecked",
  ]

  package init() {}

  init(_ source: SourceText, diagnostics: inout [Diagnostic]) {
    var reader = YAMLReader(source)
    self.source = source
    for (id, value, place) in reader.mapping(source.text) ?? [] {
      var entry = Entry(id: id, range: SourceRange(place.start, length: id.count))
      for (field, content, range) in reader.entries(of: value, what: "'\(id)'") ?? [] {
        let text = reader.string(content, for: field)
        switch field {
        case "kind": entry.kind = text ?? entry.kind
        case "time": entry.time = text
        case "speaker": entry.speaker = text
        case "claim": entry.claim = text
        case "numbers": entry.numbers = text
        case "tolerance": entry.tolerance = text
        case "verdict": entry.verdict = text
        case "opinion": entry.isOpinion = reader.flag(content, for: field) ?? false
        case "unchecked":
          entry.unchecked = text
          entry.uncheckedRange = SourceRange(range.start, length: field.count)
          if text?.trimming(" \n").isEmpty == true {
            reader.report(
              range,
              "'unchecked' says why nothing computes '\(id)'",
              help: "write unchecked: \"reason\""
            )
          }
        default: reader.reportUnknown(field, at: range, known: Self.keys)
        }
      }
      entries[id] = entry
      ids.append(id)
      if let form = LectureID.Form(id[...]) { forms.insert(form) }
    }
    diagnostics += reader.diagnostics
  }
}
