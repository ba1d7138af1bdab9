import Quantities

extension ServingPlan {
  /// The decode pass of this plan, term by term.
  ///
  /// It is a bound whether or not the plan fits in memory; that is `fits`.
  public var estimate: StepEstimate {
    let shares = shares
    let slices = layout.stages(of: config)
    var slowest: (time: Quantity, terms: [StepEstimate.Term])?
    for (share, layers) in zip(shares, slices) {
      let terms = terms(share, layers)
      let estimate = StepEstimate(plan: self, terms: terms)
      if slowest.map({ estimate.stageTime > $0.time }) ?? true {
        slowest = (estimate.stageTime, terms)
      }
    }
    return StepEstimate(plan: self, terms: slowest?.terms ?? [])
  }

  /// The smallest batch from which arithmetic takes longer than memory traffic, or nothing where the cache
  /// keeps memory longer at every batch up to a million per device.
  public var knee: Int? {
    func isComputeBound(_ batch: Int) -> Bool {
      guard let estimate = try? with(batch: batch).estimate else { return false }
      return estimate.computeTime >= estimate.memoryTime
    }
    var upper = 1
    let limit = min(1_000_000 * layout.devices, 500_000_000)
    while !isComputeBound(upper) {
      upper *= 2
      if upper > limit { return nil }
    }
    var lower = upper / 2
    while upper - lower > 1 {
      let middle = (lower + upper) / 2
      if isComputeBound(middle) { upper = middle } else { lower = middle }
    }
    return upper
  }

  // MARK: - Terms

  private func terms(
    _ share: DeviceShare,
    _ layers: ArraySlice<TransformerConfig.Layer>
  ) -> [StepEstimate.Term] {
    let bandwidth = chip.memoryBandwidth.value
    let tokens = sequencesPerRank
    let read = weightBytes(
      resident: share.residentParameters,
      share,
      touched: touchedShare
    )
    let cacheRead = Double(tokens) * bytesRead(layers)
    return [
      .init(kind: .weights, time: read / bandwidth),
      .init(kind: .cache, time: cacheRead / bandwidth),
      .init(kind: .weightArithmetic, time: weightArithmetic(share, tokens: tokens)),
      .init(kind: .attentionArithmetic, time: attentionArithmetic(layers, tokens: tokens)),
    ] + network(share, tokens: tokens)
  }

  /// The share of its experts' weights that a device reads in a pass: those that the tokens of the ranks
  /// with which it shares one copy of the experts are expected to choose.
  var touchedShare: Double {
    let ranks = layout.expert * layout.expertTensor / (layout.tensor * layout.context)
    let tokens = min(microbatch, sequencesPerRank * max(1, ranks))
    return config.experts?.expectedShareTouched(batch: tokens).plain ?? 1
  }

  /// Bytes that one sequence's new token reads of some layers on one device.
  func bytesRead(_ layers: ArraySlice<TransformerConfig.Layer>) -> Quantity {
    layers.reduce(Quantity(0, .bytes)) { sum, layer in
      sum
        + layer.attention.bytesRead(
          context: context,
          cache,
          tensor: layout.tensor,
          contextParts: layout.context
        )
    }
  }

  private func weightArithmetic(_ share: DeviceShare, tokens: Int) -> Quantity {
    let resident = Quantity(Double(tokens) * Double(share.residentParameters), .multiplyAdds)
    return resident / chip.peak(arithmetic(for: weights.rest)).value
      + routedWork(share) / chip.peak(arithmetic(for: weights.routedExperts)).value
  }

  /// Arithmetic of a device's routed experts: the chosen experts of all tokens of the stage, dealt evenly.
  func routedWork(_ share: DeviceShare) -> Quantity {
    let dealt = Double(microbatch) * Double(share.chosenParameters)
    return Quantity(dealt / Double(layout.devicesPerStage), .multiplyAdds)
  }

  private func attentionArithmetic(
    _ layers: ArraySlice<TransformerConfig.Layer>,
    tokens: Int
  ) -> Quantity {
    Double(tokens) * attentionWork(layers) / chip.peak(arithmetic(for: cache)).value
  }

  /// Arithmetic of one token on what its sequence keeps, on one device.
  func attentionWork(_ layers: ArraySlice<TransformerConfig.Layer>) -> Quantity {
    let multiplyAdds = layers.reduce(0.0) { sum, layer in
      sum
        + layer.attention.multiplyAdds(
          context: context,
          tensor: layout.tensor,
          contextParts: layout.context
        )
    }
    return Quantity(multiplyAdds, .multiplyAdds)
  }
}
