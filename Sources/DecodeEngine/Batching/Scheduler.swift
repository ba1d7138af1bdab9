/// Runs requests side by side on one engine, step by step.
///
/// A request waits in line, is admitted when there is a place and room in the cache, has its prompt cached
/// chunk by chunk, and then gains a token a step (more where guesses stand) until it ends:
///
///     submit → waiting → [prompt in chunks → tokens] running → finished
///                 ↑______ cache taken away ______|
///
/// One step serves prompts and decoding sequences together, within a budget of tokens. When the cache is full
/// the request that was admitted last gives its blocks back and returns to the head of the line; its text is
/// cached again later. The order is first come, first served throughout, and the oldest request always moves.
///
/// What a request generates depends on the request alone, bit for bit: not on its company, on chunks and
/// budgets, on preemption or on what others left in the cache.
public final class Scheduler {
  /// The engine that does the work; sequences of others may live in it too.
  public let engine: Engine
  /// How requests share it.
  public let policy: SchedulingPolicy
  let drafter: (any Drafter)?
  /// Whether guesses stand; tests put wrong rules here to see that they are found out.
  package var rule = GuessRule.unbiased
  let now: () -> Duration

  /// Jobs without a cache, in order of arrival.
  var waiting: [Job] = []
  /// Jobs with a cache, in order of admission.
  var running: [Job] = []
  var events: [SchedulerEvent] = []
  private var submitted = 0
  /// Steps that were done.
  public private(set) var steps = 0
  /// What became of all guesses.
  package internal(set) var speculation = SpeculationStatistics()
  /// How often a cache was taken away.
  public internal(set) var preemptions = 0

  /// A scheduler without requests.
  ///
  /// - Parameters:
  ///   - engine: What runs them.
  ///   - policy: How they share it.
  ///   - drafter: Where guesses come from, if the policy has any.
  ///   - clock: What times are taken by.
  public init<C: Clock>(
    _ engine: Engine,
    _ policy: SchedulingPolicy = SchedulingPolicy(),
    drafter: (any Drafter)? = nil,
    clock: C = ContinuousClock()
  ) where C.Duration == Duration {
    self.engine = engine
    self.policy = policy
    self.drafter = drafter
    let start = clock.now
    now = { start.duration(to: clock.now) }
  }

  /// Whether nothing waits and nothing runs.
  public var isIdle: Bool { waiting.isEmpty && running.isEmpty && events.isEmpty }
  /// Continuations that wait.
  public var waitingCount: Int { waiting.count }
  /// Continuations that run.
  public var runningCount: Int { running.count }

  /// Puts a request at the end of the line.
  ///
  /// - Returns: The name under which events speak of it.
  /// - Throws: `GenerationError` for what this engine can never do.
  public func submit(_ request: TokenRequest) throws(GenerationError) -> RequestID {
    try request.check(engine)
    submitted += 1
    let id = RequestID(number: submitted)
    let jobs = (0..<request.choices).map { Job(request, id: id, choice: $0) }
    let time = now()
    for job in jobs {
      job.statistics.submitted = time
      job.statistics.stepAtSubmission = steps
    }
    jobs[0].followers = Array(jobs.dropFirst())
    waiting.append(jobs[0])
    return id
  }

  /// Ends a request, or one of its continuations, and frees its cache at once.
  public func cancel(_ id: RequestID, choice: Int? = nil) {
    end(id, choice, .cancelled)
  }

  /// Ends a continuation whose text is complete for a reason that only the caller sees, such as a stop string.
  public func complete(_ id: RequestID, choice: Int) { end(id, choice, .stop) }

  /// Does one step and says what came of it.
  ///
  /// - Returns: Events in the order in which they happened; none when idle.
  /// - Throws: `EngineError.cacheFull` if not even the first in line has room, which is so only while others
  ///   hold the engine's cache. Nothing is lost then.
  public func step() throws(EngineError) -> [SchedulerEvent] {
    guard !(waiting.isEmpty && running.isEmpty) else { return takeEvents() }
    let plan = try plan()
    steps += 1
    let time = now()
    for part in plan.parts where part.job.statistics.firstStep == nil {
      part.job.statistics.firstStep = steps
      part.job.statistics.started = time
    }
    let logits = try engine.step(plan.parts.map(\.feed))
    for (part, rows) in zip(plan.parts, logits) {
      part.job.statistics.lastStep = steps
      read(part, rows)
    }
    return takeEvents()
  }

  private func takeEvents() -> [SchedulerEvent] {
    defer { events = [] }
    return events
  }

  /// Steps until all requests have ended.
  ///
  /// - Returns: All events.
  public func run() throws(EngineError) -> [SchedulerEvent] {
    var all: [SchedulerEvent] = []
    while !isIdle { all += try step() }
    return all
  }

  // MARK: - Ends

  private func end(_ id: RequestID, _ choice: Int?, _ reason: FinishReason) {
    func isMeant(_ job: Job) -> Bool { job.id == id && (choice == nil || choice == job.choice) }
    for job in waiting + running {
      for follower in job.followers where isMeant(follower) { finish(follower, reason) }
      job.followers.removeAll(where: isMeant)
    }
    for job in running where isMeant(job) { finish(job, reason) }
    for job in waiting where isMeant(job) {
      // Those that were to begin with it take its place in the line.
      if let first = job.followers.first, let place = waiting.firstIndex(where: { $0 === job }) {
        first.followers = Array(job.followers.dropFirst())
        waiting.insert(first, at: place + 1)
      }
      finish(job, reason)
    }
  }

  func finish(_ job: Job, _ reason: FinishReason) {
    job.release()
    if let first = job.followers.first {
      first.followers = Array(job.followers.dropFirst())
      if running.contains(where: { $0 === job }) { waiting.insert(first, at: 0) }
      job.followers = []
    }
    running.removeAll { $0 === job }
    waiting.removeAll { $0 === job }
    events.append(.finished(job.id, choice: job.choice, reason, job.statistics))
  }
}

/// The name of a request.
public struct RequestID: Hashable, Sendable, CustomStringConvertible {
  /// Requests are counted from 1 in order of arrival.
  public let number: Int
  /// The number.
  public var description: String { "\(number)" }
}

/// Something that happened to a request.
public enum SchedulerEvent: Hashable, Sendable {
  /// A prompt's tokens were scored, where that was asked for.
  case prompt(RequestID, [TokenRecord])
  /// A continuation gained a token.
  case token(RequestID, choice: Int, TokenRecord)
  /// A continuation ended.
  case finished(RequestID, choice: Int, FinishReason, RequestStatistics)
}

/// Why a continuation ended.
public enum FinishReason: Hashable, Sendable {
  /// A stop token or a stop string came.
  case stop
  /// It has as many tokens as were asked for, or as fit into the context.
  case length
  /// Nobody wants it any more.
  case cancelled
  /// It could not go on.
  case failed(GenerationError)
}
