public import Quantities

/// What a batch costs in examples and saves in steps, by the empirical law of large-batch training.
///
///     examples / fewest examples = 1 + B / B_crit
///     steps / fewest steps       = 1 + B_crit / B
///
/// Both follow from (steps / fewest − 1) · (examples / fewest − 1) = 1, which training runs to a given loss
/// obey from small batches to very large ones. The critical batch is a property of task and loss: it grows
/// while a run proceeds. Sizes may be in tokens, sequences or microbatches, both in the same.
///
/// > Source: arXiv 1812.06162, equation 2.11; lecture, 0:59:48 (claim C093).
public struct CriticalBatch: Sendable {
  /// The batch at which examples and steps are both twice their fewest.
  public let size: Quantity

  /// A critical batch.
  ///
  /// Stops if it is not positive.
  public init(_ size: Quantity) {
    guard size > 0 * size, size.isFinite else { stop("a critical batch is positive; got \(size)") }
    self.size = size
  }

  /// Examples that reaching a loss takes, over those that the smallest batches take; a plain number.
  public func examples(batch: Quantity) -> Quantity { Quantity(1) + batch / size }

  /// Updates that reaching a loss takes, over those that the largest batches take; a plain number.
  public func steps(batch: Quantity) -> Quantity { Quantity(1) + size / batch }
}
