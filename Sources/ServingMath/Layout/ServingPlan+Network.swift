public import Quantities

/// What the devices of a plan say to each other in a pass.
///
/// Activations travel in 16 bits, but for the dispatch to experts, which is in 8 as DeepSeek does it.
/// A group of devices that fits in one scale-up domain uses its links; of a larger group the part beyond
/// the domain goes through the network cards. Latency is left out.
extension ServingPlan {
  func network(_ share: DeviceShare, tokens: Int) -> [StepEstimate.Term] {
    [
      .init(kind: .allReduce, time: allReduceTime(share, tokens: tokens)),
      .init(kind: .allToAll, time: allToAllTime(share, tokens: tokens)),
      .init(kind: .handOver, time: handOverTime(tokens: tokens)),
    ]
  }

  /// Bytes that each device sends in one layer's dispatch and combine: one copy per chosen expert.
  ///
  ///     tokens · chosen · hidden size · (1 + 2) bytes
  ///
  /// > Source: lecture, 0:38:41; the byte counts are those of DeepSeek's production system.
  public var dispatchAndCombineBytes: Quantity {
    guard let experts = config.experts, layout.expert > 1 else { return Quantity(0, .bytes) }
    let tokensPerDevice =
      Double(sequencesPerRank) / Double(layout.tensor * layout.context)
    return Quantity(tokensPerDevice * Double(experts.chosen * config.hiddenSize * 3), .bytes)
  }

  /// Bytes that a device of a stage sends in a pass, or nothing where the estimate leaves the exchange out.
  ///
  ///     all-reduce   layers · 2 · 2 (tp − 1)/tp · tokens · d · 2 B
  ///     all-to-all   expert layers · dispatch and combine · (ep − 1)/ep
  ///     hand-over    tokens · d · 2 B / tp
  ///
  /// - Parameters:
  ///   - kind: How bytes go round.
  ///   - stage: From 0.
  /// - Returns: Bytes over the whole pass of one microbatch.
  public func bytesSent(_ kind: Communication.Kind, stage: Int) -> Quantity? {
    let share = DeviceShare(config, layout, stage: stage)
    switch kind {
    case .allReduce: return allReduceBytes(share, tokens: sequencesPerRank)
    case .allToAll:
      let leaving = Double(layout.expert - 1) / Double(layout.expert)
      return leaving * Double(share.expertLayers) * dispatchAndCombineBytes
    case .handOver:
      guard stage < layout.pipeline - 1 else { return Quantity(0, .bytes) }
      return activations(sequencesPerRank) / Double(layout.tensor)
    case .reduceScatter, .allGather, .gather: return nil
    }
  }

  /// A ring all-reduce after attention and one after the feed-forward.
  private func allReduceBytes(_ share: DeviceShare, tokens: Int) -> Quantity {
    let group = layout.tensor
    let passes = 2 * Double(share.layers) * 2 * Double(group - 1) / Double(group)
    return passes * activations(tokens)
  }

  private func allReduceTime(_ share: DeviceShare, tokens: Int) -> Quantity {
    guard layout.tensor > 1 else { return Quantity(0, .seconds) }
    return allReduceBytes(share, tokens: tokens) / link(among: layout.tensor)
  }

  private func allToAllTime(_ share: DeviceShare, tokens: Int) -> Quantity {
    let group = layout.expert
    guard group > 1 else { return Quantity(0, .seconds) }
    let sent = Double(share.expertLayers) * dispatchAndCombineBytes
    let domain = chip.scaleUpDomain.value
    let inside = Double(min(group, domain) - 1) / Double(group)
    let outside = Double(max(0, group - domain)) / Double(group)
    return max(inside * sent / scaleUp, outside * sent / scaleOut)
  }

  private func handOverTime(tokens: Int) -> Quantity {
    guard layout.pipeline > 1 else { return Quantity(0, .seconds) }
    return activations(tokens) / Double(layout.tensor) / link(among: layout.devices)
  }

  private func activations(_ tokens: Int) -> Quantity {
    Quantity(Double(tokens) * Double(config.hiddenSize * 2), .bytes)
  }

  private func link(among devices: Int) -> Quantity {
    devices <= chip.scaleUpDomain.value ? scaleUp : scaleOut
  }

  /// Where a link is not published it is taken as free: the estimate stays a lower bound.
  private var scaleUp: Quantity {
    chip.scaleUpBandwidth?.value ?? Quantity(.infinity, .bytesPerSecond)
  }

  private var scaleOut: Quantity {
    chip.scaleOutBandwidth?.value ?? scaleUp
  }
}
