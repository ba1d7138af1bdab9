/// One Swift program made of cells and of the expressions that the text around them states.
///
/// What cells may call without saying so is no part of it: the compiler is told by its flags.
/// Every piece has a file name of its own in `#sourceLocation`, `stem.md#ID`, and counts lines from 1. So
/// a cell that moves down the page leaves the program, and its key, as they were, and a message of the
/// compiler or of a trap is led back to the chapter by the piece it names.
package struct Program: Sendable {
  /// A link's expression, evaluated after the cell at `cellIndex - 1`.
  package struct Slot: Hashable, Sendable {
    package var cellIndex: Int
    package var expression: String
  }

  /// The whole text that is compiled.
  ///
  /// What stands between two stretches of the author's code is one statement: the compiler looks names up through
  /// all statements above, one inside the other, so that every statement costs all those below it some time. In
  /// the longest chapter that is a fifth of the compiling.
  package private(set) var text: String
  /// The same code without what reports how far a run has come: what the compiler's syntax tree is asked for.
  private(set) var bareText: String
  package let cells: [Cell]
  package let slots: [Slot]
  /// The chapter's file name without its folder, before the `#`.
  let fileName: String
  /// Formulas of the library that formula cells are held against.
  package let library: LibraryFormulas
  /// Where in the bare text, in bytes, each piece begins, and each part of a cell: cells by their index, slots after
  /// all cells.
  private(set) var pieceOffsets: [(offset: Int, piece: Int, part: Int)] = []
  /// Where in both texts, in bytes, a unit begins.
  private(set) var unitStarts: [(text: Int, bareText: Int)] = []
  /// What will stand between two stretches of the author's code.
  private var reports: [String] = []

  /// Tangles cells and expressions.
  ///
  /// - Parameters:
  ///   - cells: In the order in which they run; those of the chapter's one program only.
  ///   - slots: Evaluated in their order, each after its cell.
  ///   - fileName: The chapter's own name, for messages.
  ///   - library: The book's formulas of the library.
  package init(
    cells: [Cell],
    slots: [Slot],
    fileName: String,
    library: LibraryFormulas = LibraryFormulas()
  ) {
    self.library = library
    self.cells = cells
    self.slots = slots
    self.fileName = fileName
    text = library.declarations(for: cells.flatMap { $0.formula?.sortedCalls ?? [] }) { entry in
      "#sourceLocation(file: \"\(Self.settingsMark)\(entry)\", line: 1)"
    }
    bareText = text
    append(slotsAfter: 0)
    for (index, cell) in cells.enumerated() {
      beginUnit(at: index)
      var code = cell.formula?.tracedCode(library) ?? cell.code
      if !code.hasSuffix("\n") { code += "\n" }
      reports.append("CellRuntime.beginCell(\"\(cell.id)\")\n")
      append(code, of: cell, index)
      reports.append("CellRuntime.endCell(\"\(cell.id)\")\n")
      append(slotsAfter: index + 1)
    }
    appendReports()
  }

  /// A program of the same chapter with other cells.
  ///
  /// - Parameters:
  ///   - cells: In the order in which they run.
  ///   - slots: None where only the cells are of interest.
  /// - Returns: It, with the same name and the same formulas of the library.
  func with(_ cells: [Cell], slots: [Slot] = []) -> Program {
    Program(cells: cells, slots: slots, fileName: fileName, library: library)
  }

  /// A cell's code, part by part: what each has read of the catalogue is reported behind it.
  private mutating func append(_ code: String, of cell: Cell, _ index: Int) {
    let lines = code.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(Substring.init)
    let starts = [1] + cell.parts.starts
    for (part, start) in starts.enumerated() {
      pieceOffsets.append((bareText.utf8.count, index, part))
      let end = part + 1 < starts.count ? starts[part + 1] - 1 : lines.count - 1
      let own = lines[(start - 1)..<end].map { $0 + "\n" }.joined()
      bareText += own
      appendReports()
      text += "#sourceLocation(file: \"\(fileName)#\(cell.id)\", line: \(start))\n\(own)"
      text += "#sourceLocation()\n"
      if starts.count > 1 { reports.append("CellRuntime.endPart(\"\(cell.id)\", \(part))\n") }
    }
  }

  private mutating func append(slotsAfter cellIndex: Int) {
    for (number, slot) in slots.enumerated() where slot.cellIndex == cellIndex {
      pieceOffsets.append((bareText.utf8.count, cells.count + number, 0))
      let call = "CellRuntime.record(\(number),\n\(slot.expression)\n)\n"
      bareText += call
      let place = "#sourceLocation(file: \"\(fileName)#\(Self.slotMark)\(number)\", line: 1)\n"
      reports.append(place + call + "#sourceLocation()\n")
    }
  }

  /// Ends a unit before the cell that is one too many for it.
  private mutating func beginUnit(at cell: Int) {
    guard cell % CompilationUnit.length == 0 else { return }
    if cell > 0 { appendReports() }
    unitStarts.append(cell > 0 ? (text.utf8.count, bareText.utf8.count) : (0, 0))
  }

  /// Makes one statement of what is to be reported at this point.
  private mutating func appendReports() {
    text += reports.count > 1 ? "do {\n\(reports.joined())}\n" : reports.joined()
    reports = []
  }

  /// The line of its piece on which a slot's expression stands.
  private static let expressionLine = 2
  private static let slotMark = "="
  private static let settingsMark = "book.yml#"

  // MARK: - Back to the chapter

  /// A piece of the program that a message speaks of.
  package enum Piece: Hashable, Sendable {
    case cell(Cell.ID, line: Int, column: Int)
    /// A slot's expression; `column` is nil for the call around it.
    case slot(Int, column: Int?)
    /// An entry of the book's formulas; `column` is nil for its name.
    case formula(Int, column: Int?)
  }

  /// The piece that a file name and place in a message mean; nil for lines that nobody wrote.
  package func piece(file: String, line: Int, column: Int) -> Piece? {
    if let range = file.firstRange(of: Self.settingsMark),
      let entry = Int(file[range.upperBound...])
    {
      return .formula(entry, column: line == LibraryFormulas.expressionLine ? column : nil)
    }
    guard let mark = file.lastIndex(of: "#"), file[..<mark].hasSuffix(fileName) else { return nil }
    let name = String(file[file.index(after: mark)...])
    if name.hasPrefix(Self.slotMark), let number = Int(name.dropFirst()) {
      return .slot(number, column: line == Self.expressionLine ? column : nil)
    }
    guard let cell = cells.first(where: { $0.id == name }) else { return nil }
    // A formula cell runs with its values reported: its columns are not the author's.
    let own = cell.formula?.column(column, onLine: line, library) ?? column
    return .cell(name, line: line, column: own)
  }
}

extension Cell: Identifiable {}
