/// A router that first picks a few groups of experts and then the best experts within them.
///
/// DeepSeek-V3 routes like this so that a token visits few nodes: a group is scored by the sum of its two
/// best experts, the best groups stay, and the experts are the best of theirs. With all groups allowed it
/// is `ExpertRouter`.
///
/// > Source: DeepSeek-V3 Technical Report, section 2.1.2, and the reference code of the model.
public struct GroupLimitedRouter: Sendable {
  /// Experts in the layer.
  public let experts: Int
  /// Experts that each token visits.
  public let chosen: Int
  /// Groups of equally many neighbouring experts.
  public let groups: Int
  /// Groups that a token may choose from.
  public let groupsChosen: Int

  /// A router that sends each token to some experts of some groups.
  ///
  /// - Precondition: Groups divide the experts, and those allowed hold at least `chosen` of them.
  public init(experts: Int, chosen: Int, groups: Int, groupsChosen: Int) {
    precondition(groups >= 1 && experts.isMultiple(of: groups), "groups do not divide the experts")
    precondition((1...groups).contains(groupsChosen), "cannot choose \(groupsChosen) of \(groups)")
    precondition(
      (1...experts / groups * groupsChosen).contains(chosen),
      "the groups that may be chosen have too few experts"
    )
    self.experts = experts
    self.chosen = chosen
    self.groups = groups
    self.groupsChosen = groupsChosen
  }

  /// A router without a limit.
  public init(_ router: ExpertRouter) {
    self.init(experts: router.experts, chosen: router.chosen, groups: 1, groupsChosen: 1)
  }

  /// The experts of one token, best first; ties go to the lower index.
  ///
  /// - Parameter scores: One for each expert, from the router's matrix product.
  /// - Returns: Indices of the chosen experts.
  /// - Precondition: There are as many scores as experts.
  public func route(_ scores: [Float]) -> [Int] {
    precondition(scores.count == experts, "\(scores.count) scores for \(experts) experts")
    let size = experts / groups
    let groupScores = (0..<groups).map { group in
      let best = Self.best(2, of: group * size..<(group + 1) * size, by: scores)
      return best.reduce(Float(0)) { $0 + scores[$1] }
    }
    let allowed = Self.best(groupsChosen, of: 0..<groups, by: groupScores).sorted()
    let candidates = allowed.flatMap { $0 * size..<($0 + 1) * size }
    return Self.best(chosen, of: candidates, by: scores)
  }

  /// The few best of some indices, by insertion; candidates come in rising order, so ties keep the lower.
  private static func best(_ count: Int, of candidates: some Sequence<Int>, by scores: [Float])
    -> [Int]
  {
    var best: [Int] = []
    best.reserveCapacity(count + 1)
    for candidate in candidates {
      if best.count == count, let worst = best.last, scores[candidate] <= scores[worst] { continue }
      let place = best.firstIndex { scores[$0] < scores[candidate] } ?? best.count
      best.insert(candidate, at: place)
      if best.count > count { best.removeLast() }
    }
    return best
  }
}
