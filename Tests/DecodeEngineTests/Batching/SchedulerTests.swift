import DecodeEngine
import Synchronization
import Testing

/// A clock that stands still until it is told to go on.
final class ManualClock: Clock {
  typealias Instant = ContinuousClock.Instant
  typealias Duration = Swift.Duration
  private let instant = Mutex(ContinuousClock.now)

  var now: Instant { instant.withLock { $0 } }
  var minimumResolution: Duration { .zero }
  func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
  func advance(_ duration: Duration) { instant.withLock { $0 = $0.advanced(by: duration) } }
}

@Suite struct SchedulerTests {
  private let transformer: Transformer
  private let prompt = (0..<20).map { Int32($0 % 12) }

  init() throws { transformer = try TinyModel.transformer(seed: 1) }

  private func engine(_ tokens: Int = 512) -> Engine {
    Engine(transformer, Engine.Options(cacheTokens: tokens))
  }

  /// Steps to the end, a second each.
  private func run(
    _ scheduler: Scheduler,
    _ clock: ManualClock,
    _ outcome: inout Outcome
  ) throws {
    while !scheduler.isIdle {
      clock.advance(.seconds(1))
      outcome.add(try scheduler.step())
    }
  }

  @Test func measuresWaitingAndDecoding() throws {
    let clock = ManualClock()
    let scheduler = Scheduler(
      engine(),
      SchedulingPolicy(sequences: 1, tokensPerStep: 8, chunk: 8),
      clock: clock
    )
    let first = try scheduler.submit(TokenRequest(prompt: prompt, maximumTokens: 5))
    let second = try scheduler.submit(TokenRequest(prompt: prompt, maximumTokens: 2))
    var outcome = Outcome()
    try run(scheduler, clock, &outcome)
    let one = try #require(outcome.statistics[first]?[0])
    // 20 tokens in chunks of 8: the first token comes with the third step.
    #expect(one.queueSteps == 0 && one.queueTime == .seconds(1))
    #expect(one.firstTokenStep == 3 && one.timeToFirstToken == .seconds(3))
    #expect(one.tokens == 5 && one.lastStep == 7 && one.timePerOutputToken == .seconds(1))
    #expect(one.prefixHits == 0 && one.promptTokens == 20)
    let two = try #require(outcome.statistics[second]?[0])
    // It waits for seven steps; its first 16 tokens are cached, so that one step does the rest.
    #expect(two.queueSteps == 7 && two.queueTime == .seconds(8))
    #expect(two.prefixHits == 16 && two.timeToFirstToken == .seconds(8) && two.lastStep == 9)
    #expect(outcome.texts(first)[0].starts(with: outcome.texts(second)[0]))
  }

  /// Static batching leaves places empty until the longest text is done; continuous batching fills them.
  @Test func joiningBetweenStepsTakesFewerSteps() throws {
    let lengths = [2, 30, 2, 30, 2, 30, 2, 30]
    let steps = try SchedulingPolicy.Joining.allCases.map { joining in
      let scheduler = Scheduler(
        engine(),
        SchedulingPolicy(joining: joining, sequences: 2, tokensPerStep: 64)
      )
      for length in lengths {
        _ = try scheduler.submit(TokenRequest(prompt: [1, 2, 3], maximumTokens: length))
      }
      _ = try scheduler.run()
      return scheduler.steps
    }
    // Together: four batches of 30. Between steps: two places share 128 tokens.
    #expect(steps[0] == 4 * 30)
    #expect((64...70).contains(steps[1]), "\(steps[1])")
  }

  @Test func staticBatchesStartTogether() throws {
    let scheduler = Scheduler(
      engine(),
      SchedulingPolicy(joining: .together, sequences: 2, tokensPerStep: 64)
    )
    let ids = try [3, 9, 4].map {
      try scheduler.submit(TokenRequest(prompt: [1, 2], maximumTokens: $0))
    }
    var outcome = Outcome()
    outcome.add(try scheduler.run())
    #expect(ids.map { outcome.statistics[$0]?[0]?.firstStep } == [1, 1, 10])
  }

  /// Texts in the making gain a token in every step while a long prompt is cached beside them.
  @Test func longPromptsDoNotHoldOthersUp() throws {
    let scheduler = Scheduler(
      engine(),
      SchedulingPolicy(sequences: 4, tokensPerStep: 9, chunk: 8)
    )
    let short = try scheduler.submit(TokenRequest(prompt: [1], maximumTokens: 20))
    var events = try scheduler.step()
    let long = try scheduler.submit(
      TokenRequest(prompt: (0..<60).map { Int32($0 % 12) }, maximumTokens: 2)
    )
    for _ in 0..<8 {
      let step = try scheduler.step()
      #expect(step.contains { if case .token(short, _, _) = $0 { true } else { false } })
      events += step
    }
    var outcome = Outcome()
    outcome.add(events)
    outcome.add(try scheduler.run())
    // 60 tokens, 8 a step from the second step on.
    #expect(outcome.statistics[long]?[0]?.firstTokenStep == 9)
  }

