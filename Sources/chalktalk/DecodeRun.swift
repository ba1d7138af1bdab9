import DecodeEngine

/// Decodes copies of a prompt in lockstep, and keeps what was done and how long it took.
struct DecodeRun {
  let engine: Engine
  let prompt: [Int32]
  let request: DecodeRequest
  /// New tokens of each copy at most.
  let limit: Int
  /// Tokens that end a text.
  let ends: Set<Int32>

  /// What was done in one phase of a run.
  struct Phase {
    /// What each step was given.
    var steps: [StepSize] = []
    /// How long each took, choosing tokens included.
    var samples = TimedSamples()
    /// What the kernels counted.
    var counters = Counters()

    /// Rows that passed through the layers.
    var rows: Int { steps.reduce(0) { $0 + $1.rows } }
    /// Wall time of all steps.
    var seconds: Double { samples.samples.reduce(0) { $0 + $1.seconds } }
  }

  /// What came of a run.
  struct Outcome {
    /// The prompt, until the first new token of every copy was chosen.
    var prefill = Phase()
    /// The steps that followed, one new token for each copy.
    var decode = Phase()
    /// What the kernels counted in all.
    var counters = Counters()
    /// New tokens of each copy.
    var texts: [[Int32]] = []
    /// What the cache held at the end.
    var cache: CacheUse?
  }

  /// One copy of the prompt and how it goes on.
  private final class Copy {
    let sequence: Engine.Sequence
    var text: [Int32] = []
    var hasEnded = false

    init(_ sequence: Engine.Sequence) { self.sequence = sequence }
  }

  /// Runs, and tells of each new token of the first copy.
  func run(_ tell: (Int32) -> Void) throws -> Outcome {
    var outcome = Outcome()
    engine.counts = true
    let start = engine.counters
    var copies: [Copy] = []
    func take(_ rows: [[[Float]]], for running: [Copy]) {
      for (copy, rows) in zip(running, rows) {
        guard let row = rows.last else { continue }
        let token = row.indices.max { row[$0] < row[$1] }.map(Int32.init) ?? 0
        copy.hasEnded = ends.contains(token)
        if copy.hasEnded { continue }
        copy.text.append(token)
        if copy === copies.first { tell(token) }
      }
    }
    // With a prefix cache the first copy goes ahead, so that the others find its blocks.
    let waves = request.prefixCache ? [1, request.batch.value - 1] : [request.batch.value]
    for wave in waves where wave > 0 && limit > 0 {
      let fresh = (0..<wave).map { _ in Copy(sequence()) }
      copies += fresh
      try prefill(fresh, &outcome.prefill) { take($0, for: fresh) }
    }
    outcome.prefill.counters = engine.counters.since(start)
    while true {
      let running = copies.filter { !$0.hasEnded && $0.text.count < limit }
      if running.isEmpty { break }
      let feeds = running.map { Engine.Feed($0.text.suffix(1), to: $0.sequence) }
      try step(feeds, &outcome.decode) { take($0, for: running) }
    }
    outcome.counters = engine.counters.since(start)
    outcome.decode.counters = outcome.counters.since(outcome.prefill.counters)
    outcome.cache = withExtendedLifetime(copies) { engine.cacheUse }
    outcome.texts = copies.map(\.text)
    return outcome
  }

  private func sequence() -> Engine.Sequence {
    let capacity = prompt.count + limit - 1
    return request.prefixCache
      ? engine.sequence(startingWith: prompt, capacity: capacity)
      : engine.sequence(capacity: capacity)
  }

  private func prefill(
    _ copies: [Copy],
    _ phase: inout Phase,
    _ take: ([[[Float]]]) -> Void
  ) throws {
    let chunk = max(1, (request.chunk?.value ?? 512) / copies.count)
    let cached = copies[0].sequence.length
    for first in stride(from: cached, to: prompt.count, by: chunk) {
      let end = min(first + chunk, prompt.count)
      let feeds = copies.map {
        let isLast = end == prompt.count
        return Engine.Feed(Array(prompt[first..<end]), to: $0.sequence, logits: isLast ? 1 : 0)
      }
      try step(feeds, &phase, take)
    }
  }

  private func step(
    _ feeds: [Engine.Feed],
    _ phase: inout Phase,
    _ take: ([[[Float]]]) -> Void
  ) throws {
    phase.steps.append(StepSize(feeds))
    phase.samples.append(try TimedSample.of { take(try engine.step(feeds)) })
  }
}
