public import Quantities

extension PriceInversion {
  /// Cache bytes per token, from the prompt length at which a dearer tier starts.
  ///
  /// Below some context a pass takes as long as its arithmetic, beyond it as long as its reads, which
  /// grow with the context. If the vendor puts its threshold where the two meet,
  ///
  ///     bytes per token = (1 − 1/m) · 2 · N_active · β / (F · L)
  ///
  /// with L the threshold, F/β the chip's ridge in FLOP/B and m the batch in multiples of the balanced
  /// one, R · N_total / N_active. The lecture lets m go to infinity, which drops the weights; at m = 1
  /// they fill the whole reading time and nothing is left for a cache.
  ///
  /// > Source: lecture, 1:35:53 (E22); the factor with m is ours.
  public struct KeyValueBytes: Sendable {
    /// Prompt length at which the tier starts, in tokens.
    public let threshold: Quantity
    /// Parameters that one token is multiplied with, a plain count.
    public let activeParameters: ClosedRange<Quantity>
    /// Peak arithmetic over memory bandwidth, in FLOP/B.
    public let ridge: ClosedRange<Quantity>
    /// Batch over the balanced batch; nothing where the weights are neglected.
    public let batchMultiple: ClosedRange<Quantity>?

    /// A deduction with the ridge given directly; stops if a batch multiple is below one.
    public init(
      threshold: Quantity,
      activeParameters: ClosedRange<Quantity>,
      ridge: ClosedRange<Quantity>,
      batchMultiple: ClosedRange<Quantity>? = nil
    ) {
      if let least = batchMultiple?.lowerBound, least < Quantity(1) {
        stop("a batch of \(least) times the balanced one waits for weights: give one or more")
      }
      self.threshold = threshold
      self.activeParameters = activeParameters
      self.ridge = ridge
      self.batchMultiple = batchMultiple
    }

    /// A deduction over every published pairing of some chips and precisions.
    ///
    /// The ridge is the range around all of them, since F and β belong to one chip and do not vary apart.
    /// Stops if none of the chips publishes a peak at any of the precisions.
    public init(
      threshold: Quantity,
      activeParameters: ClosedRange<Quantity>,
      chips: [Chip],
      precisions: [Precision],
      batchMultiple: ClosedRange<Quantity>? = nil
    ) {
      let ridges = chips.flatMap { chip in
        precisions.compactMap { precision in
          chip.publishedPeak(precision).map { $0.value / chip.memoryBandwidth.value }
        }
      }
      self.init(
        threshold: threshold,
        activeParameters: activeParameters,
        ridge: .around(ridges),
        batchMultiple: batchMultiple
      )
    }

    /// The deduced cache per token, in bytes per token.
    public var bytesPerToken: ClosedRange<Quantity> {
      let work = activeParameters * Quantity(1, .multiplyAdds)
      return cacheShare * (work / ridge) / threshold
    }

    /// The active parameters that a known cache would need for the same threshold.
    ///
    ///     N_active = bytes per token · F · L / (2 · β · (1 − 1/m))
    public func activeParameters(
      keepingPerToken bytesPerToken: ClosedRange<Quantity>
    ) -> ClosedRange<Quantity> {
      bytesPerToken * ridge * threshold / cacheShare / Quantity(1, .multiplyAdds)
    }

    /// The share of the balanced reading time that is left for the cache: 1 − 1/m.
    private var cacheShare: ClosedRange<Quantity> {
      let one = ClosedRange.exactly(Quantity(1))
      return batchMultiple.map { one - one / $0 } ?? one
    }
  }
}

extension PriceList {
  /// The cache bytes per token that this list's long-context threshold suggests.
  ///
  /// - Returns: Nothing for a list without such a tier.
  public func deducedKeyValueBytes(
    activeParameters: ClosedRange<Quantity>,
    chips: [Chip],
    precisions: [Precision],
    batchMultiple: ClosedRange<Quantity>? = nil
  ) -> PriceInversion.KeyValueBytes? {
    longContext.map {
      PriceInversion.KeyValueBytes(
        threshold: $0.threshold.value,
        activeParameters: activeParameters,
        chips: chips,
        precisions: precisions,
        batchMultiple: batchMultiple
      )
    }
  }

  /// The context up to which the dearer output price covers a cost that grows with the context.
  ///
  ///     threshold · (1 + output surcharge)
  ///
  /// If cost and price agree at the threshold, cost reaches the dearer price this much further on; a
  /// mix of requests spread evenly from the threshold is covered to twice as far.
  ///
  /// > Source: after lecture, 1:35:23 (D16).
  public var contextCoveredByOutputPrice: Quantity? {
    guard let threshold = longContext?.threshold.value, let surcharge = longOutputSurcharge else {
      return nil
    }
    return threshold * (Quantity(1) + surcharge)
  }
}
