/// One serving instance under a stream of requests, step by step: continuous batching.
///
///     let layout = try Layout(parsing: "tp8")
///     let plan = try ServingPlan(Model.llama70B.config, on: .h200, layout, batch: 64, context: 2048)
///     let instance = ServingSimulation(cost: StepCost(plan), memory: try KeyValueMemory(plan))
///     let run = try instance.run(try RequestTrace(file: "trace.csv"))
///     run.report.timeToFirstToken?.percentile(99)
///
/// A request waits in line, is let in when there is a place and memory for its prompt, has the prompt read in
/// parts within a budget of tokens a step, and then gains a token a step until its answer is complete:
///
///     arrival → waiting → [blocks loaded] → prompt read → first token → decoding → end
///                  ↑____________ memory taken back ____________|
///
/// The lecture's train is the special case of a step that always takes 20 ms and leaves on a timetable.
///
/// - `ServingPolicy`, `KeyValueMemory`, `PrefixCache`: how requests share the instance;
/// - `StepCost`: how long a step takes;
/// - `ServingState`: the run itself;
/// - `ServingRun`, `ServingReport`: what came of it.
///
/// Left out: the time that a scheduler takes to think, unless it is in the step's overhead; the network on
/// which requests come; requests that are cancelled.
///
/// > Source: lecture, 0:22:13, extended as serving engines do it: arXiv 2309.06180 (blocks, preemption),
/// > arXiv 2403.02310 (prompts in parts), arXiv 2407.00079 (prefix cache in tiers).
public struct ServingSimulation: Sendable {
  /// How long a step takes.
  public let cost: StepCost
  /// Memory for keys and values.
  public let memory: KeyValueMemory
  /// How requests share the instance.
  public let policy: ServingPolicy
  /// What is kept of prompts; nil to keep nothing.
  public let prefixCache: PrefixCache?

  /// An instance; by default with memory without bounds and nothing kept of prompts.
  public init(
    cost: StepCost,
    memory: KeyValueMemory = .unbounded,
    policy: ServingPolicy = ServingPolicy(),
    prefixCache: PrefixCache? = nil
  ) {
    self.cost = cost
    self.memory = memory
    self.policy = policy
    self.prefixCache = prefixCache
  }

  /// Runs a trace until every request has its answer or was turned away.
  ///
  /// The same trace gives the same run, bit for bit. No requests take no time.
  ///
  /// - Throws: `ServingError`: a request that is too large under a policy that refuses it, blocks that do not
  ///   divide, a prefix cache without block names, or a step whose time is none.
  /// - Complexity: Linear in steps, requests and named blocks; a step costs what changes in it, plus the
  ///   running sequences for a plan whose attention does not reach over everything. Requests let in last lose
  ///   their memory first, so none of them can be passed over forever.
  public func run(_ trace: RequestTrace) throws(ServingError) -> ServingRun {
    try check(trace)
    var state = ServingState(self, trace)
    if policy.oversized == .refuseRun {
      for request in trace.indices where state.isTooLarge(request) {
        throw .requestTooLarge(
          request: request,
          tokens: state.blocks(of: Int32(request), text: state.longestText(of: request))
            * memory.blockTokens,
          capacity: memory.tokens ?? .max
        )
      }
    }
    try state.run()
    return ServingRun(self, trace, state.log)
  }

  private func check(_ trace: RequestTrace) throws(ServingError) {
    guard prefixCache != nil, !trace.isEmpty else { return }
    guard let named = trace.blockTokens else { throw .noBlockNames }
    guard named % memory.blockTokens == 0 else {
      throw .blocksDoNotDivide(named: named, memory: memory.blockTokens)
    }
  }
}
