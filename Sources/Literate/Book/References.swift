import Quantities

/// `references.yml`: what the book cites, and the figures that each source supports.
package struct References: Sendable {
  package struct Reference: Sendable {
    package var key: String
    package var title = ""
    package var authors: String?
    package var url: String?
    package var urlRange = SourceRange(line: 1)
    package var date: String?
    package var note: String?
    package var figures: [String] = []
  }

  package private(set) var entries: [String: Reference] = [:]

  private static let keys = ["title", "authors", "url", "date", "note", "figures"]

  package init() {}

  init(_ source: SourceText, diagnostics: inout [Diagnostic]) {
    var reader = YAMLReader(source)
    for (key, value, range) in reader.mapping(source.text) ?? [] {
      var reference = Reference(key: key)
      for (field, content, fieldRange) in reader.entries(of: value, what: "'\(key)'") ?? [] {
        switch field {
        case "title": reference.title = reader.string(content, for: field) ?? ""
        case "authors": reference.authors = reader.string(content, for: field)
        case "url":
          reference.url = reader.address(content, for: field)
          reference.urlRange = reader.range(of: content)
        case "date": reference.date = reader.string(content, for: field)
        case "note": reference.note = reader.string(content, for: field)
        case "figures": reference.figures = reader.strings(content, for: field) ?? []
        default: reader.reportUnknown(field, at: fieldRange, known: Self.keys)
        }
      }
      for (name, text) in [("title", reference.title), ("date", reference.date ?? "")]
      where text.isEmpty {
        reader.report(
          range,
          "the source '\(key)' has no \(name)",
          help: "every source has a title and a date"
        )
      }
      entries[key] = reference
    }
    diagnostics += reader.diagnostics
  }

  /// Whether a source supports a number: one of its figures states the same value in the same dimension.
  func reference(_ key: String, supports statement: ClaimStatement) -> Bool {
    guard let reference = entries[key] else { return false }
    return reference.figures.contains { figure in
      guard let supported = try? ClaimTextReader.statement(figure) else { return false }
      return supported.states(sameAs: statement)
    }
  }
}

extension ClaimStatement {
  /// Whether two texts state one value, whatever words stand around them.
  func states(sameAs other: ClaimStatement) -> Bool {
    guard dimensions == other.dimensions else { return false }
    let (left, right) = (baseValues, other.baseValues)
    return left.count == right.count
      && zip(left, right).allSatisfy { abs($0 - $1) <= 1e-9 * max(abs($0), abs($1)) }
  }

  private var baseValues: [Double] {
    let factor = unit?.factor ?? 1
    return switch form {
    case .property: []
    case .number(let number): [number.value * factor]
    case .range(let low, let high): [low.value * factor, high.value * factor]
    case .ratio(let above, let below): [above.value, below.value]
    case .word(let value): [value]
    }
  }
}
