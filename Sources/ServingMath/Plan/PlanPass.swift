import Quantities

/// Which way a plan's rows go through the model: forward, one half of the way back while training, or no way at
/// all where an iteration ends.
///
/// The way back does the forward pass's products twice: once for the gradient of what came in, which the stage
/// before waits for, and once for the gradient of the weights, which nobody waits for. Together 6 FLOP for each
/// weight and token. Schedules move the second half into gaps. Once an iteration comes the update: gradients are
/// added up over the devices that hold the same weights, and the optimiser changes these.
///
/// > Source: arXiv 2401.10241, section 2, for the two halves.
public enum PlanPass: String, CaseIterable, Hashable, Sendable {
  case forward
  /// Gradients of activations, from the last stage to the first.
  case inputGradient
  /// Gradients of weights, on each device by itself.
  case weightGradient
  /// The sum of gradients over replicas and the optimiser's step, once an iteration.
  case update

  /// The passes that each microbatch makes.
  public static let ofMicrobatch: [PlanPass] = [.forward, .inputGradient, .weightGradient]
}

extension Lowering {
  /// The actions of the plan's pass, made from those of the forward pass.
  ///
  /// Attention's scores are computed anew on the way back and have two gradients each, as weighted sums do:
  /// twice the forward work and once more the scores. Norms and elementwise work count twice.
  func turned(_ forward: [PlannedAction], _ shards: inout ShardCache) -> [PlannedAction] {
    switch plan.pass {
    case .forward: return forward
    case .update: return update(&shards)
    case .inputGradient: return forward.reversed().map { backward($0, &shards) }
    case .weightGradient:
      return forward.reversed().compactMap { action in
        var gradient = PlannedAction(action.step, layer: action.layer)
        gradient.operations = action.operations.compactMap(\.weightGradient)
        return gradient.operations.isEmpty ? nil : gradient
      }
    }
  }

  private func backward(_ action: PlannedAction, _ shards: inout ShardCache) -> PlannedAction {
    // What was received is handed back, and what was sent comes back.
    let step: PlannedAction.Step =
      switch action.step {
      case .send: .receive
      case .receive: .send
      default: action.step
      }
    var gradient = PlannedAction(step, layer: action.layer)
    gradient.operations = action.operations.map(\.inputGradient)
    gradient.communication = action.communication
    switch action.step {
    case .send, .receive:
      let back = Array(action.communication?.group.reversed() ?? [])
      let sendings = back.dropFirst().map {
        Communication.Sending(to: $0, messages: 1, bytes: handedOn)
      }
      gradient.communication = Communication(
        .handOver,
        group: back,
        sendings: step == .send ? sendings : []
      )
    case .dispatch, .combine:
      // Gradients of results go out to the experts, as narrow as rows do, and those of their inputs come back.
      guard let layer = action.layer, let load = shards.load(of: layer) else { break }
      gradient.communication =
        action.step == .combine
        ? exchange(load.leaving, width: plan.widths.dispatch)
        : exchange(load.arriving, width: plan.widths.activation)
    default: break
    }
    return gradient
  }
}

extension PlannedOperation {
  /// The gradient of what came in.
  fileprivate var inputGradient: PlannedOperation {
    var gradient = self
    switch shape {
    case .product: break
    case .attention(_, _, let keyWidth, let valueWidth):
      let scores = Double(keyWidth) / Double(keyWidth + valueWidth)
      gradient.amounts.flop *= 2 + scores
      gradient.amounts.cacheRead *= 2
      gradient.amounts.activationsRead *= 2
    case .rows:
      gradient.amounts.flop *= 2
      gradient.amounts.activationsRead *= 2
    }
    return gradient
  }

  /// The gradient of the weights: as much work as the product; inputs and gradients are read, weights written.
  fileprivate var weightGradient: PlannedOperation? {
    guard case .product = shape else { return nil }
    var gradient = self
    gradient.amounts.activationsRead += amounts.activationsWritten
    gradient.amounts.activationsWritten = amounts.weights
    gradient.amounts.weights = 0
    return gradient
  }
}