  @Test func firstComeFirstServed() throws {
    let scheduler = Scheduler(
      engine(96),
      SchedulingPolicy(sequences: 3, tokensPerStep: 16, chunk: 16)
    )
    let ids = try (0..<8).map { index in
      try scheduler.submit(TokenRequest(prompt: Array(prompt[index...]), maximumTokens: 30))
    }
    var outcome = Outcome()
    outcome.add(try scheduler.run())
    let starts = ids.compactMap { outcome.statistics[$0]?[0]?.firstStep }
    #expect(starts == starts.sorted() && starts.count == 8)
    let ends = ids.compactMap { outcome.statistics[$0]?[0]?.lastStep }
    #expect(ends == ends.sorted())
    #expect(scheduler.preemptions > 0)
  }

  @Test func choicesShareTheirPrompt() throws {
    let engine = engine()
    let scheduler = Scheduler(engine, SchedulingPolicy(sequences: 4, tokensPerStep: 64))
    let sampling = try SamplingParameters(temperature: 1, seed: 5)
    _ = try scheduler.submit(
      TokenRequest(prompt: prompt, maximumTokens: 4, sampling: sampling, choices: 4)
    )
    _ = try scheduler.step()
    #expect(scheduler.runningCount == 4)
    // 20 tokens are two blocks, whoever holds them.
    for pool in engine.caches.pools { #expect(pool.used <= 2) }
    _ = try scheduler.step()
    // Each has written into a second block of its own, the first is still shared.
    #expect(engine.caches.pools[0].used == 5)
    _ = try scheduler.run()
    expectNoLeak(engine)
  }

  @Test func cancellingFreesTheCacheAtOnce() throws {
    let engine = engine()
    let scheduler = Scheduler(engine, SchedulingPolicy(sequences: 2, tokensPerStep: 8, chunk: 8))
    let ids = try (0..<3).map { index in
      try scheduler.submit(
        TokenRequest(prompt: [Int32(index)] + prompt, maximumTokens: 40, choices: index + 1)
      )
    }
    _ = try scheduler.step()
    _ = try scheduler.step()
    scheduler.cancel(ids[0])
    scheduler.cancel(ids[2], choice: 0)
    var outcome = Outcome()
    outcome.add(try scheduler.step())
    #expect(outcome.ends[ids[0]] == [0: .cancelled])
    #expect(outcome.ends[ids[2]] == [0: .cancelled])
    outcome.add(try scheduler.run())
    #expect(outcome.ends[ids[1]] == [0: .length, 1: .length])
    #expect(outcome.ends[ids[2]] == [0: .cancelled, 1: .length, 2: .length])
    #expect(outcome.texts(ids[2], choices: 3).map(\.count) == [0, 40, 40])
    expectNoLeak(engine)
    scheduler.cancel(ids[1])
    #expect(scheduler.isIdle)
  }

  @Test func refusesWhatCanNeverRun() throws {
    let scheduler = Scheduler(engine())
    func error(_ request: TokenRequest) -> GenerationError? {
      do {
        _ = try scheduler.submit(request)
        return nil
      } catch { return error }
    }
    #expect(error(TokenRequest(prompt: [])) == .emptyPrompt)
    #expect(error(TokenRequest(prompt: [12])) == .unknownToken(12, vocabulary: 12))
    #expect(error(TokenRequest(prompt: [-1])) == .unknownToken(-1, vocabulary: 12))
    let long = [Int32](repeating: 1, count: 128)
    #expect(error(TokenRequest(prompt: long)) == .promptTooLong(tokens: 128, limit: 128))
    #expect(error(TokenRequest(prompt: Array(long[1...]))) == nil)
    for (name, request) in [
      ("maximumTokens", TokenRequest(prompt: [1], maximumTokens: 0)),
      ("choices", TokenRequest(prompt: [1], choices: 0)),
      ("choices", TokenRequest(prompt: [1], choices: 129)),
      ("logProbabilities", TokenRequest(prompt: [1], logProbabilities: 21)),
    ] {
      guard case .badParameter(name, _, _)? = error(request) else {
        Issue.record("\(name) was not refused")
        continue
      }
    }
    var outcome = Outcome()
    outcome.add(try scheduler.run())
    // 127 tokens leave room for one more.
    #expect(outcome.ends.values.first == [0: .length])
    #expect(outcome.tokens.values.first?[0]?.count == 1)
  }

  @Test func saysSoWhenOthersHoldTheCache() throws {
    let engine = engine(128)
    let scheduler = Scheduler(engine)
    let other = engine.sequence()
    _ = try engine.step([Engine.Feed([Int32](repeating: 1, count: 100), to: other)])
    let id = try scheduler.submit(TokenRequest(prompt: prompt, maximumTokens: 10))
    #expect(throws: EngineError.cacheFull(needed: 20, free: 16)) { _ = try scheduler.step() }
    #expect(throws: EngineError.cacheFull(needed: 20, free: 16)) { _ = try scheduler.step() }
    other.release()
    var outcome = Outcome()
    outcome.add(try scheduler.run())
    #expect(outcome.texts(id)[0].count == 10)
  }
}
