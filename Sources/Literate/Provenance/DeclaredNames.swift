/// Where the names of one chapter's cells are declared.
///
/// What a line declares is read from its words: the compiler's own answer would name no lines.
struct DeclaredNames {
  private let program: Program
  /// For each cell, the first line that declares a name, counted from 0.
  private let lines: [[Substring: Int]]

  init(_ program: Program) {
    self.program = program
    lines = program.cells.map { cell in
      var lines: [Substring: Int] = [:]
      for (index, line) in Self.lines(of: cell).enumerated() {
        for name in Self.declared(in: line) where lines[name] == nil { lines[name] = index }
      }
      return lines
    }
  }

  /// The names of an expression and where each is declared, the nearest cell first.
  ///
  /// - Parameters:
  ///   - expression: Swift.
  ///   - cells: The indices of the cells that may declare them, in order.
  /// - Returns: The names that a cell declares, in order of their first use.
  func definitions(in expression: String, among cells: [Int]) -> [ExplainedClaim.Definition] {
    var seen: Set<Substring> = []
    return SwiftTokens(expression).tokens
      .filter { $0.kind == .identifier || $0.kind == .type }
      .map { expression[$0.range] }
      .filter { seen.insert($0).inserted }
      .compactMap { name in
        guard let index = cells.last(where: { lines[$0][name] != nil }),
          let line = lines[index][name]
        else { return nil }
        let cell = program.cells[index]
        return .init(
          name: String(name),
          cell: cell.id,
          line: cell.range(line: line + 1, column: 1).start.line,
          code: Self.lines(of: cell)[line].trimming(" \t")
        )
      }
  }

  private static func lines(of cell: Cell) -> [Substring] {
    cell.code.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(Substring.init)
  }

  /// The name behind the first keyword; `let (fast, slow) = …` declares every name before its equals sign.
  private static func declared(in line: Substring) -> [Substring] {
    let words = words(of: line)
    guard let keyword = words.firstIndex(where: keywords.contains) else { return [] }
    let names = words[(keyword + 1)...]
    guard line.contains("let (") else { return Array(names.prefix(1)) }
    return Self.words(of: line.prefix { $0 != "=" })
  }

  private static func words(of line: Substring) -> [Substring] {
    line.utf8.split { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
        false
      default: true
      }
    }.map { Substring($0) }
  }

  private static let keywords: Set<Substring> = [
    "let", "var", "func", "struct", "enum", "class", "typealias",
  ]
}
