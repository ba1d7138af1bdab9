extension Scheduler {
  /// Chooses the tokens of the next step: decoding sequences first, then prompts in order of admission, then
  /// new requests in order of arrival.
  func plan() throws(EngineError) -> StepPlan {
    var counts = Counts(engine.caches)
    var budget = policy.tokensPerStep
    var hasPreempted = false
    for job in running where job.unfilled == 0 {
      let count = 1 + guesses(of: job)
      guard makeRoom(for: job, count, &counts, &hasPreempted) else { continue }
      budget -= count
    }
    for job in running where job.unfilled > 0 {
      guard budget > 0 else { break }
      let count = fittingChunk(of: job, budget, counts)
      guard makeRoom(for: job, count, &counts, &hasPreempted) else { continue }
      budget -= count
    }
    // Who lost its cache in this step would only take it from others.
    if !hasPreempted { admit(&counts, budget: budget) }
    guard !counts.counts.isEmpty else { throw noRoom() }
    return parts(counts)
  }

  /// How many guesses are of use to a job: one token comes without.
  ///
  /// Whatever the step has room for, so that a text's random numbers do not depend on its company.
  private func guesses(of job: Job) -> Int {
    guard drafter != nil else { return 0 }
    return min(policy.guesses, remaining(job) - 1)
  }

  /// Tokens that a job may still gain.
  func remaining(_ job: Job) -> Int {
    min(
      job.request.maximumTokens - job.generated,
      engine.longestSequence - job.tokens.count
    )
  }

  private func fittingChunk(of job: Job, _ budget: Int, _ counts: Counts) -> Int {
    var count = min(job.unfilled, policy.chunk, budget)
    // Blocks are what is short, so whole blocks less are tried.
    while count > 1, !counts.fits(job, count) {
      count = max(1, count - KeyValueStore.blockTokens)
    }
    return count
  }

  /// Takes caches away from the last admitted until a job's tokens fit.
  ///
  /// - Returns: Whether they do; if not, the job itself was the last one.
  private func makeRoom(
    for job: Job,
    _ count: Int,
    _ counts: inout Counts,
    _ hasPreempted: inout Bool
  ) -> Bool {
    guard job.sequence != nil else { return false }
    while !counts.fits(job, count) {
      guard let last = running.last else { return false }
      hasPreempted = true
      running.removeLast()
      waiting.insert(last, at: 0)
      last.release()
      last.statistics.preemptions += 1
      preemptions += 1
      counts.remove(last)
      if last === job { return false }
    }
    counts.add(job, count)
    return true
  }

  // MARK: - Joining

  private func admit(_ counts: inout Counts, budget: Int) {
    var budget = budget
    guard policy.joining == .betweenSteps || running.isEmpty else { return }
    while budget > 0, running.count < policy.sequences, let job = waiting.first {
      let text = job.generated == 0 ? job.tokens : job.tokens.dropLast()
      // Scores need the logits of the whole prompt, so none of it may come from the cache.
      let sequence = engine.sequence(
        startingWith: job.scoresPrompt ? [] : text,
        capacity: capacity(of: job)
      )
      job.sequence = sequence
      guard isAdmissible(job, counts) else {
        job.release()
        break
      }
      if job.statistics.firstStep == nil { job.statistics.prefixHits = sequence.length }
      waiting.removeFirst()
      running.append(job)
      let count = fittingChunk(of: job, budget, counts)
      counts.add(job, count)
      budget -= count
    }
  }

  /// Not even the first in line has room: others hold the cache.
  private func noRoom() -> EngineError {
    let free = engine.caches.pools.map(\.available).min() ?? 0
    return .cacheFull(
      needed: waiting.first?.tokens.count ?? 0,
      free: free * KeyValueStore.blockTokens
    )
  }

  private func capacity(of job: Job) -> Int {
    min(job.request.prompt.count + job.request.maximumTokens, engine.longestSequence)
  }

  /// Whether a job's whole text and a further step fit beside what is left of the others' texts.
  private func isAdmissible(_ job: Job, _ counts: Counts) -> Bool {
    guard let sequence = job.sequence else { return false }
    if engine.options.cacheLayout == .contiguous { return sequence.cache.place() }
    // Alone, a job that was let in fits into an empty cache, though perhaps without all of its guesses.
    guard !running.isEmpty else { return counts.fits(job, job.unfilled + 1) }
    var demand = BlockDemand(engine.caches)
    for other in running + [job] {
      guard let sequence = other.sequence else { continue }
      demand.add(sequence.cache, tokens: other.unfilled + 1 + policy.guesses)
    }
    return demand.fits
  }
}
