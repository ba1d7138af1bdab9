import DecodeEngine
import ServingMath

/// What `measure prefill` writes: prompts in one pass, and the token after each.
struct PrefillRecord: Encodable {
  struct Pass: Encodable {
    let milliseconds: Double
    let least: Double
    let most: Double
    let flop: Int
    let bytes: Int
    let clean: Int
    let samples: Int
  }

  struct Point: Encodable {
    let tokens: Int
    let prompt: Pass
    /// One more token, alone, that looks back on the prompt.
    let next: Pass
  }

  struct Curve: Encodable {
    let weights: String
    let kernel: String
    let threads: Int
    /// Medians of what was measured beside the prompts.
    let bandwidth: Double
    let peak: Double
    let peakKind: String
    let points: [Point]
  }

  let model: String
  let curves: [Curve]
}

extension PrefillRecord.Curve {
  init(_ survey: PrefillSurvey, threads: Int) {
    let ceilings = survey.ceilings
    self.init(
      weights: survey.format.rawValue,
      kernel: survey.kernel,
      threads: threads,
      bandwidth: rounded(ceilings.bandwidth),
      peak: rounded(ceilings.peak),
      peakKind: ceilings.kind,
      points: survey.timers.map { timer in
        PrefillRecord.Point(
          tokens: timer.length,
          prompt: PrefillRecord.Pass(timer.samples, timer.work),
          next: PrefillRecord.Pass(timer.nextSamples, timer.nextWork)
        )
      }
    )
  }
}

extension PrefillRecord.Pass {
  init(_ samples: TimedSamples, _ work: Counters) {
    let spread = samples.spread ?? 0...0
    self.init(
      milliseconds: rounded(1e3 * samples.median),
      least: rounded(1e3 * spread.lowerBound),
      most: rounded(1e3 * spread.upperBound),
      flop: work[.flop],
      bytes: work[.weightBytesRead] + work[.cacheBytesRead],
      clean: samples.clean.count,
      samples: samples.samples.count
    )
  }
}
