import Foundation

/// A folder of chapters: Markdown files in the order of their names, and up to three YAML files beside them.
package struct Book: Sendable {
  /// The folder, absolute.
  package let folder: String
  package let settings: BookSettings
  package let references: References
  package let lectureClaims: LectureClaims
  /// Whether there is a `claims.yml`: only then is an unknown id an error.
  package let hasLectureClaims: Bool
  /// The chapters' files, absolute, in order.
  package let chapterFiles: [String]
  /// What is wrong with the YAML files.
  package let diagnostics: [Diagnostic]
  /// The bytes of the YAML files that are there; nil for one that cannot be read.
  let sources: [String: Data?]

  package enum Failure: Error, Sendable {
    case noFolder(String)
    case noChapters(String)
  }

  /// Reads a book, but for its chapters.
  ///
  /// - Parameters:
  ///   - folder: Its folder.
  ///   - earlier: What was read of it before: of YAML files that are as they were nothing is read again.
  /// - Throws: `Failure` where there is no book.
  package init(folder: String, after earlier: Book? = nil) throws(Failure) {
    let folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw .noFolder(folder)
    }
    self.folder = folder
    chapterFiles = names.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") && $0 != "README.md" }
      .sorted().map { folder + "/" + $0 }
    guard !chapterFiles.isEmpty else { throw .noChapters(folder) }

    var sources: [String: Data?] = [:]
    for name in ["book.yml", "references.yml", "claims.yml"] where names.contains(name) {
      sources[name] = .some(FileManager.default.contents(atPath: folder + "/" + name))
    }
    self.sources = sources
    if let earlier, earlier.folder == folder, earlier.sources == sources {
      settings = earlier.settings
      references = earlier.references
      lectureClaims = earlier.lectureClaims
      hasLectureClaims = earlier.hasLectureClaims
      diagnostics = earlier.diagnostics
      return
    }
    let read = ["book.yml", "references.yml", "claims.yml"].concurrentMap { [sources] name in
      SettingsFile(name, sources[name], in: folder)
    }
    var diagnostics = read.flatMap(\.diagnostics)
    settings = read[0].settings ?? BookSettings()
    references = read[1].references ?? References()
    let claims = read[2].lectureClaims
    lectureClaims = claims ?? LectureClaims()
    hasLectureClaims = claims != nil
    if settings.isComplete, claims == nil {
      diagnostics.append(
        Diagnostic(
          .error,
          file: folder + "/book.yml",
          range: settings.completeRange,
          id: "coverage",
          message: "'complete' is about the ids of claims.yml, and there is none",
          help: "remove 'complete', or list what the lecture says in claims.yml"
        )
      )
    }
    self.diagnostics = diagnostics
  }

  /// Whether all but the chapters is as it was.
  func hasSameSettings(as other: Book) -> Bool {
    folder == other.folder && sources == other.sources
  }

  package var title: String {
    settings.title ?? URL(fileURLWithPath: folder).lastPathComponent
  }
}

/// One of a book's YAML files, read beside the others.
private struct SettingsFile: Sendable {
  private(set) var settings: BookSettings?
  private(set) var references: References?
  private(set) var lectureClaims: LectureClaims?
  private(set) var diagnostics: [Diagnostic] = []

  /// Reads a file, if it is there.
  ///
  /// - Parameters:
  ///   - name: Which of them.
  ///   - data: Its bytes; `.some(nil)` for a file that cannot be read.
  ///   - folder: The book's.
  init(_ name: String, _ data: Data??, in folder: String) {
    guard let data else { return }
    let path = folder + "/" + name
    do throws(DiagnosticError) {
      let source: SourceText
      if let data {
        source = try SourceText(file: path, data: data)
      } else {
        source = try SourceText(reading: path)
      }
      switch name {
      case "book.yml": settings = BookSettings(source, diagnostics: &diagnostics)
      case "references.yml": references = References(source, diagnostics: &diagnostics)
      default: lectureClaims = LectureClaims(source, diagnostics: &diagnostics)
      }
    } catch {
      diagnostics += error.diagnostics
    }
  }
}
