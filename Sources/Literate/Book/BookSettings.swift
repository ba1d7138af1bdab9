import Foundation

/// `book.yml`: what the book is called, its symbols and its terms.
package struct BookSettings: Sendable {
  package var title: String?
  package var subtitle: String?
  package var summary: String?
  package var author: String?
  /// Where the lecture can be watched; a moment is appended as `t=SECONDS`.
  package var talkURL: String?
  package var talkTitle: String?
  /// Where the chapters can be read or edited: the address of their folder, to which a file's name is appended.
  package var sourceURL: String?
  /// Where the built book stands, for those who name its pages elsewhere.
  package var url: String?
  /// A picture in the book's folder that stands for the book where its pages are named.
  package private(set) var card: String?
  /// Where the talk's address and each term stand.
  package private(set) var talkURLRange = SourceRange(line: 1)
  package private(set) var glossaryRanges: [String: SourceRange] = [:]
  /// Symbols and what they mean, in the order of the file; those of one chapter are under its name.
  package var notation: [(symbol: String, meaning: String, chapter: String?)] = []
  /// How names of the code are written in formulas, LaTeX by Swift name or end of a path.
  package var symbols: [String: String] = [:]
  /// What numbers without a unit count in formulas, and rates without one above their bar, by Swift name.
  package var counts: [String: String] = [:]
  /// What members of the library compute, for formula cells that read them.
  package var formulas = LibraryFormulas()
  /// Terms and their explanations.
  package var glossary: [String: String] = [:]
  /// The book's own engine, which every cell may call.
  package var engine: Engine?
  /// Which of the tool's own modules cells see.
  package var imports = CellModules.all

  /// Whether every id of `claims.yml` must have its place in the book.
  package var isComplete = false
  /// Where the book says so.
  var completeRange = SourceRange(line: 1)

  private static let keys = [
    "title", "subtitle", "summary", "author", "source", "url", "card", "talk", "notation",
    "symbols", "counts", "formulas", "glossary", "complete", "engine",
    "imports",
  ]

  package init() {}

  /// How formulas write names and values.
  var formulaNames: FormulaNames { FormulaNames(symbols: symbols, counts: counts) }

  init(_ source: SourceText, diagnostics: inout [Diagnostic]) {
    var reader = YAMLReader(source)
    for (key, value, range) in reader.mapping(source.text) ?? [] {
      switch key {
      case "title": title = reader.string(value, for: key)
      case "subtitle": subtitle = reader.string(value, for: key)
      case "summary": summary = reader.string(value, for: key)
      case "author": author = reader.string(value, for: key)
      case "source": sourceURL = reader.address(value, for: key)
      case "url": url = reader.address(value, for: key)
      case "card":
        guard let file = reader.string(value, for: key) else { break }
        let range = reader.range(of: value)
        let folder = URL(fileURLWithPath: source.file).deletingLastPathComponent().path
        if file.contains("/") || !FileManager.default.isReadableFile(atPath: folder + "/" + file) {
          reader.report(range, "there is no picture '\(file)' beside book.yml")
        } else {
          card = file
        }
      case "complete":
        isComplete = reader.flag(value, for: key) ?? false
        completeRange = range
      case "talk":
        for (field, content, fieldRange) in reader.entries(of: value, what: "'talk'") ?? [] {
          switch field {
          case "url":
            talkURL = reader.address(content, for: field)
            talkURLRange = reader.range(of: content)
          case "title": talkTitle = reader.string(content, for: field)
          default: reader.reportUnknown(field, at: fieldRange, known: ["url", "title"])
          }
        }
      case "notation":
        for (symbol, content, _) in reader.entries(of: value, what: "'notation'") ?? [] {
          if reader.isMapping(content) {
            for entry in reader.entries(of: content, what: "'\(symbol)'") ?? [] {
              guard let meaning = reader.string(entry.value, for: entry.key) else { continue }
              notation.append((entry.key, meaning, symbol))
            }
          } else if let meaning = reader.string(content, for: symbol) {
            notation.append((symbol, meaning, nil))
          }
        }
      case "symbols":
        for (name, content, place) in reader.entries(of: value, what: "'symbols'") ?? [] {
          guard let latex = reader.string(content, for: name) else { continue }
          do {
            _ = try Formula(parsing: latex)
            symbols[name] = latex
          } catch {
            reader.report(place, "the symbol of '\(name)': \(error)", help: error.help)
          }
        }
      case "counts":
        for (name, content, _) in reader.entries(of: value, what: "'counts'") ?? [] {
          counts[name] = reader.string(content, for: name)
        }
      case "formulas":
        formulas = LibraryFormulas(source)
        for (name, content, place) in reader.entries(of: value, what: "'formulas'") ?? [] {
          guard let code = reader.string(content, for: name) else { continue }
          let range = reader.range(of: content)
          do {
            try formulas.add(name, code, at: range)
          } catch {
            let isName = error.message.hasPrefix("'\(name)'")
            var at = isName ? place : range
            if !isName { at.start.column += error.offset }
            at.length = isName ? name.count : error.length
            reader.report(at, "the formula of '\(name)': \(error.message)", help: error.help)
          }
        }
      case "glossary":
        for (term, content, place) in reader.entries(of: value, what: "'glossary'") ?? [] {
          glossary[term] = reader.string(content, for: term)
          glossaryRanges[term] = SourceRange(place.start, length: term.count)
        }
      case "engine":
        engine = reader.string(value, for: key).map {
          Engine(
            folder: $0,
            source: source,
            range: SourceRange(reader.range(of: value).start, length: $0.count)
          )
        }
      case "imports": imports = Self.imports(value, &reader)
      default: reader.reportUnknown(key, at: range, known: Self.keys)
      }
    }
    diagnostics += reader.diagnostics
  }
}
