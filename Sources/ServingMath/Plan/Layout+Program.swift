extension Layout {
  /// TEMPORARY until merged: see branch shard.
  package func program(
    for place: DevicePlace,
    hasRows: Bool,
    of config: TransformerConfig
  ) -> [(PlannedAction.Step, layer: Int?)] {
    var program: [(PlannedAction.Step, layer: Int?)] = []
    let layers = stages(of: config)[place.stage].indices
    func exchanges(_ layer: Int) -> Bool {
      config.layers[layer].feedForward.experts.map { ExpertShards($0, self).exchanges } ?? false
    }
    guard hasRows else {
      return layers.filter(exchanges).flatMap { layer in
        [(.dispatch, layer), (.experts, layer), (.combine, layer)]
      }
    }
    if place.stage == 0 {
      program.append((.embed, nil))
      if tensor > 1 { program.append((.sum, nil)) }
    } else {
      program.append((.receive, nil))
      if tensor > 1 { program.append((.gather, nil)) }
    }
    for layer in layers {
      var steps: [PlannedAction.Step] = [.attention]
      if context > 1 { steps.append(.mergeContext) }
      steps.append(.attentionOutput)
      if tensor > 1 { steps.append(.sum) }
      steps.append(.addAttention)
      if config.layers[layer].feedForward.experts == nil {
        steps.append(.network)
        if tensor > 1 { steps.append(.sum) }
      } else {
        steps +=
          exchanges(layer)
          ? [.route, .dispatch, .sharedExperts, .experts, .combine, .mix]
          : [.route, .sharedExperts, .experts, .mix]
        if tensor * context > 1 { steps.append(.sum) }
      }
      steps.append(.addNetwork)
      program += steps.map { ($0, layer) }
    }
    if place.stage < pipeline - 1 {
      program.append((.send, nil))
    } else if place.context == 0 {
      program.append((.head, nil))
      if tensor > 1 { program.append((.collectLogits, nil)) }
    }
    return program
  }
}
