public import Quantities

// What is left of a chip's links when every chip sends to every other alike.
extension ScaleUpTopology {
  /// The mean number of links that a piece of data passes on its way to each of the other chips.
  ///
  ///     switched, full mesh    1
  ///     torus                  Σ over sides of the mean distance on a ring · n / (n − 1)
  ///
  /// A switch adds no traffic to the chips' own links, so a switched domain counts 1.
  ///
  /// - Parameter sides: Chips along each dimension; their product is all chips that take part. Each side
  ///   is a closed ring.
  /// - Returns: A plain number.
  public func meanLinks(sides: [Int]) -> Quantity {
    guard case .torus(let dimensions, _) = self else { return Quantity(1) }
    guard sides.count <= dimensions, sides.allSatisfy({ $0 >= 1 }) else {
      stop("a torus of \(dimensions) dimensions has no sides \(sides)")
    }
    let chips = Double(sides.reduce(1, *))
    guard chips > 1 else { return Quantity(0) }
    let distance = sides.reduce(0.0) { $0 + Double($1 * $1 / 4) / Double($1) }
    return Quantity(distance * chips / (chips - 1))
  }
}

extension Chip {
  /// The rate at which each chip of a group can send when all send to all alike, in one direction.
  ///
  ///     scale-up bandwidth ÷ mean links passed
  ///
  /// Routes are taken as even over all links, which a torus allows.
  ///
  /// - Parameter sides: The group's chips along each dimension of a torus; elsewhere only their product
  ///   counts.
  /// - Returns: In bytes per second; nothing where the links or their wiring are not published, or where
  ///   the scale-up domain does not hold the group.
  public func allToAllBandwidth(sides: [Int]) -> Quantity? {
    guard let scaleUpBandwidth, let topology = scaleUpTopology?.value else { return nil }
    let chips = sides.reduce(1, *)
    guard chips > 1, chips <= scaleUpDomain.value else { return nil }
    if case .fullMesh(let links) = topology {
      return scaleUpBandwidth.value * Double(min(links, chips - 1)) / Double(links)
    }
    return scaleUpBandwidth.value / topology.meanLinks(sides: sides)
  }

  /// The most cube-like sides whose product is a number of chips: `16, 24, 24` for 9,216 in three.
  ///
  /// - Parameters:
  ///   - chips: How many.
  ///   - dimensions: 2 or 3.
  /// - Returns: Sides in rising order with the smallest sum.
  public static func roundestSides(chips: Int, dimensions: Int) -> [Int] {
    guard dimensions > 1 else { return [chips] }
    let divisors = (1...max(1, chips)).filter { chips.isMultiple(of: $0) }
    let candidates = divisors.map {
      ([$0] + roundestSides(chips: chips / $0, dimensions: dimensions - 1)).sorted()
    }
    return candidates.min { $0.reduce(0, +) < $1.reduce(0, +) } ?? [chips]
  }
}
