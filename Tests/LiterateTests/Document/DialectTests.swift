import Literate
import TestSupport
import Testing

/// What the book's dialect adds to CommonMark: tables, boxes, formulas; and what it refuses.
@Suite struct DialectTests {
  private func table(_ text: String) throws -> PipeTable {
    let kinds = readChapter(text + "\n").document.blocks.map(\.kind)
    for case .table(let table) in kinds { return table }
    throw NoTable(found: "\(kinds)")
  }

  struct NoTable: Error {
    let found: String
  }

  // MARK: Tables

  @Test func readsHeaderAlignmentsAndRows() throws {
    let table = try table("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |")
    #expect(table.alignments == [.none, .left, .center, .right])
    #expect(table.header.map(\.plainText) == ["a", "b", "c", "d"])
    #expect(table.rows.map { $0.map(\.plainText) } == [["1", "2", "3", "4"]])
  }

  @Test(arguments: [
    ("a | b\n-|-\nc | d", ["c", "d"]), ("|a|b|\n|-|-|\n|c|", ["c", ""]),
    ("|a|b|\n|-|-|\n|c|d|e|", ["c", "d"]), ("|a|b|\n|-|-|\n|c \\| d|e|", ["c | d", "e"]),
    ("|a|b|\n|-|-|\n| `c \\| d` |e|", ["c | d", "e"]), ("|a|b|\n|-|-|\n||e|", ["", "e"]),
    ("> |a|b|\n> |-|-|\n> |c|d|", ["c", "d"]), ("- |a|b|\n  |-|-|\n  |c|d|", ["c", "d"]),
    ("text\n| a | b |\n|---|---|\n| c | d |", ["c", "d"]),
    ("|a|b|\n|-|-|\n|*c*|**d**|", ["c", "d"]),
    ("|a|b|\n|-|-|\n|# c|- d|", ["# c", "- d"]), ("|a|b|\n|-|-|\n|1. c|> d|", ["1. c", "> d"]),
  ])
  func splitsRowsAsGitHubDoes(text: String, row: [String]) throws {
    let found: PipeTable
    if case .table(let table)? = firstTable(readChapter(text + "\n").document.blocks) {
      found = table
    } else {
      Issue.record("no table in \(text)")
      return
    }
    #expect(found.rows.last?.map(\.plainText) == row)
  }

  private func firstTable(_ blocks: [Block]) -> Block.Kind? {
    for block in blocks {
      switch block.kind {
      case .table: return block.kind
      case .quote(let inner), .box(_, _, let inner): return firstTable(inner)
      case .list(_, let items):
        for item in items { if let found = firstTable(item) { return found } }
      default: break
      }
    }
    return nil
  }

  @Test(arguments: ["a | b\nc | d", "|a|b|\n|-|\n|c|d|", "a\n---\n"] as [String])
  func takesNothingElseForATable(text: String) {
    #expect(throws: NoTable.self) { try table(text) }
  }

  @Test func bindsClaimsInCellsAndHeaders() {
    let text = "| [1](claim:a) | b |\n|---|---|\n| [2](claim:b) and | [3](claim:f(1|2)) |\n"
    #expect(readChapter(text).claims.map(\.link.target).prefix(2) == ["a", "b"])
  }

  // MARK: Boxes

  @Test(arguments: Block.Box.allCases)
  func knowsEveryBox(box: Block.Box) throws {
    let text = "> [!\(box.rawValue.uppercased())] A *title*\n> words\n>\n> more\n"
    let chapter = readChapter(text)
    #expect(chapter.diagnostics.isEmpty)
    guard case .box(let kind, let title, let blocks)? = chapter.document.blocks.first?.kind else {
      Issue.record("no box")
      return
    }
    #expect(kind == box)
    #expect(title.plainText == "A title")
    #expect(blocks.count == 2)
  }

