public import ServingMath

/// Runs the plan of a step on hardware of the catalogue, and says when each device does what.
///
/// An operation takes the longer of its arithmetic and its traffic; an exchange begins when all who take part are
/// there and ends for all together; what is handed over makes the receiver wait. Left out: kernel launches, and
/// whatever else keeps real devices below the rates that they are given here.
///
///     let clock = ClusterClock(ClusterHardware(.gb200, weights: StoredPrecision(.fp8)))
///     let run = clock.run(plan)
///     run.stepTime                 // through all stages
///     run.device(0).spans          // action by action
///
/// Devices that do the same run once.
public struct ClusterClock: Sendable {
  /// Rates and delays.
  public let hardware: ClusterHardware
  /// What a device does side by side.
  public let overlap: Overlap
  /// Whether activations are read from and written to memory; by default they stay on the chip, as on the board.
  public let countsActivations: Bool

  /// A clock; by default nothing overlaps.
  public init(
    _ hardware: ClusterHardware,
    overlap: Overlap = .none,
    countsActivations: Bool = false
  ) {
    self.hardware = hardware
    self.overlap = overlap
    self.countsActivations = countsActivations
  }

  /// Runs a step: the microbatch of the plan, through all stages.
  ///
  /// With two microbatches side by side the sequences of each data rank are dealt to the two; where none has a
  /// second sequence the batch stays whole.
  public func run(_ plan: Plan) -> ClusterRun {
    run(overlap == .twoMicrobatches ? plan.halves.map(PlannedPass.init) : [PlannedPass(plan)])
  }

  /// Runs one pass, or two halves of one side by side.
  ///
  /// Stops if a device waits for somebody who never comes.
  package func run(_ passes: [PlannedPass]) -> ClusterRun {
    let rates = ClockRates(hardware)
    let programs = ClockPrograms(passes, rates, countsActivations: countsActivations)
    let spans: [[ClusterSpan]]
    let ends: [Double]
    let stages: [Double]
    if overlap == .full {
      let full = FullOverlap(programs)
      (spans, ends, stages) = (full.spans, full.ends, full.stageTimes)
    } else {
      var whole = StreamClock(programs, keepsSpans: true)
      var alone = StreamClock(programs, keepsSpans: false)
      for stage in programs.order {
        whole.run(stage: stage)
        alone.run(stage: stage, alone: true)
      }
      (spans, ends) = (whole.spans, whole.ends)
      stages = programs.stages.map { $0.reduce(0) { max($0, alone.ends[$1]) } }
    }
    var devices: [DeviceRun] = []
    for (stage, classes) in programs.stages.enumerated() {
      for index in classes {
        devices.append(
          DeviceRun(
            ranks: programs.classes.members[index],
            stage: stage,
            spans: spans[index],
            totals: programs.totals[index],
            rates: rates,
            stageSeconds: stages[stage],
            endSeconds: ends[index]
          )
        )
      }
    }
    return ClusterRun(
      overlap: overlap,
      devices: devices,
      stageSeconds: stages,
      hopSeconds: programs.hopLatencies
    )
  }
}
