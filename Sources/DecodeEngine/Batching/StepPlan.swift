import ServingMath

/// What one step feeds.
struct StepPlan {
  /// The tokens of one job.
  struct Part {
    let job: Job
    let feed: Engine.Feed
    /// Guesses at the end of the feed; nil for a prompt.
    let draft: Draft?
  }

  var parts: [Part] = []
}

extension Scheduler {
  /// Tokens of each job in the step, and the blocks that they take.
  struct Counts {
    private(set) var counts: [(job: Job, tokens: Int)] = []
    private(set) var demand: BlockDemand
    private let caches: LayerCaches

    init(_ caches: LayerCaches) {
      self.caches = caches
      demand = BlockDemand(caches)
    }

    /// Whether so many more tokens of a job fit.
    func fits(_ job: Job, _ tokens: Int) -> Bool {
      var demand = demand
      if let sequence = job.sequence { demand.add(sequence.cache, tokens: tokens) }
      return demand.fits
    }

    mutating func add(_ job: Job, _ tokens: Int) {
      counts.append((job, tokens))
      if let sequence = job.sequence { demand.add(sequence.cache, tokens: tokens) }
    }

    mutating func remove(_ job: Job) {
      counts.removeAll { $0.job === job }
      demand = BlockDemand(caches)
      for (job, tokens) in counts {
        if let sequence = job.sequence { demand.add(sequence.cache, tokens: tokens) }
      }
    }
  }

  /// The feeds of a step: guesses are asked for now that there is room for them.
  func parts(_ counts: Counts) -> StepPlan {
    let decoding = counts.counts.filter { $0.job.unfilled == 0 }
    for (job, _) in decoding { job.draft.tokens = job.tokens }
    let drafts = drafter?.drafts(for: decoding.map { ($0.job.draft, $0.tokens - 1) })
    var plan = StepPlan()
    for (index, (job, _)) in decoding.enumerated() {
      let draft = checked(
        drafts.flatMap { index < $0.count ? $0[index] : nil },
        limit: decoding[index].tokens - 1
      )
      guard let sequence = job.sequence, let last = job.tokens.last else { continue }
      let feed = Engine.Feed(
        [last] + draft.tokens,
        to: sequence,
        logits: 1 + draft.tokens.count,
        provisional: draft.tokens.count
      )
      plan.parts.append(StepPlan.Part(job: job, feed: feed, draft: draft))
    }
    for (job, count) in counts.counts where job.unfilled > 0 {
      guard let sequence = job.sequence else { continue }
      let tokens = Array(job.tokens[job.cached..<job.cached + count])
      let isLast = job.generated == 0 && count == job.unfilled
      let logits = job.scoresPrompt ? count : isLast ? 1 : 0
      let feed = Engine.Feed(tokens, to: sequence, logits: logits)
      plan.parts.append(StepPlan.Part(job: job, feed: feed, draft: nil))
    }
    return plan
  }

  /// A draft without what cannot be checked: guesses beyond the limit, the vocabulary or their distributions.
  private func checked(_ draft: Draft?, limit: Int) -> Draft {
    guard let draft else { return Draft([]) }
    let vocabulary = Int32(engine.transformer.architecture.shape.vocabularySize)
    var count = draft.tokens.prefix { (0..<vocabulary).contains($0) }.count
    if let distributions = draft.distributions {
      count = min(count, distributions.prefix { $0.count == Int(vocabulary) }.count)
    }
    count = max(0, min(count, limit))
    return Draft(
      Array(draft.tokens.prefix(count)),
      from: draft.distributions.map { Array($0.prefix(count)) }
    )
  }
}
