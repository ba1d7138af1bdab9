/// How the chips of one scale-up domain are wired to each other.
public enum ScaleUpTopology: Hashable, Sendable {
  /// Every chip reaches every other through switches, at its full rate.
  case switched
  /// A link from every chip to each of the others; one pair has only one link's rate.
  case fullMesh(linksPerChip: Int)
  /// A grid whose edges are joined; traffic between distant chips passes through others.
  case torus(dimensions: Int, linksPerChip: Int)

  /// Links that leave one chip, or nothing where switches hide them.
  public var linksPerChip: Int? {
    switch self {
    case .switched: nil
    case .fullMesh(let links), .torus(_, let links): links
    }
  }
}

extension ScaleUpTopology: CustomStringConvertible {
  /// The wiring in a few words.
  public var description: String {
    switch self {
    case .switched: "switched"
    case .fullMesh(let links): "full mesh, \(links) links a chip"
    case .torus(let dimensions, let links): "\(dimensions)-D torus, \(links) links a chip"
    }
  }
}
