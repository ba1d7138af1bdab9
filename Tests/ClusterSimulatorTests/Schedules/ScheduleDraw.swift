import Quantities
import ServingMath

/// Seeded shapes and times of pipelines: the same from the same seed on every machine.
struct ScheduleDraw {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func time(_ range: ClosedRange<Double> = 0.3...9) -> Quantity {
    Quantity(Double.random(in: range, using: &random), .milliseconds)
  }

  /// Times of three passes that have nothing to do with each other.
  mutating func passes() -> PassTimes {
    PassTimes(forward: time(), inputGradient: time(), weightGradient: time())
  }

  /// Three passes of one time.
  mutating func equalPasses() -> PassTimes {
    let time = time()
    return PassTimes(forward: time, inputGradient: time, weightGradient: time)
  }

  /// Microbatches with which a schedule runs.
  mutating func microbatches(_ schedule: PipelineSchedule, stages: Int) -> Int {
    let fewest = schedule.fewestMicrobatches(stages: stages)
    switch schedule {
    case .interleaved: return stages * count(1...4)
    case .dualPipe: return fewest + 2 * count(0...stages)
    default: return count(fewest...fewest + 3 * stages)
    }
  }

  /// Stages with which a schedule runs.
  mutating func stages(_ schedule: PipelineSchedule) -> Int {
    schedule == .dualPipe ? 2 * count(1...5) : count(1...9)
  }
}

/// All schedules, with several numbers of chunks.
let allSchedules: [PipelineSchedule] = [
  .forwardOnly, .gPipe, .oneForwardOneBackward, .interleaved(chunks: 1), .interleaved(chunks: 2),
  .interleaved(chunks: 5), .zeroBubbleH1, .zeroBubbleH2, .dualPipe,
]

/// Whether two quantities are the same but for rounding.
func near(_ one: Quantity, _ other: Quantity, within tolerance: Double = 1e-12) -> Bool {
  abs(one - other) <= tolerance * max(abs(one), abs(other))
}
