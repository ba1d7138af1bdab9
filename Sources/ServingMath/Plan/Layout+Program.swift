extension Layout {
  /// What a device does for one microbatch.
  ///
  /// A plan gives each step its arithmetic and traffic, the engine performs it.
  ///
  /// - Parameters:
  ///   - place: The device's.
  ///   - hasRows: Whether its data rank has rows in the microbatch. Without, it only serves its experts to
  ///     the other data ranks.
  ///   - config: The model, which the layout must be able to carry (`check`).
  /// - Returns: Steps in order, and the layer for which each is done; none for the ends of the model and of a
  ///   stage.
  package func program(
    for place: DevicePlace,
    hasRows: Bool,
    of config: TransformerConfig
  ) -> [(PlannedAction.Step, layer: Int?)] {
    let layers = stages(of: config)[place.stage]
    guard hasRows else {
      return layers.indices.filter { exchanges(config.layers[$0]) }.flatMap { layer in
        [.dispatch, .experts, .combine].map { ($0, layer: layer) }
      }
    }
    var program: [(PlannedAction.Step, layer: Int?)] = []
    if place.stage == 0 {
      program.append((.embed, layer: nil))
      if tensor > 1 { program.append((.sum, layer: nil)) }
    } else {
      program.append((.receive, layer: nil))
      if tensor > 1 { program.append((.gather, layer: nil)) }
    }
    for layer in layers.indices {
      let steps = attentionSteps + networkSteps(config.layers[layer])
      program += steps.map { ($0, layer: layer) }
    }
    if place.stage < pipeline - 1 {
      program.append((.send, layer: nil))
    } else if place.context == 0 {
      program.append((.head, layer: nil))
      if tensor > 1 { program.append((.collectLogits, layer: nil)) }
    }
    return program
  }

  private var attentionSteps: [PlannedAction.Step] {
    [.attention] + (context > 1 ? [.mergeContext] : [])
      + [.attentionOutput] + (tensor > 1 ? [.sum] : []) + [.addAttention]
  }

  private func networkSteps(_ layer: TransformerConfig.Layer) -> [PlannedAction.Step] {
    guard layer.feedForward.experts != nil else {
      return [.network] + (tensor > 1 ? [.sum] : []) + [.addNetwork]
    }
    let isShared = tensor * context > 1
    let middle: [PlannedAction.Step] =
      exchanges(layer)
      ? [.dispatch, .sharedExperts, .experts, .combine] : [.sharedExperts, .experts]
    return [.route] + middle + [.mix] + (isShared ? [.sum] : []) + [.addNetwork]
  }

  private func exchanges(_ layer: TransformerConfig.Layer) -> Bool {
    layer.feedForward.experts.map { ExpertShards($0, self).exchanges } ?? false
  }
}
