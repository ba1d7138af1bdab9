import Yams

// What a book's cells see: `engine` and `imports` of book.yml.

extension BookSettings {
  /// A folder of Swift files beside the book that the tool compiles into one module.
  package struct Engine: Sendable {
    /// As the author wrote it, relative to the book's folder.
    package var folder: String
    /// Where it is written.
    var source: SourceText
    var range: SourceRange

    /// Something that is wrong with the folder as a whole.
    func problem(_ message: String, help: String? = nil) -> Diagnostic {
      source.diagnostic(.error, range, id: "engine", message, help: help)
    }
  }

  /// Reads `imports: [Quantities]`.
  ///
  /// - Returns: The modules that cells see, in the tool's order.
  static func imports(_ value: Node, _ reader: inout YAMLReader) -> [String] {
    guard let sequence = value.sequence else {
      reader.report(
        reader.range(of: value),
        "'imports' must be a list of modules",
        help: "write imports: [Quantities], or [] for none but CellRuntime"
      )
      return CellModules.all
    }
    var wanted: Set = [CellModules.runtime]
    for node in sequence {
      let name = node.scalar?.string ?? ""
      guard CellModules.all.contains(name) else {
        reader.report(
          SourceRange(reader.range(of: node).start, length: name.count),
          "the tool has no module '\(name)'"
            + Spelling.suggestion(for: name, among: CellModules.all),
          help: "known are \(CellModules.all.joined(separator: ", ")); "
            + "a book's own module is named by engine:"
        )
        continue
      }
      wanted.insert(name)
    }
    return CellModules.all.filter(wanted.contains)
  }
}
