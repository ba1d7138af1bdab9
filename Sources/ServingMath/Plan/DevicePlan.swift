public import Quantities

/// What one device does in a step, and what it must hold for it.
public struct DevicePlan: Sendable {
  /// The device, counted from 0.
  public let rank: Int
  /// Where it stands.
  public let place: DevicePlace
  /// What it does, in order.
  public let actions: [PlannedAction]
  /// What it holds.
  package let memory: MemoryAmounts
  /// Bytes that a device holds.
  package struct MemoryAmounts: Hashable, Sendable {
    /// Weights, with the padding of their storage.
    package var weights = 0.0
    /// Keys and values in whole blocks, at the fullest moment of the step.
    package var cache = 0.0
    /// Activations: the matrices that a step works in.
    package var activations = 0.0
  }

  package init(
    rank: Int,
    place: DevicePlace,
    actions: [PlannedAction],
    memory: MemoryAmounts
  ) {
    self.rank = rank
    self.place = place
    self.actions = actions
    self.memory = memory
  }

  /// Weights that the device holds.
  public var weightBytes: Quantity { Quantity(memory.weights, .bytes) }
  /// Keys and values that it holds at the fullest moment of the step.
  public var cacheBytes: Quantity { Quantity(memory.cache, .bytes) }
  /// Activations that it works in.
  public var activationBytes: Quantity { Quantity(memory.activations, .bytes) }
  /// All that it holds at the fullest moment.
  public var peakBytes: Quantity { weightBytes + cacheBytes + activationBytes }

  /// The sums of one kind of operation over the step.
  package func amounts(_ kind: OperationKind) -> Amounts {
    var sum = Amounts()
    for action in actions {
      for operation in action.operations where operation.kind == kind { sum += operation.amounts }
    }
    return sum
  }

  /// The sums over the whole step.
  package var amounts: Amounts { actions.reduce(into: Amounts()) { $0 += $1.amounts } }

  /// Arithmetic of the step, in FLOP.
  public var work: Quantity { Quantity(amounts.flop, .flop) }

  /// Messages and bytes that the device sends, by kind of exchange.
  public func sent(_ kind: Communication.Kind) -> (messages: Int, bytes: Quantity) {
    let all = actions.compactMap(\.communication).filter { $0.kind == kind }
    return (
      all.reduce(0) { $0 + $1.messages }, all.reduce(Quantity(0, .bytes)) { $0 + $1.bytes }
    )
  }
}
