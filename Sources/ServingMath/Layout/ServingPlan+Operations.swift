import Quantities

extension ServingPlan {
  /// The operations of a pass on a device of one stage, in the order in which a layer does them.
  ///
  /// - Parameter stage: From 0; the first by default.
  /// - Returns: Operations whose times sum to the terms of `estimate` for that stage.
  public func operations(stage: Int = 0) -> [Operation] {
    let share = DeviceShare(config, layout, stage: stage)
    let layers = layout.stages(of: config)[stage]
    let tokens = Double(sequencesPerRank)
    let parts = PartCount(config, layout, layers)
    let rest = chip.peak(arithmetic(for: weights.rest)).value
    func resident(_ name: String, _ parameters: Int, count: Int) -> Operation {
      Operation(
        name: name,
        count: count,
        work: Quantity(tokens * Double(parameters), .multiplyAdds),
        bytes: Double(parameters) * weights.rest.bytesPerElement,
        peak: rest,
        bandwidth: chip.memoryBandwidth.value
      )
    }
    let head = share.residentParameters - parts.attention - parts.feedForward
    return [
      resident("attention projections", parts.attention, count: layers.count),
      attend(layers, tokens: tokens),
      resident("dense and shared feed-forward", parts.feedForward, count: layers.count),
      routed(share),
      resident("output head and final norm", head, count: head > 0 ? 1 : 0),
    ].filter { $0.bytes > Quantity(0, .bytes) || $0.work > Quantity(0, .flop) }
  }

  private func attend(
    _ layers: ArraySlice<TransformerConfig.Layer>,
    tokens: Double
  ) -> Operation {
    Operation(
      name: "attention over the cache",
      count: layers.count,
      work: tokens * attentionWork(layers),
      bytes: tokens * bytesRead(layers),
      peak: chip.peak(arithmetic(for: cache)).value,
      bandwidth: chip.memoryBandwidth.value
    )
  }

  private func routed(_ share: DeviceShare) -> Operation {
    Operation(
      name: "routed experts",
      count: share.expertLayers,
      work: routedWork(share),
      bytes: weightBytes(resident: 0, share, touched: touchedShare),
      peak: chip.peak(arithmetic(for: weights.routedExperts)).value,
      bandwidth: chip.memoryBandwidth.value
    )
  }
}

/// The resident weights of a device's layers by the operation that reads them.
private struct PartCount {
  /// Projections, their norms and the norms around the layer.
  var attention = 0
  /// Dense networks, shared experts and routers.
  var feedForward = 0

  init(
    _ config: TransformerConfig,
    _ layout: Layout,
    _ layers: ArraySlice<TransformerConfig.Layer>
  ) {
    for layer in layers {
      let bare = TransformerConfig.Layer(
        layer.attention,
        .dense(width: 0),
        normParameters: layer.normParameters
      )
      let whole = DeviceShare.resident(layer, config.hiddenSize, layout)
      let mine = DeviceShare.resident(bare, config.hiddenSize, layout)
      attention += mine
      feedForward += whole - mine
    }
  }
}
