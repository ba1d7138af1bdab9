import Yams

/// Reads the YAML files of a book, so that each problem has its line and column.
struct YAMLReader {
  let source: SourceText
  /// Added to every line: front matter does not start on line 1.
  var lineOffset = 0
  private(set) var diagnostics: [Diagnostic] = []

  init(_ source: SourceText, lineOffset: Int = 0) {
    self.source = source
    self.lineOffset = lineOffset
  }

  /// The top-level mapping of a text; nil (and a diagnostic) when it is none.
  mutating func mapping(_ text: String) -> [(key: String, value: Node, range: SourceRange)]? {
    do {
      // All values are texts here: what else a plain one might be is not asked.
      guard let node = try Yams.compose(yaml: text, .basic) else { return [] }
      return entries(of: node, what: "this")
    } catch let error as YamlError {
      report(Self.range(of: error, offset: lineOffset), Self.words(of: error))
    } catch {
      report(SourceRange(line: 1 + lineOffset), "\(error)")
    }
    return nil
  }

  func isMapping(_ node: Node) -> Bool { node.mapping != nil }

  /// The entries of a mapping, in their order.
  mutating func entries(
    of node: Node,
    what: String
  ) -> [(key: String, value: Node, range: SourceRange)]? {
    guard let mapping = node.mapping else {
      report(range(of: node), "\(what) must be a list of 'name: value' lines")
      return nil
    }
    return mapping.map { ($0.key.string ?? "", $0.value, range(of: $0.key)) }
  }

  /// A text value; a number or date typed without quotes is taken as it stands.
  mutating func string(_ node: Node, for key: String) -> String? {
    if let text = node.scalar?.string { return text }
    report(range(of: node), "'\(key)' must be a text")
    return nil
  }

  /// The address of a page elsewhere.
  mutating func address(_ node: Node, for key: String) -> String? {
    guard let text = string(node, for: key) else { return nil }
    if ["http", "https"].contains(MarkdownParser.scheme(of: text) ?? "") { return text }
    report(
      range(of: node),
      "'\(key)' must be an address that starts with https:// or http://"
    )
    return nil
  }

  /// `true` or `false`.
  mutating func flag(_ node: Node, for key: String) -> Bool? {
    switch node.scalar?.string {
    case "true": return true
    case "false": return false
    default:
      report(range(of: node), "'\(key)' is true or false")
      return nil
    }
  }

  /// A list of texts.
  mutating func strings(_ node: Node, for key: String) -> [String]? {
    guard let sequence = node.sequence else {
      report(range(of: node), "'\(key)' must be a list: one '- text' a line")
      return nil
    }
    return sequence.compactMap { string($0, for: key) }
  }

  func range(of node: Node) -> SourceRange {
    SourceRange(line: (node.mark?.line ?? 1) + lineOffset, column: node.mark?.column ?? 1)
  }

  mutating func report(_ range: SourceRange, _ message: String, help: String? = nil) {
    diagnostics.append(source.diagnostic(.error, range, id: "yaml", message, help: help))
  }

  mutating func reportUnknown(_ key: String, at range: SourceRange, known: [String]) {
    report(
      range,
      "there is no '\(key)' here\(Spelling.suggestion(for: key, among: known))",
      help: "known are \(known.joined(separator: ", "))"
    )
  }

  private static func range(of error: YamlError, offset: Int) -> SourceRange {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      SourceRange(line: max(1, mark.line) + offset, column: max(1, mark.column))
    default: SourceRange(line: 1 + offset)
    }
  }

  private static func words(of error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      "this is not YAML: \(problem)"
    case .duplicatedKeysInMapping(let duplicates, _):
      "'\(duplicates.sorted().joined(separator: ", "))' stands twice"
    default: "this is not YAML"
    }
  }
}
