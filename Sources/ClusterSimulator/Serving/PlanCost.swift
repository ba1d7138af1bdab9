import Quantities
import ServingMath

/// A plan's estimate taken apart so that steps of mixed loads can be timed quickly.
///
///     step = stages · max over stages of max(memory, arithmetic, network)
///     memory      weights read by the step's tokens + Σ over sequences and parts of prompts of cache read
///     arithmetic  of the step's tokens on the weights + of each token on what it attends to
///     network     of the step's tokens
///
/// What depends on the number of tokens alone is the plan's estimate for a batch of so many. What depends on
/// contexts is a sum of straight lines, min(context, reach), one for each reach that the model's attention
/// has. A part of a prompt reads its cache once. Sequences are dealt evenly to data-parallel ranks and stages;
/// the busiest counts.
struct PlanCost: Sendable {
  /// Time as a function of one sequence's context on one device of a stage.
  ///
  ///     constant + full · context + Σ over reaches capped · min(context, reach)
  struct Line: Sendable {
    var constant = 0.0
    var full = 0.0
    var capped: [Double] = []
  }

  /// Attention of one stage for one sequence of a rank.
  struct Stage: Sendable {
    let memory: Line
    let arithmetic: Line
  }

  let plan: ServingPlan
  /// How far attention reaches in layers where it does not reach over everything, ascending.
  let reaches: [Int]
  let stages: [Stage]

  init(_ plan: ServingPlan) {
    self.plan = plan
    let reaches = Self.reaches(of: plan.config)
    self.reaches = reaches
    stages = (0..<plan.layout.pipeline).map { stage in
      // Contexts at which the lines bend, and one beyond the last bend.
      let contexts = [0] + reaches + [(reaches.last ?? 0) + 1 << 20]
      let operations = contexts.map { Self.attention(of: plan, stage: stage, context: $0) }
      return Stage(
        memory: Self.line(contexts, operations.map { $0?.memoryTime }),
        arithmetic: Self.line(contexts, operations.map { $0?.computeTime })
      )
    }
  }

  /// What the number of tokens alone decides: for each stage memory and arithmetic of the weights, in
  /// seconds, and last the network.
  func weightTimes(tokens: Int) -> [Double] {
    guard let step = try? plan.with(batch: max(1, tokens)) else {
      stop(
        "a step of \(tokens) tokens is beyond what a plan can estimate: give the policy a budget"
      )
    }
    var times: [Double] = []
    for stage in stages.indices {
      let weights = step.operations(stage: stage).filter { $0.name != Self.attentionName }
      times.append(weights.reduce(0) { $0 + $1.memoryTime.value(in: .seconds) })
      times.append(weights.reduce(0) { $0 + $1.computeTime.value(in: .seconds) })
    }
    return times + [step.estimate.networkTime.value(in: .seconds)]
  }

  // MARK: - From the plan's operations

  /// What `ServingPlan.operations` calls the attention; the tests hold every model's sum against its estimate.
  private static let attentionName = "attention over the cache"

  private static func reaches(of config: TransformerConfig) -> [Int] {
    var reaches: Set<Int> = []
    for layer in config.layers {
      switch layer.attention.span {
      case .full: break
      case .window(let tokens), .chunk(let tokens): reaches.insert(tokens)
      }
      if let indexer = layer.attention.indexer { reaches.insert(indexer.chosen) }
    }
    return reaches.sorted()
  }

  /// The attention of one sequence of every rank.
  private static func attention(of plan: ServingPlan, stage: Int, context: Int) -> ServingMath
    .Operation?
  {
    let single = try? ServingPlan(
      plan.config,
      on: plan.chip,
      plan.layout,
      batch: plan.layout.pipeline * plan.layout.data,
      context: context,
      weights: plan.weights,
      cache: plan.cache
    )
    return single?.operations(stage: stage).first { $0.name == attentionName }
  }

  /// The sum of straight lines that goes through the given times; an operation that is absent takes none.
  private static func line(_ contexts: [Int], _ times: [Quantity?]) -> Line {
    let seconds: [Double] = times.map { $0?.value(in: .seconds) ?? 0 }
    let slopes: [Double] = (1..<contexts.count).map { index in
      let rise = seconds[index] - seconds[index - 1]
      return rise / Double(contexts[index] - contexts[index - 1])
    }
    return Line(
      constant: seconds[0],
      full: slopes[slopes.count - 1],
      capped: (1..<slopes.count).map { slopes[$0 - 1] - slopes[$0] }
    )
  }
}
