public import Quantities

/// What the speakers said about memory, pipelines and the way between racks.
///
/// They are what was said, not what is so; the catalogue has the latter.
extension Lecture {
  /// Accelerators in a rack.
  public static let acceleratorsPerRack = fact(64, .lecture, "2026-04-29", "0:37:11, about")

  /// GPUs over which the board deals the experts of a layer, E.
  public static let expertWidth = fact(64, .lecture, "2026-04-29", "0:33:54, of 72")

  /// Racks over which the layers are dealt in the example, P.
  public static let stages = fact(4, .lecture, "2026-04-29", "1:05:42, for example")

  /// The batch at which weights and arithmetic balance, before it was rounded down to 2,000.
  ///
  ///     R · sparsity
  public static var exampleBatch: Quantity { boardRatio.value * experts.sparsity }

  /// From one rack to the next: a few milliseconds, taken as two where it is multiplied by the stages.
  public static let hop = figure(
    2,
    .milliseconds,
    .lecture,
    "2026-04-29",
    "1:15:20 and 1:15:40, perhaps off by an order of magnitude"
  )

  /// What the hops of a token come to, as the host sums them up.
  public static let hopsOfToken = figure(
    10,
    .milliseconds,
    .lecture,
    "2026-04-29",
    "1:15:35, a guess"
  )
}
