public import Quantities

// What the board says once every sequence brings a KV cache to be read.
extension Roofline {
  /// Cache traffic that each further sequence adds to a pass.
  ///
  ///     context · bytes per token / β
  public func keyValueTimePerSequence(context: Quantity) -> Quantity {
    context * keyValueBytesPerToken / memoryBandwidth
  }

  /// The context at which reading a sequence's cache takes as long as its arithmetic.
  ///
  ///     context* = w · N_active / (R · bytes per token)
  ///
  /// > Source: lecture, 0:11:29.
  public var balancedContext: Quantity {
    computeTimePerSequence * memoryBandwidth / keyValueBytesPerToken
  }

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
    return left * memoryBandwidth / keyValueBytesPerToken
  }

  /// The batch that balances memory and arithmetic when the cache is read too.
  ///
  ///     B*(context) = B* / (1 − context / context*)
  ///
  /// Infinite from the balanced context on: there memory stays the longer of the two at any batch.
  ///
  /// > Source: the closed form is ours; the lecture says at 0:19:49 that KV moves the optimum up.
  public func balancedBatch(context: Quantity) -> Quantity {
    let left = 1 - (context / balancedContext).plain
    return left > 0 ? balancedBatch / left : Quantity(.infinity)
  }

  /// The least that a token can take of the rack's time, however large the batch.
  ///
  ///     max(2 · N_active / F, context · bytes per token / β)
  ///
  /// > Source: lecture, 0:14:54 (E5).
  public func timePerTokenFloor(context: Quantity = Quantity(0, .tokens)) -> Quantity {
    max(computeTimePerSequence, keyValueTimePerSequence(context: context)) / Quantity(1, .tokens)
  }

  /// The least that a token can cost, however large the batch.
  ///
  /// - Parameters:
  ///   - rent: Of one chip, per hour.
  ///   - context: As for the pass.
  /// - Returns: In dollars per token.
  public func costFloor(rent: Quantity, context: Quantity = Quantity(0, .tokens)) -> Quantity {
    rack.rent(at: rent) * timePerTokenFloor(context: context)
  }

  /// Tokens of context that fit for each sequence beside the weights.
  ///
  ///     (memory − weights) / (B · bytes per token)
  public func contextThatFills(batch: Quantity) -> Quantity {
    (rack.memory - model.weights) / (batch * keyValueBytesPerToken)
  }

  /// Tokens of context that fit for each of a whole number of sequences beside the weights.
  public func contextThatFills(batch: Int) -> Quantity { contextThatFills(batch: Quantity(batch)) }
}
