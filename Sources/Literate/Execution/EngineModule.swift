import Foundation

/// A book's own engine: the Swift files of one folder, compiled into the module that the folder is named like.
struct EngineModule: Sendable {
  let name: String
  /// Absolute.
  let folder: String
  /// By path relative to the folder, in order.
  let files: [(path: String, source: SourceText)]
  /// Where book.yml names it.
  let settings: BookSettings.Engine

  /// Finds and reads an engine.
  ///
  /// - Parameters:
  ///   - settings: What book.yml says.
  ///   - book: The book's folder.
  /// - Throws: What is wrong with the folder, its name or its files.
  init(_ settings: BookSettings.Engine, book: String) throws(DiagnosticError) {
    self.settings = settings
    let path = settings.folder.hasPrefix("/") ? settings.folder : book + "/" + settings.folder
    let url = URL(fileURLWithPath: path).standardizedFileURL
    folder = url.path
    name = url.lastPathComponent
    guard Self.isModuleName(name) else {
      throw DiagnosticError(
        settings.problem(
          "the folder's name '\(name)' is that of the module, and no module can be called that",
          help: "use letters, digits and _, not starting with a digit, and no keyword of Swift"
        )
      )
    }
    guard !CellModules.taken.contains(name) else {
      throw DiagnosticError(
        settings.problem("there already is a module '\(name)'", help: "rename the folder")
      )
    }
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
    guard exists, isFolder.boolValue,
      let paths = try? FileManager.default.subpathsOfDirectory(atPath: folder)
    else {
      let beside = try? FileManager.default.contentsOfDirectory(
        atPath: url.deletingLastPathComponent().path
      )
      throw DiagnosticError(
        settings.problem(
          "there is no folder '\(settings.folder)'"
            + Spelling.suggestion(for: name, among: beside ?? []),
          help: "the path is relative to the folder of book.yml"
        )
      )
    }
    let names = paths.filter { $0.hasSuffix(".swift") && !"/\($0)".contains("/.") }.sorted()
    guard !names.isEmpty else {
      throw DiagnosticError(settings.problem("'\(settings.folder)' holds no Swift file"))
    }
    var files: [(String, SourceText)] = []
    for name in names { files.append((name, try SourceText(reading: folder + "/" + name))) }
    self.files = files
  }

  /// Whether a name can stand behind `import`.
  private static func isModuleName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !SwiftKeywords.all.contains(name) else { return false }
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    return !isDigit
      && name.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_")
      }
  }

  /// The digest of everything that the module is made of, but for the compiler and the tool.
  func add(to hash: inout SHA256) {
    hash.update(field: name)
    for flag in Self.flags { hash.update(field: flag) }
    for (path, source) in files {
      hash.update(field: path)
      hash.update(field: source.text)
    }
  }

  /// Optimised: it is what the cells measure and call, not what they say.
  static let flags = ["-O", "-g", "-swift-version", "6", "-parse-as-library"]

  /// The compiler's messages at the lines of the module's own files.
  func diagnostics(_ messages: [CompilerMessage], remainder: String) -> [Diagnostic] {
    var result: [Diagnostic] = []
    for (index, message) in messages.enumerated() where message.severity != "note" {
      guard let file = files.first(where: { $0.path == message.file }) else { continue }
      let note = messages[(index + 1)...].first.flatMap { $0.severity == "note" ? $0 : nil }
      let start = SourcePosition(line: message.line, column: message.column)
      let rest = file.source.line(start.line).dropFirst(start.column - 1)
      let length = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }.count
      result.append(
        file.source.diagnostic(
          message.severity == "warning" ? .warning : .error,
          SourceRange(start, length: length),
          id: "engine",
          message.text,
          help: note.map { "\($0.text) (\($0.file):\($0.line))" }
        )
      )
    }
    if !result.hasErrors, !remainder.isEmpty {
      result.append(
        settings.problem(
          "the module '\(name)' does not compile",
          help: String(remainder.prefix(2000))
        )
      )
    }
    return result
  }
}
