public import Quantities
import ServingMath

/// The router of a mixture-of-experts layer: scores in, the best few experts out.
///
/// A plain reference version: scores are sorted, ties go to the lower index. Models that first choose groups
/// of experts, or that add a bias to the scores, choose among fewer or other experts but as many.
public struct ExpertRouter: Sendable {
  /// Experts in the layer.
  public let experts: Int
  /// Experts that each token visits.
  public let chosen: Int

  /// A router that sends each token to some of the experts.
  ///
  /// - Precondition: `chosen` is from 1 to `experts`.
  public init(experts: Int, chosen: Int) {
    precondition((1...experts).contains(chosen), "cannot choose \(chosen) of \(experts) experts")
    self.experts = experts
    self.chosen = chosen
  }

  /// The experts of one token, best first.
  ///
  /// - Parameter scores: One for each expert, from the router's matrix product.
  /// - Returns: Indices of the chosen experts.
  /// - Precondition: There are as many scores as experts.
  /// - Complexity: O(*E* log *E*) for *E* experts.
  public func route(_ scores: [Float]) -> [Int] {
    precondition(scores.count == experts, "\(scores.count) scores for \(experts) experts")
    let order = scores.indices.sorted {
      scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1]
    }
    return Array(order.prefix(chosen))
  }

  /// How many different experts a batch visits.
  ///
  /// - Parameter batch: The scores of each token.
  /// - Returns: At most all of them.
  public func expertsTouched(by batch: [[Float]]) -> Int {
    var touched = Set<Int>()
    for scores in batch { touched.formUnion(route(scores)) }
    return touched.count
  }

  /// The mean share of the experts that synthetic batches touch.
  ///
  /// Scores are independent and even, the case in which the share is expected to be
  /// 1 − (1 − chosen/experts)^batch.
  ///
  /// - Parameters:
  ///   - batch: Tokens in each batch.
  ///   - trials: Batches to average over.
  ///   - seed: Of the scores; the same seed gives the same share on every machine.
  /// - Returns: A plain number from 0 to 1.
  public func meanShareTouched(batch: Int, trials: Int, seed: UInt64) -> Quantity {
    var random = SplitMix64(seed: seed)
    var touched = 0
    for _ in 0..<trials {
      let scores = (0..<batch).map { _ in (0..<experts).map { _ in random.nextUnit() } }
      touched += expertsTouched(by: scores)
    }
    return Quantity(touched) / Quantity(trials * experts)
  }
}
