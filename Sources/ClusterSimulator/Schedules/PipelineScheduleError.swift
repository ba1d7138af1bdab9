public import Quantities
public import ServingMath

/// Why a pipeline cannot be run.
public enum PipelineScheduleError: Error, Hashable, Sendable {
  /// A pipeline without stages.
  case noStages
  /// A count of microbatches, rounds or chunks that is negative, or zero where there must be one.
  case badCount(what: String, got: Int)
  /// Too few microbatches to fill the schedule's warm-up.
  case tooFewMicrobatches(PipelineSchedule, stages: Int, got: Int, fewest: Int)
  /// Microbatches, or stages of DualPipe, that are no multiple of what the schedule deals them by.
  case notAMultiple(PipelineSchedule, what: String, got: Int, of: Int)
  /// Times for another number of stages than there are.
  case wrongNumberOfTimes(got: Int, stages: Int)
  /// A time that is negative, infinite or undefined.
  case badTime(Quantity)
  /// Times that measure different things, say seconds and plain units.
  case unlikeTimes(Quantity, Quantity)
  /// A pass that waits for another one which stands in no stage's order.
  case missing(PipelinePass, stage: Int, neededBy: PipelinePass)
  /// A pass that stands in the order of a stage twice, or whose work another pass already does.
  case repeated(PipelinePass, stage: Int)
  /// Orders that can never run: these passes stand next on their stages and wait for each other.
  case deadlock([StuckPass])
}

/// A pass whose turn it is and that will never run.
public struct StuckPass: Hashable, Sendable {
  /// The stage that waits with it.
  public let stage: Int
  /// The pass.
  public let pass: PipelinePass
}

extension PipelineScheduleError: CustomStringConvertible {
  /// The mistake and what would mend it, without a final full stop.
  public var description: String {
    switch self {
    case .noStages: "a pipeline needs at least one stage"
    case .badCount(let what, let got): "\(got) is no number of \(what)"
    case .tooFewMicrobatches(let schedule, let stages, let got, let fewest):
      "\(schedule) on \(stages) stages needs \(fewest) microbatches or more; got \(got)"
    case .notAMultiple(let schedule, let what, let got, let divisor):
      "\(schedule) needs \(what) in multiples of \(divisor); got \(got)"
    case .wrongNumberOfTimes(let got, let stages):
      "got times for \(got) stages; \(stages) stages need \(stages)"
    case .badTime(let time): "\(time) is no time of a pass or a hop; give zero or more"
    case .unlikeTimes(let one, let other):
      "\(one) and \(other) do not measure the same; give all times in one unit"
    case .missing(let pass, let stage, let user):
      "\(user) waits for \(pass), which is not in the order of stage \(stage); add it there"
    case .repeated(let pass, let stage):
      "the work of \(pass) stands in the order of stage \(stage) twice; remove one"
    case .deadlock(let stuck):
      "the orders can never run: "
        + stuck.map { "stage \($0.stage) waits with \($0.pass)" }.joined(separator: ", ")
        + "; move what they wait for forward"
    }
  }
}
