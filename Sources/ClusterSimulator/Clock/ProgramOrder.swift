import ServingMath

/// The place that each action has in the order of a whole step, the same on every device.
///
/// Programs leave out what a device has no part in, but never change the order of the rest. Who takes part in an
/// exchange meets the others at its place; and where two half batches want one stream, the earlier place goes
/// first, then the first half. As all devices follow this one order, nobody waits for somebody who waits for him.
struct ProgramOrder {
  private var previous: PlannedAction.Step?
  private var last = -1

  /// The place of the next action of a program; the one behind it belongs to the action too.
  mutating func place(of action: PlannedAction) -> Int {
    let place = max(last + 2, 2 * (16 * Self.region(of: action) + rank(of: action)))
    (last, previous) = (place, action.step)
    return place
  }

  private static func region(of action: PlannedAction) -> Int {
    if let layer = action.layer { return layer + 1 }
    return switch action.step {
    case .head, .collectLogits, .send: 1 << 40
    default: 0
    }
  }

  private func rank(of action: PlannedAction) -> Int {
    switch action.step {
    case .embed, .receive: 0
    case .head, .send, .gather: 1
    case .collectLogits: 2
    case .attention: 1
    case .mergeContext: 2
    case .attentionOutput: 3
    case .sum: action.layer == nil ? 1 : previous == .attentionOutput ? 4 : 13
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

extension PlannedAction {
  /// Whether what the device computes comes before what it sends; else it works on what it has received.
  var sendsResult: Bool {
    switch step {
    case .dispatch, .send, .collectLogits: true
    default: false
    }
  }
}
