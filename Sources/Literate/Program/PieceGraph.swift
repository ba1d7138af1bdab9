/// Pieces of a program, some that declare things and then some that only use them, and which need which.
struct PieceGraph: Codable, Sendable {
  private var pieces: [Piece] = []
  /// How many may declare something.
  private let declaring: Int

  fileprivate struct Piece: Sendable {
    /// Pieces that declare what this one names.
    var needs: Set<Int> = []
    /// Variables, as the piece that declares each.
    var touches: Set<Int> = []
    /// Variables of other pieces that it may change.
    var writes: Set<Int> = []
    var usesLibrary = false
    /// Where in the order of execution it stands: after how many pieces.
    var order: Int
  }

  // MARK: - Answers

  /// The pieces that declare what a piece names itself.
  func named(by index: Int) -> Set<Int> {
    pieces.indices.contains(index) ? pieces[index].needs : []
  }

  /// All pieces that one needs, directly or through others.
  func needed(by start: Int) -> Set<Int> {
    guard pieces.indices.contains(start) else { return [] }
    var found: Set<Int> = []
    var open: Set<Int> = [start]
    while let next = open.popFirst() {
      var more = pieces[next].needs
      for variable in pieces[next].touches {
        for writer in 0..<declaring
        where pieces[writer].writes.contains(variable)
          && pieces[writer].order <= pieces[start].order
        {
          more.insert(writer)
        }
      }
      for piece in more where piece != start && found.insert(piece).inserted { open.insert(piece) }
    }
    return found
  }

  func dependsOnLibrary(_ index: Int) -> Bool {
    pieces.indices.contains(index)
      && (pieces[index].usesLibrary || needed(by: index).contains { pieces[$0].usesLibrary })
  }

  func writes(of index: Int) -> Set<Int> { pieces[index].writes }

  func writesOthers(_ index: Int) -> Bool {
    pieces.indices.contains(index) && !pieces[index].writes.isEmpty
  }

  /// Uses of what a later piece declares.
  var usesBeforeDeclaration: [(user: Int, owner: Int)] {
    pieces.enumerated().flatMap { index, piece in
      piece.needs.sorted().filter {
        $0 >= piece.order && (index >= declaring || $0 != index)
      }.map { (index, $0) }
    }
  }

  mutating func markLibrary(_ index: Int) {
    if pieces.indices.contains(index) { pieces[index].usesLibrary = true }
  }

  mutating func add(writes: Set<Int>, to index: Int) {
    pieces[index].writes.formUnion(writes.subtracting([index]))
  }

  // MARK: - Reading the tree

  /// Puts together what the tree says of each piece.
  ///
  /// - Parameters:
  ///   - scan: What each piece declares, names and changes.
  ///   - declaring: How many of the pieces, from the first, may declare something.
  ///   - orders: After how many of those each piece runs.
  ///   - isLibrary: Whether a name is one of the domain's.
  init(
    _ scan: SyntaxTreeScan,
    declaring: Int,
    orders: [Int],
    isLibrary: (String) -> Bool
  ) {
    self.declaring = declaring
    pieces = orders.map { Piece(order: $0) }
    let (facts, shared) = (scan.facts, scan.shared)
    var declared: [String: Int] = [:]
    for (piece, fact) in facts.enumerated() {
      for usr in fact.declared where declared[usr] == nil { declared[usr] = piece }
    }
    let types = declared.filter { $0.key.hasPrefix("s:") && "VCO".contains($0.key.last ?? " ") }
    for (piece, fact) in facts.enumerated() {
      for usr in fact.referenced {
        if isLibrary(usr) { pieces[piece].usesLibrary = true }
        guard let owner = declared[usr] else { continue }
        if owner != piece { pieces[piece].needs.insert(owner) }
        let isShared = shared.contains(usr)
        if isShared || scan.mutable.contains(usr) {
          pieces[piece].touches.insert(owner)
          if isShared || fact.writes, owner != piece { pieces[piece].writes.insert(owner) }
        }
      }
      // What a `guard` binds has no usr: a name alone leads back to it, to the last piece above that binds it.
      for name in fact.unresolved {
        let above = facts.indices.filter { $0 < declaring && $0 < orders[piece] }
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

  /// Whoever calls what changes a variable changes it too.
  mutating func spreadWrites() {
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for index in pieces.indices {
        let called = pieces[index].needs.reduce(into: Set<Int>()) {
          $0.formUnion(pieces[$1].writes)
        }
        .subtracting([index])
        if !called.isSubset(of: pieces[index].writes) {
          pieces[index].writes.formUnion(called)
          hasChanged = true
        }
      }
    }
  }
}

extension PieceGraph.Piece: Codable {
  /// Reads one list: order, use of the library, then each set behind its count.
  ///
  /// A chapter has hundreds of pieces.
  init(from decoder: any Decoder) throws {
    let numbers = try decoder.singleValueContainer().decode([Int].self)
    var rest = numbers.dropFirst(2)
    func nextSet() throws -> Set<Int> {
      guard let count = rest.popFirst(), (0...rest.count).contains(count) else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "no piece")
        )
      }
      defer { rest = rest.dropFirst(count) }
      return Set(rest.prefix(count))
    }
    needs = try nextSet()
    touches = try nextSet()
    writes = try nextSet()
    order = numbers[0]
    usesLibrary = numbers[1] != 0
  }

  func encode(to encoder: any Encoder) throws {
    let sets = [needs, touches, writes].flatMap { [$0.count] + $0.sorted() }
    var value = encoder.singleValueContainer()
    try value.encode([order, usesLibrary ? 1 : 0] + sets)
  }
}
