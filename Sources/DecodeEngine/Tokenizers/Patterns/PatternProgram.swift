/// A pattern as instructions for a matcher that tries alternatives in order.
struct PatternProgram: Sendable {
  enum Instruction: Sendable {
    /// One scalar of a set.
    case one(Int)
    /// As many of a set as there are, at most `most`, given back one by one down to `least`.
    case many(Int, least: Int, most: Int)
    /// The same without giving back.
    case all(Int, least: Int, most: Int)
    /// First the next instruction, if the next byte is in a set of bytes; else, or when that fails, the other.
    case fork(other: Int, Int)
    case jump(Int)
    /// What follows up to `end` must match here, or must not.
    case ahead(end: Int, isNegated: Bool)
    case accept
  }

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [ScalarSet] = []
  /// Sets of bytes of 256 entries each.
  private(set) var firstBytes: [[Bool]] = []

  private static let longest = 5_000

  init(_ node: PatternNode) throws(PatternError) {
    try append(node)
    instructions.append(.accept)
  }

  private mutating func append(_ node: PatternNode) throws(PatternError) {
    guard instructions.count < Self.longest else {
      throw PatternError(reason: "the pattern is too long", place: 0)
    }
    switch node {
    case .one(let set): instructions.append(.one(index(of: set)))
    case .sequence(let nodes): for node in nodes { try append(node) }
    case .choice(let nodes):
      var jumps: [Int] = []
      for (place, alternative) in nodes.enumerated() {
        guard place < nodes.count - 1 else {
          try append(alternative)
          break
        }
        let fork = instructions.count
        instructions.append(.accept)
        try append(alternative)
        jumps.append(instructions.count)
        instructions.append(.accept)
        instructions[fork] = .fork(other: instructions.count, firstBytes(of: alternative))
      }
      for jump in jumps { instructions[jump] = .jump(instructions.count) }
    case .repeated(.one(let set), let least, let most, let isPossessive):
      let (set, most) = (index(of: set), most ?? .max)
      instructions.append(
        isPossessive ? .all(set, least: least, most: most) : .many(set, least: least, most: most)
      )
    case .repeated(let node, let least, let most, _):
      for _ in 0..<least { try append(node) }
      guard let most else {
        let fork = instructions.count
        instructions.append(.accept)
        try append(node)
        instructions.append(.jump(fork))
        instructions[fork] = .fork(other: instructions.count, firstBytes(of: node))
        return
      }
      var forks: [Int] = []
      for _ in least..<max(least, most) {
        forks.append(instructions.count)
        instructions.append(.accept)
        try append(node)
      }
      let first = firstBytes(of: node)
      for fork in forks { instructions[fork] = .fork(other: instructions.count, first) }
    case .ahead(let node, let isNegated):
      let start = instructions.count
      instructions.append(.accept)
      try append(node)
      instructions.append(.accept)
      instructions[start] = .ahead(end: instructions.count, isNegated: isNegated)
    }
  }

  private mutating func index(of set: ScalarSet) -> Int {
    if let index = sets.firstIndex(of: set) { return index }
    sets.append(set)
    return sets.count - 1
  }

  // MARK: First bytes

  private mutating func firstBytes(of node: PatternNode) -> Int {
    var bytes = [Bool](repeating: false, count: 256)
    if !Self.first(node, &bytes) { bytes = [Bool](repeating: true, count: 256) }
    firstBytes.append(bytes)
    return firstBytes.count - 1
  }

  /// Adds the bytes with which a match may start; false if a match may be empty.
  private static func first(_ node: PatternNode, _ bytes: inout [Bool]) -> Bool {
    switch node {
    case .one(let set):
      for byte in 0..<128 where set.contains(ascii: UInt8(byte)) { bytes[byte] = true }
      for byte in 0xC2..<0xF5 { bytes[byte] = true }
      return true
    case .sequence(let nodes): return nodes.contains { first($0, &bytes) }
    case .choice(let nodes):
      return nodes.map { first($0, &bytes) }.allSatisfy { $0 }
    case .repeated(let node, let least, _, _): return first(node, &bytes) && least > 0
    case .ahead: return false
    }
  }
}
