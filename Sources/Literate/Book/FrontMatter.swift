/// The YAML between `---` lines at the head of a chapter.
package struct FrontMatter: Sendable {
  package var title: String?
  /// The stretch of the talk: `0:00:00–0:31:59`.
  package var talk: String?
  package var summary: String?
  package var questions: [String] = []
  /// Whether the chapter is tables to look things up in: it stands after the others, without a number.
  package var isAppendix = false
  /// The first line after it.
  package var bodyLine = 1

  private static let keys = ["title", "talk", "summary", "questions", "appendix"]

  /// Reads it; a chapter need not have any.
  init(_ source: SourceText, diagnostics: inout [Diagnostic]) {
    guard source.line(1).trimming(" \t") == "---" else { return }
    guard
      let end = source.lines.indices.dropFirst().first(where: {
        ["---", "..."].contains(source.lines[$0].trimming(" \t"))
      })
    else {
      diagnostics.append(
        source.diagnostic(
          .error,
          SourceRange(line: 1, length: 3),
          id: "front-matter",
          "the front matter that starts here does not end",
          help: "close it with a line '---'"
        )
      )
      return
    }
    bodyLine = end + 2
    var reader = YAMLReader(source, lineOffset: 1)
    let text = source.lines[1..<end].joined(separator: "\n") + "\n"
    for (key, value, range) in reader.mapping(text) ?? [] {
      switch key {
      case "title": title = reader.string(value, for: key)
      case "summary": summary = reader.string(value, for: key)
      case "questions": questions = reader.strings(value, for: key) ?? []
      case "appendix": isAppendix = reader.flag(value, for: key) ?? false
      case "talk":
        talk = reader.string(value, for: key)
        if let talk, TalkMoment.stretch(talk) == nil {
          reader.report(
            reader.range(of: value),
            "'\(talk)' is no stretch of the talk",
            help: "write start and end: \"0:00:00–0:31:59\""
          )
        }
      default: reader.reportUnknown(key, at: range, known: Self.keys)
      }
    }
    diagnostics += reader.diagnostics
  }
}

/// A moment of the lecture, in seconds from its start.
package struct TalkMoment: Sendable, Hashable {
  package let seconds: Int

  package init(seconds: Int) { self.seconds = seconds }

  /// Reads `0:18:46` or `18:46`.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    var total = 0
    for (index, part) in parts.enumerated() {
      guard let number = Int(part), number >= 0, index == 0 || (part.count == 2 && number < 60)
      else { return nil }
      total = total * 60 + number
    }
    seconds = total
  }

  /// As running text says it: `18:46`, `1:03:50`.
  package var text: String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return (hours > 0 ? "\(hours):\(two(minutes))" : "\(minutes)") + ":" + two(seconds % 60)
  }

  /// A stretch of the talk, `31:59–1:03:37`.
  package static func text(of stretch: ClosedRange<Int>) -> String {
    [stretch.lowerBound, stretch.upperBound].map { TalkMoment(seconds: $0).text }
      .joined(separator: "–")
  }

  /// Reads two moments joined by a dash.
  package static func stretch(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split { $0 == "–" || $0 == "-" }.compactMap { TalkMoment($0.trimming(" ")) }
    guard ends.count == 2, ends[0].seconds <= ends[1].seconds else { return nil }
    return ends[0].seconds...ends[1].seconds
  }
}
