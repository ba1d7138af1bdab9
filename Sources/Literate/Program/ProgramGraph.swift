import Foundation

/// Which pieces of a program need which, read from the compiler's own syntax tree.
///
/// It may say too much (a cell that passes a variable by reference counts as one that writes it), never too
/// little: an object, a function value and whatever may hold one is taken to be changed by every cell that
/// names it.
package struct ProgramGraph: Codable, Sendable {
  /// The cells, and then the slots.
  private var pieces: PieceGraph
  /// The parts of all cells in order, and then the slots.
  private let parts: PieceGraph
  /// The number of each cell's first part among those.
  private let firstParts: [Int]
  private let cellCount: Int
  /// The cells' ids.
  private let names: [String]

  /// The cells that must run before a cell so that it does what it does in the chapter.
  package func cells(neededBy cell: Int) -> Set<Int> { pieces.needed(by: cell) }

  /// The cells that a slot's expression needs to have the value it has in the chapter.
  package func cells(neededBySlot slot: Int) -> Set<Int> { pieces.needed(by: cellCount + slot) }

  /// A part of a cell: statements that stand together.
  package struct Part: Hashable, Sendable {
    package let cell: Int
    package let part: Int
  }

  /// The parts of cells that a slot's expression needs, those that it names itself before others, and of those the
  /// last before the first.
  package func parts(neededBySlot slot: Int) -> [Part] {
    let index = (firstParts.last ?? 0) + slot
    let (named, all) = (parts.named(by: index), parts.needed(by: index))
    let order = named.sorted(by: >) + all.subtracting(named).sorted(by: >)
    return order.compactMap { part in
      firstParts.lastIndex { $0 <= part }.map { Part(cell: $0, part: part - firstParts[$0]) }
    }
  }

  /// Whether a slot's value rests, directly or through cells, on a figure or function of the domain's library.
  package func dependsOnLibrary(slot: Int) -> Bool { pieces.dependsOnLibrary(cellCount + slot) }

  /// Whether a cell rests, directly or through others, on the domain's library.
  func dependsOnLibrary(cell: Int) -> Bool { pieces.dependsOnLibrary(cell) }

  /// Says that a cell rests on the library, whose code in this program no longer shows it.
  mutating func markLibrary(cell: Int) { pieces.markLibrary(cell) }

  /// Whether a cell may change a variable that another one declares.
  func writesOthers(cell: Int) -> Bool { pieces.writesOthers(cell) }

  /// Uses of what a later cell declares: a script lets them pass and reads what is not there yet.
  package var usesBeforeDeclaration: [(piece: Program.Piece, cell: Int)] {
    pieces.usesBeforeDeclaration.map { piece, cell in
      let user: Program.Piece =
        piece >= cellCount
        ? .slot(piece - cellCount, column: nil) : .cell(names[piece], line: 1, column: 1)
      return (user, cell)
    }
  }

  // MARK: - Reading the tree

  /// Puts together what the tree says.
  ///
  /// - Parameters:
  ///   - scan: What each piece declares, names and changes, in the order in which the program's text has them.
  ///   - program: The program whose tree it was.
  ///   - engine: The book's own module, which is a library of the domain too.
  init(_ scan: SyntaxTreeScan, of program: Program, engine: String? = nil) {
    let libraries = Self.libraries + (engine.map { ["\($0.utf8.count)\($0)"] } ?? [])
    cellCount = program.cells.count
    names = program.cells.map(\.id)

    let cuts = program.pieceOffsets
    var firsts: [Int] = []
    var count = 0
    for cut in cuts where cut.piece < program.cells.count {
      if cut.part == 0 { firsts.append(count) }
      count += 1
    }
    firstParts = firsts + [count]
    // The text has each slot after its cell; the graph has all slots after all parts.
    let order = cuts.map { cut in
      cut.piece >= program.cells.count
        ? count + cut.piece - program.cells.count : firsts[cut.piece] + cut.part
    }
    let scan = scan.joined(count + program.slots.count) { order[$0] }
    let isLibrary = { (usr: String) in Self.isLibrary(usr, libraries) }
    var parts = PieceGraph(
      scan,
      declaring: count,
      orders: Array(0..<count)
        + program.slots.map { firsts.count > $0.cellIndex ? firsts[$0.cellIndex] : count },
      isLibrary: isLibrary
    )
    parts.spreadWrites()
    self.parts = parts
    // A cell is its parts, and so it writes what its parts do.
    let cells = cellCount
    let owners = (0..<count).map { part in (firsts.lastIndex { $0 <= part }) ?? 0 }
    pieces = PieceGraph(
      scan.joined(cells + program.slots.count) { $0 < count ? owners[$0] : $0 - count + cells },
      declaring: cells,
      orders: Array(0..<cells) + program.slots.map(\.cellIndex),
      isLibrary: isLibrary
    )
    for part in 0..<count {
      pieces.add(writes: Set(parts.writes(of: part).map { owners[$0] }), to: owners[part])
    }
  }

  /// Whether a reference is to a figure or function of the domain.
  ///
  /// What the speakers said (`Lecture`) is neither: a claim that rests on that alone is arithmetic of the
  /// talk's own figures.
  private static func isLibrary(_ usr: String, _ libraries: [String]) -> Bool {
    libraries.contains { usr.contains($0) } && !usr.contains("11ServingMath7Lecture")
  }

  /// The domain's modules as mangled names spell them.
  private static let libraries = ["11ServingMath", "12DecodeEngine", "16ClusterSimulator"]
}
