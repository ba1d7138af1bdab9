public import Quantities

/// What each device must hold (E12 to E15 of the lecture, counted from the shape).
extension ServingPlan {
  /// Weights on the fullest device, input embedding included.
  public var weightBytesPerDevice: Quantity {
    largest { share in
      weightBytes(resident: share.residentParameters + share.embeddingParameters, share)
    }
  }

  /// Cache on the fullest device, of all sequences that are on it.
  ///
  ///     stages · sequences of a rank · Σ over its layers bytes kept / (tp · cp, as far as heads divide)
  ///
  /// Every stage keeps the cache of all microbatches in flight, so the number of stages cancels (E15).
  public var cacheBytesPerDevice: Quantity {
    let stages = layout.stages(of: config).map { layers in
      layers.reduce(Quantity(0, .bytes)) { sum, layer in
        sum
          + layer.attention.bytesKept(
            context: context,
            cache,
            tensor: layout.tensor,
            contextParts: layout.context
          )
      }
    }
    let sequences = Double(layout.pipeline * sequencesPerRank)
    return sequences * (stages.max() ?? Quantity(0, .bytes))
  }

  /// Cache that the busiest device keeps for one more sequence.
  public var cacheBytesPerSequence: Quantity {
    cacheBytesPerDevice / Double(layout.pipeline * sequencesPerRank)
  }

  /// Memory of one device.
  public var memory: Quantity { chip.memory.value }

  /// Whether weights and cache fit in the memory of every device.
  public var fits: Bool { weightBytesPerDevice + cacheBytesPerDevice <= memory }

  /// The largest batch whose cache fits beside the weights; 0 where not even the weights do.
  public var largestBatch: Int {
    let room = memory - weightBytesPerDevice
    let perSequence = cacheBytesPerSequence
    guard room >= Quantity(0, .bytes) else { return 0 }
    guard perSequence > Quantity(0, .bytes) else { return batch }
    let sequences = (room / perSequence).plain.rounded(.down)
    let perStage = Int(min(sequences, 1e9)) / layout.pipeline
    return perStage * layout.pipeline * layout.data
  }

  /// The fewest devices, spread over by data and expert parallelism or by tensors, that could hold the plan.
  ///
  ///     (all weights + all cache) / memory, rounded up
  public var fewestDevices: Int {
    let kept = Double(batch) * config.keyValueBytes(context: context, cache)
    let all = config.weightBytes(weights) + kept
    return Int(min((all / memory).plain.rounded(.up), 1e15))
  }

  // MARK: - Shares

  /// The share of every stage.
  var shares: [DeviceShare] {
    (0..<layout.pipeline).map { DeviceShare(config, layout, stage: $0) }
  }

  func weightBytes(resident: Int, _ share: DeviceShare, touched: Double = 1) -> Quantity {
    Double(resident) * weights.rest.bytesPerElement
      + touched * Double(share.expertParameters) * weights.routedExperts.bytesPerElement
  }

  private func largest(_ bytes: (DeviceShare) -> Quantity) -> Quantity {
    shares.map(bytes).max() ?? Quantity(0, .bytes)
  }
}
