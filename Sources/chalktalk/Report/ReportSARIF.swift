import Foundation
import Literate

/// A checked book in the Static Analysis Results Interchange Format, version 2.1.0.
///
/// Files inside the working directory are named relative to it (`SRCROOT`, which in CI is the checkout), so that
/// the log is the same on every machine. Columns count UTF-16 code units, as viewers expect by default.
enum ReportSARIF {
  static func text(_ report: BookReport) throws -> String {
    let directory = FileManager.default.currentDirectoryPath
    let place = SARIFPlaces(report, relativeTo: directory)
    var fingerprints = SARIFFingerprints()
    let indices = Dictionary(
      uniqueKeysWithValues: DiagnosticRule.all.enumerated().map { ($1.id, $0) }
    )
    let results = report.diagnostics.map { diagnostic in
      SARIFLog.Finding(
        ruleId: diagnostic.id,
        ruleIndex: indices[diagnostic.id],
        level: diagnostic.severity.rawValue,
        message: SARIFLog.Text(message(diagnostic)),
        locations: [place.location(diagnostic.file, diagnostic.range, diagnostic.lineText)],
        relatedLocations: diagnostic.notes.enumerated().map { index, note in
          place.location(note.file, note.range, note.lineText, id: index + 1, note.message)
        },
        partialFingerprints: [
          "chalktalkFinding/v1": fingerprints.next(
            diagnostic,
            file: Diagnostic.shortened(diagnostic.file, relativeTo: directory)
          )
        ],
        fixes: diagnostic.fix.flatMap { place.fix($0, in: diagnostic.file) }.map { [$0] } ?? []
      )
    }
    return try JSONText.of(SARIFLog(rules: DiagnosticRule.all.map(rule), results: results))
  }

  private static func rule(_ rule: DiagnosticRule) -> SARIFLog.Rule {
    SARIFLog.Rule(
      id: rule.id,
      shortDescription: SARIFLog.Text(rule.summary),
      help: SARIFLog.Text(rule.help)
    )
  }

  private static func message(_ diagnostic: Diagnostic) -> String {
    ([diagnostic.message] + diagnostic.details
      + [diagnostic.help.map { "help: \($0)" }].compactMap { $0 })
      .joined(separator: "\n")
  }
}

/// What tells a finding from the others of its book, wherever in the file it stands.
private struct SARIFFingerprints {
  private var seen: [String: Int] = [:]

  /// The hash of kind, file and line text, and the how manieth of those it is.
  mutating func next(_ diagnostic: Diagnostic, file: String) -> String {
    let line = diagnostic.lineText ?? ""
    let marked = line.dropFirst(diagnostic.range.start.column - 1).prefix(diagnostic.range.length)
    var hash = SHA256()
    hash.update(field: diagnostic.id)
    hash.update(field: file)
    hash.update(field: line.filter { !$0.isWhitespace })
    hash.update(field: String(marked))
    let text = String(hash.finish().prefix(32))
    seen[text, default: 0] += 1
    return "\(text):\(seen[text] ?? 1)"
  }
}
