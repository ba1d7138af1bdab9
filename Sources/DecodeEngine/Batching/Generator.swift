/// Answers requests in words or tokens, many at a time, on one engine of its own.
///
/// An answer is a stream of chunks. Whoever lets go of a stream cancels its request: its cache is free before
/// the next step. Nobody is kept waiting by a slow reader, since chunks queue up in the stream.
///
///     let generator = Generator(Engine(transformer), coding)
///     for await chunk in try await generator.generate(GenerationRequest(.text("Once upon a time"))) {
///       print(chunk.text, terminator: "")
///     }
public actor Generator {
  private let scheduler: Scheduler
  private let coding: TextCoding?
  private let endTokens: Set<Int32>
  private var answers: [RequestID: Answer] = [:]
  private var isRunning = false

  /// A generator that owns an engine.
  ///
  /// - Parameters:
  ///   - engine: Runs the model; nobody else may use it any more.
  ///   - coding: Turns words into tokens and back; without one, prompts and answers are tokens.
  ///   - policy: How requests share the engine.
  ///   - drafter: Where guesses come from, if the policy has any.
  ///   - clock: What times are taken by.
  public init<C: Clock>(
    _ engine: sending Engine,
    _ coding: TextCoding? = nil,
    policy: SchedulingPolicy = SchedulingPolicy(),
    drafter: sending (any Drafter)? = nil,
    clock: C = ContinuousClock()
  ) where C.Duration == Duration {
    endTokens = Set(engine.transformer.architecture.endTokens)
    self.coding = coding
    scheduler = Scheduler(engine, policy, drafter: drafter, clock: clock)
  }

  /// Starts to answer a request.
  ///
  /// - Returns: Chunks of all continuations as they come; the last one carries the usage.
  /// - Throws: `GenerationError` for a request that cannot be answered.
  public func generate(
    _ request: GenerationRequest
  ) throws(GenerationError) -> AsyncStream<GenerationChunk> {
    let tokens = try tokenRequest(request)
    let id = try scheduler.submit(tokens)
    let (stream, continuation) = AsyncStream.makeStream(of: GenerationChunk.self)
    answers[id] = Answer(request, tokens, coding, continuation)
    continuation.onTermination = { [weak self] _ in
      Task { await self?.cancel(id) }
    }
    if !isRunning {
      isRunning = true
      Task { await run() }
    }
    return stream
  }

  /// What the engine's cache holds now, in bytes.
  public var cacheUse: CacheUse { scheduler.engine.cacheUse }
  /// Continuations that run or wait.
  public var load: Int { scheduler.runningCount + scheduler.waitingCount }
  /// What became of all guesses.
  package var speculation: SpeculationStatistics { scheduler.speculation }

  private func tokenRequest(
    _ request: GenerationRequest
  ) throws(GenerationError) -> TokenRequest {
    try TokenRequest.check("stopStrings", request.stopStrings.count, 0...16)
    for stop in request.stopStrings {
      try TokenRequest.check("bytes of a stop string", stop.utf8.count, 1...4096)
    }
    guard coding != nil || request.stopStrings.isEmpty else { throw .noTokenizer }
    var prompt: [Int32]
    switch request.prompt {
    case .tokens(let tokens): prompt = tokens
    case .text(let text):
      guard let coding else { throw .noTokenizer }
      prompt = try coding.encode(text)
    }
    return TokenRequest(
      prompt: prompt,
      maximumTokens: request.maximumTokens,
      sampling: request.sampling,
      stopTokens: request.stopTokens.union(request.ignoresEndTokens ? [] : endTokens),
      choices: request.choices,
      logProbabilities: request.logProbabilities,
      scoresPrompt: request.echo && request.logProbabilities != nil
    )
  }

  // MARK: - Steps

  /// Steps for as long as there is work; between steps, new requests and cancellations get their turn.
  private func run() async {
    while !scheduler.isIdle {
      do {
        for event in try scheduler.step() { deliver(event) }
      } catch {
        for id in answers.keys.sorted(by: { $0.number < $1.number }) { fail(id, .engine(error)) }
      }
      await Task.yield()
    }
    isRunning = false
  }

  private func deliver(_ event: SchedulerEvent) {
    switch event {
    case .prompt(let id, let records): answers[id]?.prompt(records)
    case .token(let id, let choice, let record):
      if answers[id]?.token(record, choice) == true { scheduler.complete(id, choice: choice) }
    case .finished(let id, let choice, let reason, let statistics):
      if answers[id]?.finish(choice, reason, statistics) == true { answers[id] = nil }
    }
  }

  private func fail(_ id: RequestID, _ error: GenerationError) {
    scheduler.cancel(id)
    answers[id]?.failure = error
  }

  private func cancel(_ id: RequestID) {
    guard answers.removeValue(forKey: id) != nil else { return }
    scheduler.cancel(id)
  }
}
