import Quantities

/// Times the steps of one run.
struct StepClock {
  /// Part of a prompt that a step reads.
  struct Chunk {
    let slot: Int32
    /// Tokens of the prompt that are cached already.
    let cached: Int
    let tokens: Int
  }

  private let factor: Double
  private let overhead: Double
  // One of these is there. Taken out of the cost, which is large: it would be copied at every step.
  private var fixed: Double?
  private var roofline: StepRoofline?
  private var plan: PlanClock?
  private var custom: (@Sendable (StepLoad) -> Quantity)?

  init(_ cost: StepCost) {
    factor = cost.factor
    overhead = cost.overhead
    switch cost.kind {
    case .fixed(let seconds): fixed = seconds
    case .roofline(let roofline): self.roofline = roofline
    case .plan(let plan): self.plan = PlanClock(plan)
    case .custom(let function): custom = function
    }
  }

  /// Whether times depend on each context for itself, not on their sum alone.
  var needsContexts: Bool { plan?.needsContexts ?? false }

  /// The time of a step.
  ///
  /// - Parameters:
  ///   - load: What it works on.
  ///   - chunks: The load's parts of prompts, for what needs each for itself.
  ///   - contexts: Tokens that each decoding sequence attends to, less a common offset.
  ///   - offset: What is to be added to each of them.
  /// - Returns: Seconds.
  mutating func seconds(
    _ load: StepLoad,
    chunks: [Chunk],
    contexts: [Int],
    offset: Int
  ) -> Double {
    if needsContexts { plan?.attend(load, chunks, contexts, offset) }
    return finished(time(load))
  }

  /// The time of a step whose sequences, and parts of prompts, are as long as each other.
  mutating func seconds(evenly load: StepLoad) -> Double {
    if needsContexts { plan?.attend(evenly: load) }
    return finished(time(load))
  }

  private mutating func time(_ load: StepLoad) -> Double {
    if let fixed { return fixed }
    if let roofline { return roofline.seconds(load) }
    if let custom { return custom(load).value(in: .seconds) }
    return plan?.seconds(load) ?? 0
  }

  private func finished(_ seconds: Double) -> Double { seconds * factor + overhead }
}
