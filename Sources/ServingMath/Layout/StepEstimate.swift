public import Quantities

/// One decode pass of a model, spread over devices, taken apart into what the slowest device does.
///
/// The board for any model: each term is a time that cannot be undercut, from the shape, the layout and
/// the chip's data sheet. Left out: kernel launches, imbalance of experts, activations in memory, and
/// everything else that makes real passes about three times as long.
///
///     weights        resident + touched experts, bytes / β
///     cache          sequences of the device · bytes read / β
///     arithmetic     2 · weights met by the device's tokens / F(weights)  +  attention / F(cache)
///     all-reduce     two a layer, over the tensor-parallel devices
///     all-to-all     dispatch and combine of every layer with experts
///     hand-over      activations to the next stage
///
/// > Source: lecture, E1 to E16, extended by the network as its second part has it.
public struct StepEstimate: Sendable {
  /// What is estimated.
  public let plan: ServingPlan
  /// The times of the slowest stage, in the order above.
  public let terms: [Term]

  /// One thing that takes time in a stage.
  public struct Term: Hashable, Sendable {
    /// What takes the time.
    public let kind: Kind
    /// How long, for the slowest stage and one microbatch.
    public let time: Quantity
  }

  /// What can take time.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case weights
    case cache
    case weightArithmetic = "weight arithmetic"
    case attentionArithmetic = "attention arithmetic"
    case allReduce = "all-reduce"
    case allToAll = "all-to-all"
    case handOver = "hand-over"

    /// How the term is computed, in symbols.
    public var formula: String {
      switch self {
      case .weights: "(resident + touched experts) · w / β"
      case .cache: "sequences · bytes read / β"
      case .weightArithmetic: "2 · tokens · weights met / F"
      case .attentionArithmetic: "2 · tokens · multiply-adds on the cache / F"
      case .allReduce: "layers · 2 · 2 (tp − 1)/tp · tokens · d · 2 B / link"
      case .allToAll: "expert layers · tokens · chosen · d · (1 B + 2 B) / link"
      case .handOver: "tokens · d · 2 B / link"
      }
    }
  }

  /// The time of one term.
  public func time(_ kind: Kind) -> Quantity {
    terms.first { $0.kind == kind }?.time ?? Quantity(0, .seconds)
  }
}

// MARK: - Sums

extension StepEstimate {
  /// Memory traffic: weights and cache.
  public var memoryTime: Quantity { time(.weights) + time(.cache) }

  /// Arithmetic: on the weights and on the cache.
  public var computeTime: Quantity { time(.weightArithmetic) + time(.attentionArithmetic) }

  /// What the devices say to each other.
  public var networkTime: Quantity { time(.allReduce) + time(.allToAll) + time(.handOver) }

  /// The pass through one stage if memory, arithmetic and network overlap perfectly.
  ///
  ///     max(memory, arithmetic, network)
  public var stageTime: Quantity { max(memoryTime, computeTime, networkTime) }

  /// The pass through one stage if nothing overlaps.
  public var stageTimeWithoutOverlap: Quantity { memoryTime + computeTime + networkTime }

  /// What the stage waits for: the term that is longest within the longest of the three.
  public var binds: Kind {
    let groups: [(Quantity, [Kind])] = [
      (memoryTime, [.weights, .cache]),
      (computeTime, [.weightArithmetic, .attentionArithmetic]),
      (networkTime, [.allReduce, .allToAll, .handOver]),
    ]
    let longest = groups.dropFirst().reduce(groups[0]) { $1.0 > $0.0 ? $1 : $0 }
    return longest.1.dropFirst().reduce(longest.1[0]) { time($1) > time($0) ? $1 : $0 }
  }

  /// Time from one token of a sequence to its next: through every stage, or until its turn comes again.
  ///
  ///     stages · stage time
  public var stepTime: Quantity { Double(plan.layout.pipeline) * stageTime }

  /// Tokens that one reader sees each second.
  public var tokensPerSecondPerUser: Quantity { Quantity(1, .tokens) / stepTime }

  /// Tokens that all sequences gain each second.
  ///
  /// With fewer sequences than stages some stages stand idle.
  public var tokensPerSecond: Quantity { Quantity(Double(plan.batch), .tokens) / stepTime }

  /// Tokens each second and device.
  public var tokensPerSecondPerDevice: Quantity {
    tokensPerSecond / Double(plan.layout.devices)
  }

  /// What a token costs at a price per device and hour.
  ///
  ///     devices · rent / tokens per second
  public func costPerToken(rent: Quantity) -> Quantity {
    Double(plan.layout.devices) * rent / tokensPerSecond
  }

  /// The share of the peak that the weights' arithmetic uses: model FLOP utilisation, without attention.
  public var utilisation: Quantity { time(.weightArithmetic) / stageTime }
}
