/// How a token's scores become experts and their weights.
public enum Routing: Hashable, Sendable {
  /// The best few scores; their weights are the softmax over all experts, or over the few.
  ///
  /// Both orders that models use are this: softmax over all and then divided by the sum of the chosen equals
  /// the softmax over the chosen.
  case softmax(chosen: Int, amongChosen: Bool)
  /// Sigmoids, chosen with a bias added and within the best groups; the weights leave the bias out.
  case sigmoid(chosen: Int, groups: Int, groupsChosen: Int, normalises: Bool, scale: Float)

  /// A token's experts in rising order, with the weights of what they make.
  ///
  /// - Parameters:
  ///   - logits: One for each expert, from the router's product.
  ///   - bias: Added to sigmoids while choosing.
  /// - Returns: As many experts as are chosen.
  func route(_ logits: [Float], bias: [Float]?) -> [(expert: Int, weight: Float)] {
    switch self {
    case .softmax(let chosen, let amongChosen):
      let experts = ExpertRouter(experts: logits.count, chosen: chosen).route(logits)
      let largest = logits[experts[0]]
      let powers = experts.map { PortableMath.exponential(logits[$0] - largest) }
      let sum =
        amongChosen
        ? powers.reduce(0, +)
        : logits.reduce(0) { $0 + PortableMath.exponential($1 - largest) }
      return Self.inOrder(experts, powers.map { $0 / sum })
    case .sigmoid(let chosen, let groups, let groupsChosen, let normalises, let scale):
      let scores = logits.map(PortableMath.sigmoid)
      let router = GroupLimitedRouter(
        experts: logits.count,
        chosen: chosen,
        groups: groups,
        groupsChosen: groupsChosen
      )
      let experts = router.route(bias.map { zip(scores, $0).map { $0 + $1 } } ?? scores)
      let sum = normalises ? experts.reduce(1e-20) { $0 + scores[$1] } : 1
      return Self.inOrder(experts, experts.map { scores[$0] / sum * scale })
    }
  }

  private static func inOrder(
    _ experts: [Int],
    _ weights: [Float]
  ) -> [(expert: Int, weight: Float)] {
    zip(experts, weights).map { (expert: $0, weight: $1) }.sorted { $0.expert < $1.expert }
  }
}
