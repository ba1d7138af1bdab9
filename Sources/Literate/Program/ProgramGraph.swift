import Foundation

/// Which pieces of a program need which, read from the compiler's own syntax tree.
///
/// It may say too much (a cell that passes a variable by reference counts as one that writes it), never too
/// little, but for state inside class instances, which no syntax shows.
package struct ProgramGraph: Codable, Sendable {
  /// One for each cell, then one for each slot.
  private var pieces: [Piece] = []
  private let cellCount: Int
  /// The cells' ids.
  private let names: [String]

  private struct Piece: Codable, Sendable {
    /// Cells that declare what this piece names.
    var needs: Set<Int> = []
    /// Variables of other cells, as the cell that declares each.
    var touches: Set<Int> = []
    var writes: Set<Int> = []
    var usesLibrary = false
    /// Where in the order of execution it stands: after how many cells.
    var order: Int
  }

  /// The cells that must run before a cell so that it does what it does in the chapter.
  package func cells(neededBy cell: Int) -> Set<Int> { closure(of: cell) }

  /// Whether a slot's value rests, directly or through cells, on a figure or function of the domain's library.
  package func dependsOnLibrary(slot: Int) -> Bool {
    let index = cellCount + slot
    guard pieces.indices.contains(index) else { return false }
    return pieces[index].usesLibrary || closure(of: index).contains { pieces[$0].usesLibrary }
  }

  /// Uses of what a later cell declares: a script lets them pass and reads what is not there yet.
  package var usesBeforeDeclaration: [(piece: Program.Piece, cell: Int)] {
    var uses: [(Program.Piece, Int)] = []
    for (index, piece) in pieces.enumerated() {
      let isSlot = index >= cellCount
      let user: Program.Piece =
        isSlot
        ? .slot(index - cellCount, column: nil) : .cell(names[index], line: 1, column: 1)
      for cell in piece.needs.sorted() where cell >= piece.order && (isSlot || cell != index) {
        uses.append((user, cell))
      }
    }
    return uses
  }

  private func closure(of start: Int) -> Set<Int> {
    guard pieces.indices.contains(start) else { return [] }
    var found: Set<Int> = []
    var open: Set<Int> = [start]
    while let next = open.popFirst() {
      var more = pieces[next].needs
      for variable in pieces[next].touches {
        for writer in 0..<cellCount
        where pieces[writer].writes.contains(variable)
          && pieces[writer].order <= pieces[start].order
        {
          more.insert(writer)
        }
      }
      for cell in more where cell != start && found.insert(cell).inserted { open.insert(cell) }
    }
    return found
  }

  // MARK: - Reading the tree

  /// Reads `swift-frontend -dump-ast -dump-ast-format json`.
  ///
  /// - Parameters:
  ///   - tree: What the compiler wrote.
  ///   - program: The program it was given.
  ///   - engine: The book's own module, which is a library of the domain too.
  init?(tree: Data, program: Program, engine: String? = nil) {
    guard let items = SyntaxTreeItems(tree) else { return nil }
    let libraries = Self.libraries + (engine.map { ["\($0.utf8.count)\($0)"] } ?? [])
    cellCount = program.cells.count
    names = program.cells.map(\.id)
    for index in program.cells.indices { pieces.append(Piece(order: index)) }
    for slot in program.slots { pieces.append(Piece(order: slot.cellIndex)) }

    let starts = program.pieceOffsets
    var declared: [String: Int] = [:]
    var mutable: Set<String> = []
    var facts = Array(repeating: Facts(), count: pieces.count)
    let collected: Void? = try? items.visit { item in
      guard let range = item["range"] as? [String: Any], let start = range["start"] as? Int,
        let piece = starts.last(where: { $0.offset <= start })?.piece
      else { return }
      facts[piece].collect(item)
      if let usr = item["usr"] as? String, item["_kind"] as? String == "var_decl",
        item["let"] as? Bool != true
      {
        mutable.insert(usr)
      }
    }
    guard collected != nil else { return nil }
    for (piece, fact) in facts.enumerated() {
      for usr in fact.declared where declared[usr] == nil { declared[usr] = piece }
    }
    let types = declared.filter { $0.key.hasPrefix("s:") && "VCO".contains($0.key.last ?? " ") }
    for (piece, fact) in facts.enumerated() {
      for usr in fact.referenced {
        if Self.isLibrary(usr, libraries) { pieces[piece].usesLibrary = true }
        guard let owner = declared[usr] else { continue }
        if owner != piece { pieces[piece].needs.insert(owner) }
        if mutable.contains(usr) {
          pieces[piece].touches.insert(owner)
          if fact.writes, owner != piece { pieces[piece].writes.insert(owner) }
        }
      }
      // What a `guard` binds has no usr: a name alone leads back to it, to the last cell above that binds it.
      for name in fact.unresolved {
        let above = facts.indices.filter { $0 < cellCount && $0 < pieces[piece].order }
        if let owner = above.last(where: { facts[$0].guarded.contains(name) }) {
          pieces[piece].needs.insert(owner)
        }
      }
      for (usr, owner) in types where owner != piece {
        let name = usr.dropFirst(2)
        if fact.typeNames.contains(where: { $0.contains(name) }) {
          pieces[piece].needs.insert(owner)
        }
      }
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

  /// What the tree of one piece names.
  private struct Facts {
    var declared: Set<String> = []
    var referenced: Set<String> = []
    var typeNames: Set<String> = []
    /// Names that a `guard` binds.
    var guarded: Set<String> = []
    /// Names of what has no usr: bound by a `guard`, or local.
    var unresolved: Set<String> = []
    var writes = false

    mutating func collect(_ node: Any) { collect(node, inGuard: false) }

    private mutating func collect(_ node: Any, inGuard: Bool) {
      if let list = node as? [Any] {
        for element in list { collect(element, inGuard: inGuard) }
        return
      }
      guard let fields = node as? [String: Any] else { return }
      let kind = fields["_kind"] as? String
      let inGuard = inGuard || kind == "guard_stmt"
      if kind == "inout_expr" || kind == "assign_expr" { writes = true }
      if kind == "pattern_named", inGuard, let name = Self.baseName(fields["name"]) {
        guarded.insert(name)
      }
      if fields["decl_usr"] as? String == "", let name = fields["base_name"] as? String {
        unresolved.insert(name)
      }
      for (key, value) in fields {
        switch (key, value as? String) {
        case ("usr", let usr?): declared.insert(usr)
        case ("decl_usr", let usr?), ("type_usr", let usr?): referenced.insert(usr)
        case ("type", let name?), ("interface_type", let name?), ("extended_type", let name?):
          if name.contains("7chapter") { typeNames.insert(name) }
        default: collect(value, inGuard: inGuard)
        }
      }
    }

    /// `x` of `{"_kind": "decl_name", "base_name": {"name": "x"}}`.
    private static func baseName(_ name: Any?) -> String? {
      let base = (name as? [String: Any])?["base_name"] as? [String: Any]
      return base?["name"] as? String
    }
  }
}
