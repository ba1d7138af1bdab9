/// Which experts the rows of a step visit, as far as a plan needs to know.
public enum ExpertVisits: Hashable, Sendable {
  /// Every expert gets its even share; a device reads the experts that so many rows are expected to touch.
  case even
  /// A router's choices: for each layer with experts, by its index, the experts of each row of the step, in
  /// the order of its feeds.
  case chosen([Int: [[Int]]])
}
