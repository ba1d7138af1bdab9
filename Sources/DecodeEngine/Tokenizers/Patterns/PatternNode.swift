/// A pattern as it is written, parsed.
indirect enum PatternNode {
  /// One scalar of a set.
  case one(ScalarSet)
  case sequence([PatternNode])
  /// The first alternative that leads to a match.
  case choice([PatternNode])
  /// `most` is nil without an upper bound; a possessive repetition gives nothing back.
  case repeated(PatternNode, least: Int, most: Int?, isPossessive: Bool)
  /// Whether what follows matches, or does not, without taking it.
  case ahead(PatternNode, isNegated: Bool)

  // Repetitions of repetitions must not overflow.
  private static let enough = 1_000_000

  /// The fewest scalars that a match takes, as far as they are worth counting.
  var least: Int {
    switch self {
    case .one: 1
    case .sequence(let nodes): nodes.reduce(0) { min($0 + $1.least, Self.enough) }
    case .choice(let nodes): nodes.map(\.least).min() ?? 0
    case .repeated(let node, let least, _, _): min(node.least * least, Self.enough)
    case .ahead: 0
    }
  }
}

/// Why a pattern cannot be used, and the byte of it where.
struct PatternError: Error {
  let reason: String
  let place: Int
}
