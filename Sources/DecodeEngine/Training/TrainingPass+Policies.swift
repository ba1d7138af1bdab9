/// What waits between the forward and the backward pass, by policy.
enum WaitingActivations {
  /// Every branch's input and intermediates.
  case records([ResidualBranch.Record])
  /// The state before each segment of so many branches.
  case checkpoints([ResidualState], branches: Int)
  /// The state after the last branch.
  case end(ResidualState)
}

extension TrainingPass {
  private var branches: Int { 2 * shape.layers }

  /// Runs all layers forward.
  ///
  /// - Returns: The output that the head reads, and what waits for `backward`.
  mutating func forward(_ embedded: Handle, _ policy: RecomputationPolicy) -> (
    output: Handle, waiting: WaitingActivations
  ) {
    var state = start(embedded)
    var records: [ResidualBranch.Record] = []
    var checkpoints: [ResidualState] = []
    for index in 0..<branches {
      if case .checkpointed(let layers) = policy, index.isMultiple(of: 2 * layers) {
        retain(state)
        checkpoints.append(state)
      }
      if let record = advance(&state, index, keeping: policy == .stored) { records.append(record) }
    }
    let output = self.output(of: state)
    if policy != .reversible { release(state) }
    memory.markTurn()
    switch policy {
    case .stored: return (output, .records(records))
    case .checkpointed(let layers): return (output, .checkpoints(checkpoints, branches: 2 * layers))
    case .reversible: return (output, .end(state))
    }
  }

  /// Runs all layers backward.
  ///
  /// - Parameters:
  ///   - dOutput: Gradient of what the head read; consumed.
  ///   - waiting: What `forward` left; consumed.
  /// - Returns: The gradient of the embedding.
  mutating func backward(_ dOutput: Handle, _ waiting: consuming WaitingActivations) -> Handle {
    var gradient = startOfGradient(dOutput)
    switch waiting {
    case .records(let records):
      for record in records.reversed() { backward(&gradient, record) }
    case .checkpoints(let checkpoints, let branches):
      for (segment, checkpoint) in checkpoints.enumerated().reversed() {
        let first = segment * branches
        let records = runAgain(first..<min(first + branches, self.branches), from: checkpoint)
        for record in records.reversed() { backward(&gradient, record) }
      }
    case .end(var state):
      for index in (0..<branches).reversed() {
        phase = .recomputed
        let record = retreat(&state, index, keeping: true)
        phase = .backward
        if let record { backward(&gradient, record) }
      }
      release(state)
    }
    guard let older = gradient.older else { return gradient.newer }
    // Both streams began as the embedding.
    memory.add(older, to: gradient.newer)
    memory.release(older)
    return gradient.newer
  }

  /// The head read the sum of both streams, so each gets its gradient.
  private mutating func startOfGradient(_ dOutput: Handle) -> ResidualState {
    if !shape.isReversible { return ResidualState(newer: dOutput) }
    memory.retain(dOutput)
    return ResidualState(older: dOutput, newer: dOutput)
  }

  /// Runs a segment a second time, keeping everything; consumes its checkpoint.
  private mutating func runAgain(_ branches: Range<Int>, from checkpoint: ResidualState)
    -> [ResidualBranch.Record]
  {
    phase = .recomputed
    defer { phase = .backward }
    var state = checkpoint
    let records = branches.compactMap { advance(&state, $0, keeping: true) }
    release(state)
    return records
  }
}
