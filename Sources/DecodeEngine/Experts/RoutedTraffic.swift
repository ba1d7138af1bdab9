public import Quantities
import ServingMath

/// What devices sent each other for one layer of experts, counted token by token.
///
/// Every device is also a router: it holds some of the tokens, scores them and sends each to the devices
/// of its experts. Two ways of sending are counted at once: a copy for each chosen expert, and a copy for
/// each other node visited, which is handed on inside that node.
///
/// > Source: lecture, 0:34:39 to 0:36:30 (C054, C063); sending once a node is how DeepSeek does it.
public struct RoutedTraffic: Sendable {
  /// Tokens routed.
  public let tokens: Int
  /// Copies from each device to each: `copies[from][to]`.
  public let copies: [[Int]]
  /// Copies whose expert was on another node than the token.
  public let copiesLeaving: Int
  /// Other nodes that tokens visited, each counted once a token.
  public let nodesVisited: Int
  /// Tokens that chose each expert.
  public let visits: [Int]

  /// Routes made-up tokens.
  ///
  /// Scores are even random numbers. With a skew, the favourite expert's are up to that much higher, and
  /// favour falls evenly over the experts, which are ranked in an order that scatters the favourites.
  ///
  /// - Parameters:
  ///   - router: Chooses the experts.
  ///   - placement: Says where they are.
  ///   - tokensPerDevice: Tokens that each device routes.
  ///   - skew: A plain number; 0 leaves all experts alike.
  ///   - seed: Of the scores; the same seed gives the same traffic on every machine.
  /// - Precondition: Router and placement have as many experts.
  public init(
    _ router: GroupLimitedRouter,
    over placement: ExpertPlacement,
    tokensPerDevice: Int,
    skew: Quantity = Quantity(0),
    seed: UInt64
  ) {
    precondition(router.experts == placement.experts, "router and placement differ")
    let favour = Self.favour(experts: router.experts, skew: Float(skew.plain))
    let devices = placement.devices
    var random = SplitMix64(seed: seed)
    var copies = [[Int]](repeating: [Int](repeating: 0, count: devices), count: devices)
    var visits = [Int](repeating: 0, count: router.experts)
    var (leaving, visited, turn) = (0, 0, 0)
    for source in 0..<devices {
      for _ in 0..<tokensPerDevice {
        let scores = favour.map { $0 * random.nextUnit() }
        var nodes = Set([placement.node(of: source)])
        for expert in router.route(scores) {
          let target = placement.device(of: expert, from: source, turn: turn)
          copies[source][target] += 1
          visits[expert] += 1
          if placement.node(of: target) != placement.node(of: source) { leaving += 1 }
          if nodes.insert(placement.node(of: target)).inserted { visited += 1 }
        }
        turn += 1
      }
    }
    tokens = devices * tokensPerDevice
    self.copies = copies
    copiesLeaving = leaving
    nodesVisited = visited
    self.visits = visits
  }

  /// How much each expert is favoured: from 1 to 1 + skew.
  private static func favour(experts: Int, skew: Float) -> [Float] {
    (0..<experts).map { expert in
      let rank = (expert * 97 + 41) % experts
      return 1 + skew * Float(experts - 1 - rank) / Float(max(1, experts - 1))
    }
  }
}

// MARK: - What the counts say

extension RoutedTraffic {
  /// All copies sent, those that stayed on their device included.
  public var allCopies: Int { copies.reduce(0) { $0 + $1.reduce(0, +) } }

  /// The share of copies that left their node.
  public var shareLeaving: Quantity { Quantity(copiesLeaving) / Quantity(allCopies) }

  /// Copies that cross between nodes for one token, when there is one for each expert.
  public var copiesLeavingPerToken: Quantity { Quantity(copiesLeaving) / Quantity(tokens) }

  /// Copies that cross between nodes for one token, when there is one for each other node visited.
  public var nodesVisitedPerToken: Quantity { Quantity(nodesVisited) / Quantity(tokens) }

  /// Copies that each device received.
  public var load: [Int] { copies.indices.map { to in copies.reduce(0) { $0 + $1[to] } } }

  /// The busiest device's copies over the mean: 1 when all have as many.
  public var imbalance: Quantity {
    Quantity(load.max() ?? 0) * Quantity(copies.count) / Quantity(allCopies)
  }

  /// The experts that most tokens chose, busiest first; ties go to the lower index.
  public func busiestExperts(_ count: Int) -> [Int] {
    let order = visits.indices.sorted {
      visits[$0] == visits[$1] ? $0 < $1 : visits[$0] > visits[$1]
    }
    return Array(order.prefix(count))
  }

  /// Whether every device sent something to every other.
  public var isAllToAll: Bool {
    copies.indices.allSatisfy { from in
      copies.indices.allSatisfy { to in from == to || copies[from][to] > 0 }
    }
  }

  /// How many different devices one device sent to at most.
  public var widestFan: Int {
    copies.indices.map { from in copies[from].indices.count { $0 != from && copies[from][$0] > 0 } }
      .max() ?? 0
  }
}
