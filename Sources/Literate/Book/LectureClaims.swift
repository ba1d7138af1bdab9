/// `claims.yml`: every claim, equation, drawing, card and cross-check of the lecture by its id.
package struct LectureClaims: Sendable {
  package struct Entry: Sendable {
    package var id: String
    package var kind: String?
    package var time: String?
    package var speaker: String?
    package var claim: String?
    package var numbers: String?
    package var tolerance: String?
    package var verdict: String?
    package var isOpinion = false
  }

  package private(set) var entries: [String: Entry] = [:]

  private static let keys = [
    "kind", "time", "speaker", "claim", "numbers", "tolerance", "verdict", "opinion",
  ]

  package init() {}

  init(_ source: SourceText, diagnostics: inout [Diagnostic]) {
    var reader = YAMLReader(source)
    for (id, value, _) in reader.mapping(source.text) ?? [] {
      var entry = Entry(id: id)
      for (field, content, range) in reader.entries(of: value, what: "'\(id)'") ?? [] {
        let text = reader.string(content, for: field)
        switch field {
        case "kind": entry.kind = text
        case "time": entry.time = text
        case "speaker": entry.speaker = text
        case "claim": entry.claim = text
        case "numbers": entry.numbers = text
        case "tolerance": entry.tolerance = text
        case "verdict": entry.verdict = text
        case "opinion": entry.isOpinion = text == "true"
        default: reader.reportUnknown(field, at: range, known: Self.keys)
        }
      }
      entries[id] = entry
    }
    diagnostics += reader.diagnostics
  }
}
