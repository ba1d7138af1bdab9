public import Quantities

/// Chips and switches of a rack and the cables between them: every chip has one link to every switch.
///
/// > Source: lecture, 0:37:55 to 0:42:54 (C060, C061, C068).
public struct RackWiring: Hashable, Sendable {
  /// Chips.
  public let chips: Int
  /// Switch chips.
  public let switches: Int
  /// What one chip sends into the rack, in one direction.
  public let chipBandwidth: Quantity
  /// What one pair of wires carries, in one direction.
  public let laneRate: Quantity

  /// The wiring of a rack.
  ///
  /// - Precondition: At least one chip and one switch, and bandwidths above zero.
  public init(chips: Int, switches: Int, chipBandwidth: Quantity, laneRate: Quantity) {
    guard chips >= 1, switches >= 1 else { stop("a rack has chips and switches") }
    guard chipBandwidth > Quantity(0, .bytesPerSecond), laneRate > Quantity(0, .bytesPerSecond)
    else { stop("links of a rack carry something") }
    self.chips = chips
    self.switches = switches
    self.chipBandwidth = chipBandwidth
    self.laneRate = laneRate
  }

  /// The same rack with another number of chips.
  public func with(chips: Int) -> RackWiring {
    RackWiring(
      chips: chips,
      switches: switches,
      chipBandwidth: chipBandwidth,
      laneRate: laneRate
    )
  }

  /// Pairs of wires from one chip to all switches: both directions, each a pair of its own.
  ///
  ///     2 · bandwidth of a chip ÷ rate of a pair
  public var cablesPerChip: Int { Int((2 * chipBandwidth / laneRate).plain.rounded(.up)) }

  /// Pairs of wires in the rack, all of which end at the switches.
  public var cables: Int { chips * cablesPerChip }

  /// What one switch must carry, in one direction: its share of every chip's bandwidth.
  public var switchBandwidth: Quantity { Double(chips) * chipBandwidth / Double(switches) }

  /// The fewest links between two chips, by search through the graph of chips and switches.
  ///
  /// - Returns: 0 from a chip to itself.
  /// - Precondition: Both are chips of the rack, counted from 0.
  public func links(from first: Int, to last: Int) -> Int {
    guard (0..<chips).contains(first), (0..<chips).contains(last) else {
      stop("chips of this rack are counted from 0 to \(chips - 1)")
    }
    var distances = [Int?](repeating: nil, count: chips + switches)
    distances[first] = 0
    var front = [first]
    var links = 0
    while distances[last] == nil, !front.isEmpty {
      links += 1
      var next: [Int] = []
      for node in front {
        for neighbour in neighbours(of: node) where distances[neighbour] == nil {
          distances[neighbour] = links
          next.append(neighbour)
        }
      }
      front = next
    }
    return distances[last] ?? chips + switches
  }

  /// Switches are numbered after the chips.
  private func neighbours(of node: Int) -> Range<Int> {
    node < chips ? chips..<chips + switches : 0..<chips
  }
}
