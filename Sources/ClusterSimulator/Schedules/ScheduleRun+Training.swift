internal import Quantities
internal import ServingMath

extension ScheduleRun {
  /// Runs slots in the order in which they stand.
  ///
  /// If the stages are synchronised, all wait for the last one before the next iteration. If not,
  /// an iteration lasts as long as the stage that is at it longest: after that time the whole
  /// timetable repeats.
  init(
    slots: [[PassSlot]],
    placement: PassGraph.Placement,
    passes: [PassTimes],
    hop: StageHop?,
    isSynchronised: Bool
  ) throws(PipelineScheduleError) {
    var measure = CommonMeasure()
    var times: [StageTimes] = []
    for stage in passes {
      times.append(
        StageTimes(
          forward: try measure.time(stage.forward),
          inputGradient: try measure.time(stage.inputGradient),
          weightGradient: try measure.time(stage.weightGradient),
          together: try measure.time(stage.together)
        )
      )
    }
    let graph = try PassGraph(
      slots,
      placement: placement,
      keepsOrder: true,
      hop: try measure.times(hop),
      duration: { placement.duration(of: $0, on: $1, times: times) }
    )
    let played = try PlayedPasses(graph)
    var windows = Array(repeating: 0...played.makespan, count: slots.count)
    if !isSynchronised {
      let stretches = played.stretches
      let longest = stretches.map { $0.upperBound - $0.lowerBound }.max() ?? 0
      windows = stretches.map { $0.lowerBound...$0.lowerBound + longest }
    }
    let microbatches = Set(slots.joined().flatMap(\.passes).map(\.microbatch)).count
    self = played.run(
      windows: windows,
      microbatches: microbatches,
      steadyRounds: 0,
      cycles: 1,
      dimensions: measure.dimensions
    )
  }
}

/// The times of one stage as plain numbers.
struct StageTimes {
  let forward: Double
  let inputGradient: Double
  let weightGradient: Double
  let together: Double

  /// What running a forward and a backward pass beside each other saves.
  var savedTogether: Double { forward + (inputGradient + weightGradient) - together }

  func duration(of pass: PipelinePass) -> Double {
    switch pass.kind {
    case .forward, .decode: forward
    case .backward: inputGradient + weightGradient
    case .inputGradient: inputGradient
    case .weightGradient: weightGradient
    }
  }
}

extension PassGraph.Placement {
  func duration(of slot: PassSlot, on stage: Int, times: [StageTimes]) -> Double {
    switch self {
    case .chunks(let count):
      return times[stage].duration(of: slot.pass) / Double(count)
    case .mirrored:
      func kept(_ pass: PipelinePass) -> StageTimes {
        times[pass.chunk == 0 ? stage : times.count - 1 - stage]
      }
      let alone = kept(slot.pass).duration(of: slot.pass)
      guard let beside = slot.beside else { return alone }
      let saved = (kept(slot.pass).savedTogether + kept(beside).savedTogether) / 2
      return max(0, alone + kept(beside).duration(of: beside) - saved)
    }
  }

  /// Pieces of a stage into which its activations of one microbatch fall.
  var activationParts: Int {
    switch self {
    case .chunks(let count): count
    case .mirrored: 1
    }
  }
}

extension PipelineSchedule {
  var placement: PassGraph.Placement {
    switch self {
    case .interleaved(let chunks): .chunks(chunks)
    case .dualPipe: .mirrored
    default: .chunks(1)
    }
  }

  /// Refuses what the schedule cannot be run with.
  func check(stages: Int, microbatches: Int) throws(PipelineScheduleError) {
    guard stages > 0 else { throw .noStages }
    let fewest = fewestMicrobatches(stages: stages)
    guard microbatches >= fewest else {
      throw .tooFewMicrobatches(self, stages: stages, got: microbatches, fewest: fewest)
    }
    if case .interleaved(let chunks) = self {
      guard chunks > 0 else { throw .badCount(what: "chunks", got: chunks) }
      guard microbatches.isMultiple(of: stages) else {
        throw .notAMultiple(self, what: "microbatches", got: microbatches, of: stages)
      }
    }
    if self == .dualPipe {
      for (what, got) in [("stages", stages), ("microbatches", microbatches)]
      where !got.isMultiple(of: 2) {
        throw .notAMultiple(self, what: what, got: got, of: 2)
      }
    }
  }
}
