import Quantities

extension Scheduler {
  /// Takes from a job's logits the tokens that they give.
  func read(_ part: StepPlan.Part, _ rows: [[Float]]) {
    let job = part.job
    do {
      if let draft = part.draft {
        try readNext(job, draft, rows)
      } else {
        score(part, rows)
        if job.generated == 0, job.unfilled == 0, let last = rows.last { begin(job, last) }
      }
    } catch {
      finish(job, .failed(.sampling(error)))
    }
  }

  private func isRunning(_ job: Job) -> Bool { job.sequence != nil }

  // MARK: - A prompt

  /// Records the prompt's tokens, each by the logits of the one before it.
  private func score(_ part: StepPlan.Part, _ rows: [[Float]]) {
    let job = part.job
    guard job.scoresPrompt else { return }
    let prompt = job.request.prompt
    let first = job.cached - part.feed.tokens.count
    if job.promptRecords.isEmpty { job.promptRecords.append(TokenRecord(prompt[0])) }
    for (offset, logits) in rows.enumerated() where first + offset + 1 < prompt.count {
      let place = first + offset + 1
      // After a preemption the beginning comes again.
      guard place == job.promptRecords.count else { continue }
      job.promptRecords.append(
        TokenRecord(
          prompt[place],
          logits: logits,
          alternatives: job.request.logProbabilities ?? 0
        )
      )
    }
    guard job.unfilled == 0 else { return }
    events.append(.prompt(job.id, job.promptRecords))
  }

  /// Draws the first token of a job, and of those that share its prompt.
  private func begin(_ job: Job, _ logits: [Float]) {
    let followers = job.followers
    job.followers = []
    var late: [Job] = []
    for follower in followers {
      guard running.count < policy.sequences, let fork = job.sequence?.fork() else {
        late.append(follower)
        continue
      }
      follower.sequence = fork
      follower.statistics.prefixHits = job.request.prompt.count
      follower.statistics.firstStep = steps
      follower.statistics.lastStep = steps
      follower.statistics.started = job.statistics.started
      running.append(follower)
    }
    waiting.insert(contentsOf: late, at: 0)
    for member in [job] + followers where isRunning(member) {
      do {
        let token = try member.sampler.next(logits: logits, history: member.tokens)
        take(token, by: member, logits)
      } catch {
        finish(member, .failed(.sampling(error)))
      }
    }
  }

  // MARK: - A decoding sequence

  /// Checks guesses one after the other; the first that falls, or the end, gives one more token.
  private func readNext(
    _ job: Job,
    _ draft: Draft,
    _ rows: [[Float]]
  ) throws(SamplingError) {
    let length = job.tokens.count
    var accepted = 0
    for (place, guess) in draft.tokens.enumerated() {
      let p = try job.sampler.probabilities(logits: rows[place], history: job.tokens)
      let q = draft.distributions?[place] ?? Self.certain(guess, of: p.count)
      let token = rule.decide(guess, q, p, &job.draft.random)
      take(token, by: job, rows[place])
      if token != guess || !isRunning(job) {
        if token == guess { accepted += 1 }
        break
      }
      accepted += 1
    }
    if !draft.tokens.isEmpty {
      job.statistics.speculation.add(guessed: draft.tokens.count, accepted: accepted)
      speculation.add(guessed: draft.tokens.count, accepted: accepted)
    }
    if isRunning(job), accepted == draft.tokens.count {
      let token = try job.sampler.next(logits: rows[accepted], history: job.tokens)
      take(token, by: job, rows[accepted])
    }
    guard let sequence = job.sequence, sequence.length > length + accepted else { return }
    do {
      try sequence.truncate(to: length + accepted)
    } catch {
      stop("guesses could not be taken back: \(error)")
    }
  }

  private static func certain(_ token: Int32, of vocabulary: Int) -> [Float] {
    var q = [Float](repeating: 0, count: vocabulary)
    q[Int(token)] = 1
    return q
  }

  /// Gives a job its next token, or ends it.
  private func take(_ token: Int32, by job: Job, _ logits: [Float]) {
    let time = now()
    if job.request.stopTokens.contains(token) { return finish(job, .stop) }
    if job.generated == 0 {
      job.statistics.firstToken = time
      job.statistics.firstTokenStep = steps
    }
    job.statistics.lastToken = time
    job.append(token)
    let record =
      job.request.logProbabilities.map {
        TokenRecord(token, logits: logits, alternatives: $0)
      } ?? TokenRecord(token)
    events.append(.token(job.id, choice: job.choice, record))
    if remaining(job) <= 0 { finish(job, .length) }
  }
}

extension Job {
  /// Whether prompt tokens are scored for this job: once a request.
  var scoresPrompt: Bool { choice == 0 && request.scoresPrompt && generated == 0 }
}
