import DecodeEngine

/// Decodes copies of a prompt in lockstep, and keeps what was done and how long it took.
struct DecodeRun {
  let engine: Engine
  let prompt: [Int32]
  let request: DecodeRequest
  /// New tokens at most.
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
    var texts: [[Int32]]
    /// Whether each copy ended itself.
    var ended: [Bool]
    /// Bytes of blocks of the cache that were held at the end.
    var cacheBytes = 0
  }

  /// Runs, and tells of each new token of the first copy.
  func run(_ tell: (Int32) -> Void) throws -> Outcome {
    let batch = request.batch.value
    var outcome = Outcome(
      texts: Array(repeating: [], count: batch),
      ended: Array(repeating: false, count: batch)
    )
    // Steps are kept apart from the outcome, which they change while they are timed.
    var (prefill, decode) = (Phase(), Phase())
    engine.counts = true
    let sequences = (0..<batch).map { _ in engine.sequence() }
    var next = [Int32](repeating: 0, count: batch)
    func take(_ logits: [[[Float]]], for running: [Int]) {
      for (copy, rows) in zip(running, logits) {
        guard let row = rows.last else { continue }
        next[copy] = row.indices.max { row[$0] < row[$1] }.map(Int32.init) ?? 0
        if ends.contains(next[copy]) {
          outcome.ended[copy] = true
        } else {
          outcome.texts[copy].append(next[copy])
          if copy == 0 { tell(next[copy]) }
        }
      }
    }
    guard limit > 0 else { return outcome }
    let start = engine.counters
    let all = Array(0..<batch)
    let chunk = request.chunk?.value ?? 512
    for first in stride(from: 0, to: prompt.count, by: chunk) {
      let end = min(first + chunk, prompt.count)
      let feeds = sequences.map {
        Engine.Feed(Array(prompt[first..<end]), to: $0, logits: end == prompt.count ? 1 : 0)
      }
      try step(feeds, &prefill) { take($0, for: all) }
    }
    prefill.counters = engine.counters.since(start)
    while true {
      let running = all.filter { !outcome.ended[$0] && outcome.texts[$0].count < limit }
      if running.isEmpty { break }
      let feeds = running.map { Engine.Feed([next[$0]], to: sequences[$0]) }
      try step(feeds, &decode) { take($0, for: running) }
    }
    outcome.counters = engine.counters.since(start)
    decode.counters = outcome.counters.since(prefill.counters)
    (outcome.prefill, outcome.decode) = (prefill, decode)
    outcome.cacheBytes = withExtendedLifetime(sequences) { engine.caches.bytesInUse }
    return outcome
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
