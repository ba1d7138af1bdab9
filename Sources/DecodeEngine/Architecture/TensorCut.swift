/// How the devices of a layout share a tensor, if they do.
enum TensorCut: Hashable {
  /// What each device has some of.
  enum Items: Hashable {
    case vocabulary, queryHeads, keyValueHeads
    /// Columns inside a network that all rows visit.
    case width
    /// Columns inside a routed expert.
    case expertWidth
  }

  /// Every device has all of it.
  case whole
  /// Items along one side, each so many numbers long; all of them lie there in so many runs.
  case side(Int, Items, each: Int = 1, runs: Int = 1)
  /// What is added to a sum over items: the device with the first of them has it, for the others it is zeros.
  case once(Items)
}
