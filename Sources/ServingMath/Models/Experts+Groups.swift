public import Quantities

// Where the experts that one token chooses are, when a layer's experts stand in several groups.
extension Experts {
  /// The groups, of so many equal ones, that a token is expected to visit.
  ///
  ///     groups · (1 − C(count − count/groups, chosen) / C(count, chosen))
  ///
  /// Exact for a token that chooses its experts evenly. A token that is sent once to each group it visits,
  /// and handed on inside, crosses between groups this often instead of once for each chosen expert.
  /// `DecodeEngine.RoutedTraffic` counts the same thing by routing.
  ///
  /// - Parameter groups: Nodes or racks over which the experts are dealt evenly.
  /// - Returns: From 1 to the smaller of `groups` and `chosen`.
  public func expectedGroupsVisited(groups: Int) -> Quantity {
    guard groups >= 1, count.isMultiple(of: groups) else {
      stop("\(count) experts do not divide evenly among \(groups) groups")
    }
    let elsewhere = count - count / groups
    guard chosen <= elsewhere else { return Quantity(groups) }
    var missed = 1.0
    for choice in 0..<chosen { missed *= Double(elsewhere - choice) / Double(count - choice) }
    return Quantity(Double(groups) * (1 - missed))
  }
}
