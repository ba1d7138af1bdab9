public import Quantities

/// What a served model asks of each GPU's memory when experts are dealt over a rack and layers over racks.
///
///     demand    C = N_total · w + B · context · bytes per token
///     per GPU   c = C / (E · P)
///     in a full loop B = P · b, and so   c = N_total · w / (E · P) + b · context · bytes per token / E
///
/// E is the number of GPUs that share each layer, P the number of stages, b the sequences of one microbatch.
/// Weights and cache are taken as perfectly divided; `ServingPlan` counts what is held more than once.
/// Activations and buffers are left out.
///
/// > Source: lecture, 1:04:35 to 1:11:22 (E12 to E15).
public struct StageMemory: Sendable {
  /// The model, as the board has it.
  public let model: ServedModel
  /// GPUs that share each layer, E.
  public let width: Int
  /// Stages, P: the lecture's racks.
  public let stages: Int
  /// Microbatches under way.
  public let microbatches: Int
  /// Sequences of one microbatch, b; a plain number.
  public let microbatch: Quantity
  /// Tokens that each sequence looks back on.
  public let context: Quantity

  /// The memory of a loop, with a microbatch for each stage unless another number is given.
  ///
  /// Stops if a count is not positive, the microbatch is no plain number, or the context no tokens.
  public init(
    _ model: ServedModel,
    width: Int,
    stages: Int,
    microbatches: Int? = nil,
    microbatch: Quantity,
    context: Quantity
  ) {
    let underWay = microbatches ?? stages
    guard width > 0, stages > 0, underWay > 0 else {
      stop("memory is shared by at least one GPU, one stage and one microbatch")
    }
    guard microbatch >= Quantity(0), context >= Quantity(0, .tokens) else {
      stop("a microbatch and its context are not negative")
    }
    self.model = model
    self.width = width
    self.stages = stages
    self.microbatches = underWay
    self.microbatch = microbatch
    self.context = context
  }

  /// GPUs in all, E · P.
  public var devices: Int { width * stages }

  /// Sequences under way in all, B.
  public var globalBatch: Quantity { Double(microbatches) * microbatch }

  /// Cache of all sequences under way.
  ///
  ///     B · context · bytes per token
  public var cache: Quantity { globalBatch * context * model.keyValueBytesPerToken }

  /// Memory that the system must have: weights and cache (E12).
  public var demand: Quantity { model.weights + cache }

  /// Weights on each GPU.
  ///
  ///     N_total · w / (E · P)
  public var weightsPerDevice: Quantity { model.weights / Double(devices) }

  /// Cache on each GPU; in a full loop the number of stages cancels (E15).
  ///
  ///     B · context · bytes per token / (E · P)
  public var cachePerDevice: Quantity { cache / Double(devices) }

  /// Weights and cache on each GPU (E13).
  public var perDevice: Quantity { demand / Double(devices) }

  /// Time that a token spends waiting for weights: every stage after the other, each with its own GPUs.
  ///
  ///     P · (N_total · w / (E · P)) / β = N_total · w / (E · β)
  ///
  /// > Source: lecture, 1:17:34 (E16).
  public func weightReadTime(bandwidth: Quantity) -> Quantity {
    Double(stages) * (weightsPerDevice / bandwidth)
  }
}

// MARK: - Turned around

extension StageMemory {
  /// The fewest stages with which the weights on a GPU stay within a limit.
  ///
  ///     ⌈N_total · w / (E · limit)⌉
  public static func fewestStages(_ model: ServedModel, width: Int, limit: Quantity) -> Int {
    guard width > 0, limit > Quantity(0, .bytes) else {
      stop("weights are shared by at least one GPU with some memory")
    }
    let stages = (model.weights / (Double(width) * limit)).plain
    return Int(max(1, stages.rounded(.up)))
  }

  /// The longest common context whose cache fits beside the weights, in tokens; negative where not even
  /// the weights fit.
  ///
  ///     (memory − N_total · w / (E · P)) · E · P / (B · bytes per token)
  public func longestContext(memory: Quantity) -> Quantity {
    Double(devices) * (memory - weightsPerDevice) / (globalBatch * model.keyValueBytesPerToken)
  }

  /// The largest microbatch whose cache fits beside the weights, a plain number; negative where not even
  /// the weights fit.
  public func largestMicrobatch(memory: Quantity) -> Quantity {
    let perSequence = Double(microbatches) * context * model.keyValueBytesPerToken
    return Double(devices) * (memory - weightsPerDevice) / perSequence
  }
}
