import ServingMath

/// The place that each action has in the order of a whole step, the same on every device.
///
/// Programs leave out what a device has no part in, but never change the order of the rest. Who takes part in an
/// exchange meets the others at its place; and where two half batches want one stream, the earlier place goes
/// first, then the first half. As all devices follow this one order, nobody waits for somebody who waits for him.
struct ProgramOrder {
  /// Whether actions come in the order of the way back.
  let isBackward: Bool
  private var previous: PlannedAction.Step?
  private var last = Int.min / 2

  init(isBackward: Bool) { self.isBackward = isBackward }

  /// The place of the next action of a program; the one behind it belongs to the action too.
  mutating func place(of action: PlannedAction) -> Int {
    let forward = 2 * (16 * region(of: action) + rank(of: action))
    let place = max(last + 2, isBackward ? -forward : forward)
    (last, previous) = (place, action.step)
    return place
  }

  /// Whether what the device computes comes before what it sends; else it works on what it has received.
  func sendsResult(_ action: PlannedAction) -> Bool {
    switch action.step {
    case .dispatch, .send, .collectLogits: !isBackward
    default: isBackward
    }
  }

  /// The beginning of a stage, its layers, its end.
  private func region(of action: PlannedAction) -> Int {
    if let layer = action.layer { return layer + 1 }
    return switch action.step {
    case .head, .collectLogits: Self.end
    case .send: isBackward ? 0 : Self.end
    case .receive: isBackward ? Self.end : 0
    default: 0
    }
  }

  private static let end = 1 << 40

  private func rank(of action: PlannedAction) -> Int {
    switch action.step {
    case .embed, .receive, .send, .sumGradients: 0
    case .head, .gather, .update: 1
    case .collectLogits, .shareWeights: 2
    case .attention: 1
    case .mergeContext: 2
    case .attentionOutput: 3
    case .sum where action.layer == nil: 1
    case .sum: previous == (isBackward ? .addAttention : .attentionOutput) ? 4 : 13
    case .addAttention: 5
    case .network: 6
    case .route: 7
    case .dispatch: 8
    case .sharedExperts: 9
    case .experts: 10
    case .combine: 11
    case .mix: 12
    case .addNetwork: 14
    }
  }
}
