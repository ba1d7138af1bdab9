public import Quantities

extension Roofline {
  /// The context at which memory traffic, weights included, takes as long as the arithmetic of a batch.
  ///
  ///     context = (2 · N_active / F − N_total · w / (B · β)) · β / bytes per token
  ///
  /// Below it arithmetic is the longer, above it memory. At the balanced batch it is zero: the whole of the
  /// arithmetic's time goes into reading weights. At m times that batch it is 1 − 1/m of `balancedContext`,
  /// which leaves the weights out.
  ///
  /// - Parameter batch: Sequences that share the reading of the weights.
  /// - Returns: Tokens; nothing for a batch so small that memory is the longer at any context.
  ///
  /// > Source: the balance of lecture 1:34:26 to 1:38:22, with the weights that the talk drops there.
  public func crossingContext(batch: Quantity) -> Quantity? {
    let left = computeTimePerSequence - latencyFloor / batch
    guard left >= Quantity(0, .seconds) else { return nil }
    return left * rack.memoryBandwidth / model.keyValueBytesPerToken
  }
}
