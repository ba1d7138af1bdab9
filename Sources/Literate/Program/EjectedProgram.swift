import CellRuntime
import Quantities

/// A chapter as one Swift file to be read and run without this tool: its cells in order, its prose as comments, its
/// claims as calls of `check`.
package struct EjectedProgram {
  private let checked: CheckedChapter
  private let imports: [String]

  /// Prepares a chapter.
  ///
  /// - Parameters:
  ///   - checked: The chapter with the record of its run.
  ///   - imports: The modules that its cells see.
  package init(_ checked: CheckedChapter, imports: [String]) {
    self.checked = checked
    self.imports = imports
  }

  /// The whole file.
  package var text: String {
    var text = "// \(checked.chapter.title)\n\n"
    text += imports.sorted().map { "import \($0)\n" }.joined()
    if checked.chapter.cells.contains(where: { !$0.options.reads.isEmpty }) {
      text += "\n// Cells read files of this package, from wherever it is run.\nenterPackage()\n"
    }
    text += checks(after: 0)
    for block in checked.chapter.document.blocks { text += self.text(of: block) }
    return text
  }

  // MARK: - Blocks

  private func text(of block: Block) -> String {
    switch block.kind {
    case .paragraph(let inlines): comment(inlines.plainText)
    case .heading(let level, let inlines):
      comment(String(repeating: "#", count: level) + " " + inlines.plainText)
    case .code(let code): self.text(of: code)
    case .html, .thematicBreak: ""
    case .quote(let blocks): blocks.map(text).joined()
    case .box(let box, let title, let blocks):
      comment("[\("\(box)".uppercased())] \(title.plainText)") + blocks.map(text).joined()
    case .list(_, let items): items.flatMap { $0 }.map(text).joined()
    case .table(let table):
      comment(
        lines: ([table.header] + table.rows).map { row in
          row.map(\.plainText).joined(separator: " | ")
        }
      )
    case .formula(let formula, _): comment(lines: formula.split(separator: "\n").map(String.init))
    }
  }

  /// A cell as it is; what is no part of the chapter's program as a comment.
  private func text(of code: CodeBlock) -> String {
    let chapter = checked.chapter
    guard let cell = chapter.cells.first(where: { $0.firstLine == code.contentLine }) else {
      // What a cell must print is what it does print.
      return code.language == "output" ? "" : comment(lines: Self.lines(of: code.text))
    }
    guard cell.isInProgram else {
      return comment(lines: ["\(cell.id), no part of the program:"] + Self.lines(of: cell.code))
    }
    let number = chapter.program.cells.firstIndex { $0.id == cell.id }
    let body = cell.code.hasSuffix("\n") ? cell.code : cell.code + "\n"
    return "\n// MARK: \(cell.id)\n\(body)" + (number.map { checks(after: $0 + 1) } ?? "")
  }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  // MARK: - Claims

  private func checks(after cell: Int) -> String {
    let claims = checked.claims.filter {
      $0.isClaim && checked.chapter.program.slots[$0.slot].cellIndex == cell
    }
    let calls = claims.compactMap(call)
    return calls.isEmpty ? "" : "\n" + calls.map { $0 + "\n" }.joined()
  }

  private func call(of claim: Claim) -> String? {
    let words = "\(Self.literal(claim.text)), \(claim.link.target)"
    let disputed = claim.options.isDisputed ? ", disputed: true" : ""
    switch claim.value?.content {
    case nil: return nil
    case .flag: return "check(\(words)\(disputed))"
    case .scalar:
      guard let interval = ClaimInterval(claim) else { return nil }
      return
        "check(\(words), in: \(Self.literal(interval.low)), \(Self.literal(interval.high))\(disputed))"
    case .range(let low, let high):
      return
        "check(\(words), in: \(Self.literal(low.baseValue)), \(Self.literal(high.baseValue))\(disputed))"
    }
  }

  private static func literal(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"" + escaped.replacing("\n", with: " ") + "\""
  }

  private static func literal(_ number: Double) -> String {
    number.isInfinite ? (number < 0 ? "-Double.infinity" : "Double.infinity") : "\(number)"
  }

  // MARK: - Comments

  private static let width = 96

  private func comment(_ text: String) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !line.isEmpty, line.count + 1 + word.count > Self.width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return comment(lines: lines + (line.isEmpty ? [] : [line]))
  }

  private func comment(lines: [String]) -> String {
    lines.isEmpty
      ? "" : "\n" + lines.map { $0.isEmpty ? "//\n" : "// \($0)\n" }.joined()
  }
}
