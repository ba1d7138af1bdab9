import Foundation
import Literate

/// Places of the book as SARIF has them: URIs, and columns in UTF-16 code units.
struct SARIFPlaces {
  private let sources: [String: SourceText]
  private let directory: String

  init(_ report: BookReport, relativeTo directory: String) {
    sources = Dictionary(
      report.chapters.map { ($0.chapter.source.file, $0.chapter.source) },
      uniquingKeysWith: { first, _ in first }
    )
    self.directory = directory
  }

  func location(
    _ file: String,
    _ range: SourceRange,
    _ line: String?,
    id: Int? = nil,
    _ message: String? = nil
  ) -> SARIFLog.Location {
    let line = line ?? sources[file]?.line(range.start.line)
    let (start, end) = (range.start.column, range.start.column + range.length)
    return SARIFLog.Location(
      id: id,
      message: message.map { SARIFLog.Text($0) },
      physicalLocation: SARIFLog.Location.Physical(
        artifactLocation: artifact(file),
        region: SARIFLog.Region(
          startLine: range.start.line,
          startColumn: Self.column(start, in: line),
          endLine: range.start.line,
          endColumn: Self.column(end, in: line)
        )
      )
    )
  }

  func fix(_ fix: Diagnostic.Fix, in file: String) -> SARIFLog.Fix? {
    guard let edit = fix.edit, let source = sources[file] else { return nil }
    let description =
      switch fix {
      case .suggested: "the nearest name that there is"
      case .stated: "what 'chalktalk check --fix-claims' writes"
      case .computed, .leave: "what 'chalktalk check --fix' writes"
      }
    return SARIFLog.Fix(
      description: SARIFLog.Text(description),
      artifactChanges: [
        SARIFLog.Fix.Change(
          artifactLocation: artifact(file),
          replacements: [
            SARIFLog.Fix.Replacement(
              deletedRegion: SARIFLog.Region(
                startLine: edit.start.line,
                startColumn: Self.column(edit.start.column, in: source.line(edit.start.line)),
                endLine: edit.end.line,
                endColumn: Self.column(edit.end.column, in: source.line(edit.end.line))
              ),
              insertedContent: SARIFLog.Text(edit.text)
            )
          ]
        )
      ]
    )
  }

  // MARK: -

  private func artifact(_ file: String) -> SARIFLog.Artifact {
    let short = Diagnostic.shortened(file, relativeTo: directory)
    guard !short.hasPrefix("/") else {
      return SARIFLog.Artifact(uri: URL(fileURLWithPath: short).absoluteString, uriBaseId: nil)
    }
    // A colon in the first part of a relative path would be read as a scheme.
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: ":"))
    return SARIFLog.Artifact(
      uri: short.addingPercentEncoding(withAllowedCharacters: allowed) ?? short,
      uriBaseId: SARIFLog.root
    )
  }

  /// The column that counts characters, counted in UTF-16 code units.
  private static func column(_ column: Int, in line: String?) -> Int {
    guard let line else { return column }
    let before = line.prefix(column - 1)
    return before.utf16.count + 1 + (column - 1 - before.count)
  }
}
