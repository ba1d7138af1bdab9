import DecodeEngine
import ServingMath

/// Decodes copies of a prompt side by side, and keeps what was done and how long it took.
struct DecodeRun {
  let scheduler: Scheduler
  let prompt: [Int32]
  let request: DecodeRequest
  /// New tokens of each copy at most.
  let limit: Int
  /// Tokens that end a text.
  let ends: Set<Int32>

  /// The steps of one kind.
  struct Phase {
    /// What each step was given.
    var steps: [StepSize] = []
    /// How long each took, choosing tokens included.
    var samples = TimedSamples()
    /// What the kernels counted.
    var counters = Counters()
    /// Tokens that were given out.
    var tokens = 0

    /// Rows that passed through the layers.
    var rows: Int { steps.reduce(0) { $0 + $1.rows } }
    /// Wall time of all steps.
    var seconds: Double { samples.samples.reduce(0) { $0 + $1.seconds } }
  }

  /// What came of a run.
  struct Outcome {
    /// Steps with a part of a prompt.
    var prefill = Phase()
    /// Steps of decoding sequences alone.
    var decode = Phase()
    /// What the kernels counted in all.
    var counters = Counters()
    /// New tokens of each copy.
    var texts: [[Int32]]
    /// From the start to the first new token.
    var timeToFirstToken: Double?
    /// The most that the cache held, of what was looked at after each step.
    var cache: CacheUse?
    /// What became of guesses.
    var speculation: SpeculationStatistics?
  }

  /// Runs, and tells of each new token of the first copy.
  func run(_ tell: (Int32) -> Void) throws -> Outcome {
    let engine = scheduler.engine
    let copies = try submit()
    var outcome = Outcome(texts: Array(repeating: [], count: request.batch.value))
    engine.counts = true
    let start = engine.counters
    var time = 0.0
    while !scheduler.isIdle {
      engine.stepSizes = []
      let before = engine.counters
      var events: [SchedulerEvent] = []
      let sample = try TimedSample.of { events = try scheduler.step() }
      time += sample.seconds
      let tokens = try take(events, copies, &outcome, tell)
      if tokens > 0, outcome.timeToFirstToken == nil { outcome.timeToFirstToken = time }
      guard let size = engine.stepSizes?.first else { continue }
      let isPrefill = size.feeds.contains { $0.first < prompt.count }
      let counters = engine.counters.since(before)
      if isPrefill {
        outcome.prefill.add(size, sample, counters, tokens)
      } else {
        outcome.decode.add(size, sample, counters, tokens)
      }
      let use = engine.cacheUse
      if use.held >= outcome.cache?.held ?? 0 { outcome.cache = use }
    }
    engine.stepSizes = nil
    outcome.counters = engine.counters.since(start)
    outcome.speculation = scheduler.speculation
    return outcome
  }

  /// Which copy a continuation is.
  private typealias Copies = [RequestID: Int]

  /// With a prefix cache the copies are continuations of one request, else requests of their own.
  private func submit() throws -> Copies {
    let batch = request.batch.value
    var copies: Copies = [:]
    for first in request.prefixCache ? [0] : Array(0..<batch) {
      let tokens = TokenRequest(
        prompt: prompt,
        maximumTokens: limit,
        sampling: try request.sampling(copy: first),
        stopTokens: ends,
        choices: request.prefixCache ? batch : 1
      )
      copies[try scheduler.submit(tokens)] = first
    }
    return copies
  }

  /// Takes the tokens of a step.
  private func take(
    _ events: [SchedulerEvent],
    _ copies: Copies,
    _ outcome: inout Outcome,
    _ tell: (Int32) -> Void
  ) throws -> Int {
    var count = 0
    for event in events {
      switch event {
      case .token(let id, let choice, let record):
        let copy = (copies[id] ?? 0) + choice
        outcome.texts[copy].append(record.token)
        count += 1
        if copy == 0 { tell(record.token) }
      case .finished(_, _, .failed(let error), _): throw error
      case .finished, .prompt: break
      }
    }
    return count
  }
}

extension DecodeRun.Phase {
  fileprivate mutating func add(
    _ size: StepSize,
    _ sample: TimedSample,
    _ counters: Counters,
    _ tokens: Int
  ) {
    steps.append(size)
    samples.append(sample)
    self.counters = self.counters + counters
    self.tokens += tokens
  }
}