  @Test func readsABoxWithoutATitle() {
    let blocks = readChapter("> [!NOTE]\n> words\n").document.blocks
    guard case .box(.note, let title, let inner)? = blocks.first?.kind else {
      Issue.record("no box")
      return
    }
    #expect(title.isEmpty)
    #expect(inner.count == 1)
  }

  @Test func refusesAnUnknownBoxWithTheNearestName() throws {
    let marked = MarkedText("a\n\n> ¦[!NOTTE]\n> words\n")
    let diagnostics = readChapter(marked.text).diagnostics
    #expect(places(diagnostics) == ["\(marked.location) box"])
    #expect(diagnostics.first?.message.contains("did you mean 'NOTE'?") == true)
  }

  @Test func leavesAPlainQuotationAlone() {
    guard case .quote? = readChapter("> words\n").document.blocks.first?.kind else {
      Issue.record("no quotation")
      return
    }
  }

  // MARK: Formulas

  @Test(arguments: [
    ("a $`x_1`$ b", "x_1"), ("$`a*b*c`$", "a*b*c"), ("(see $`\\frac{a}{b}`$)", "\\frac{a}{b}"),
    ("$`x`$ and $`y`$", "x"), ("> $`x`$", "x"), ("| $`x`$ | b |\n|---|---|", "x"),
  ])
  func readsFormulasInText(text: String, latex: String) {
    let formulas = formulas(readChapter(text + "\n").document.blocks)
    #expect(formulas.first?.0 == latex)
  }

  @Test func knowsWhereAFormulaStands() throws {
    let marked = MarkedText("a\nb `$` $`x`$ $`¦y`$\n")
    let formulas = formulas(readChapter(marked.text).document.blocks)
    #expect(formulas.last?.1 == marked.place)
  }

  private func formulas(_ blocks: [Block]) -> [(String, SourcePosition)] {
    blocks.flatMap { block -> [(String, SourcePosition)] in
      switch block.kind {
      case .paragraph(let inlines): formulas(inlines)
      case .quote(let inner): formulas(inner)
      case .table(let table): table.header.flatMap(formulas)
      default: []
      }
    }
  }

  private func formulas(_ inlines: [Inline]) -> [(String, SourcePosition)] {
    inlines.compactMap {
      if case .formula(let latex, let place) = $0 { (latex, place) } else { nil }
    }
  }

  @Test func readsDisplayFormulasWithTheirLine() {
    guard
      case .formula("x = y\n", let line)? = readChapter("a\n\n```math\nx = y\n```\n")
        .document.blocks.last?.kind
    else {
      Issue.record("no formula")
      return
    }
    #expect(line == 4)
  }

  // MARK: Refusals

  @Test(arguments: [
    "¦<div>a</div>", "a ¦<b>c</b>", "¦<script>\nx\n</script>", "a\n\n¦<!DOCTYPE html>", "¦<br>",
    "- ¦<p>", "> a ¦<i>b", "| ¦<b>a | b |\n|---|---|",
  ])
  func refusesRawHTML(marked: String) throws {
    let marked = MarkedText(marked)
    let diagnostics = readChapter(marked.text + "\n").diagnostics
    #expect(diagnostics.allSatisfy { $0.id == "raw-html" } && !diagnostics.isEmpty)
    #expect(diagnostics.inOrder.first?.range.start.line == marked.place?.line)
  }

  @Test(arguments: [
    "<!-- a comment -->", "a <!-- b --> c", "`<div>`", "```html\n<div>\n```", "a < b > c",
    "\\<div>",
    "<!--\n<div>\n-->",
  ])
  func allowsCommentsAndCode(text: String) {
    #expect(readChapter(text + "\n").diagnostics.isEmpty)
  }

  @Test(arguments: ["<!-- a --><script>x</script>", "<!-- a -->\n<div>", "<!-- a --> <b>c</b>"])
  func refusesHTMLBehindAComment(text: String) {
    #expect(readChapter(text + "\n").diagnostics.contains { $0.id == "raw-html" })
  }
}
