import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// The way back of a training step.
@Suite struct BackwardClockTests {
  private func plan(_ text: String, _ pass: PlanPass) throws -> Plan {
    try Plan.training(
      ClockSketch.config,
      try Layout(parsing: text),
      sequences: 8,
      length: 32,
      pass: pass,
      devicesPerRack: 2
    )
  }

  @Test(arguments: Overlap.allCases, ClockSketch.layouts)
  func gradientsGoFromTheLastStageToTheFirst(overlap: Overlap, text: String) throws {
    let clock = ClusterClock(ClockSketch.hardware, overlap: overlap)
    let run = clock.run(try plan(text, .inputGradient))
    let starts = run.stageTimes.indices.map { stage in
      run.devices.filter { $0.stage == stage }.flatMap(\.spans).filter { $0.bound != .waiting }
        .map(\.start).min()
    }
    for (stage, next) in zip(starts, starts.dropFirst()) {
      #expect(try #require(stage) > #require(next))
    }
    let forward = clock.run(try plan(text, .forward))
    #expect(run.hopTimes == forward.hopTimes)
    for link in LinkClass.allCases {
      #expect(isClose(run.bytesSent(link), forward.bytesSent(link)))
    }
    let sum = (run.stageTimes + run.hopTimes).reduce(Quantity(0, .seconds), +)
    #expect(run.stepTime <= (1 + 1e-12) * sum)
  }

  /// Nobody waits for the gradients of weights: all stages begin at once.
  @Test(arguments: Overlap.allCases, ClockSketch.layouts)
  func gradientsOfWeightsWaitForNobody(overlap: Overlap, text: String) throws {
    let clock = ClusterClock(ClockSketch.hardware, overlap: overlap)
    let run = clock.run(try plan(text, .weightGradient))
    #expect(run.stepTime == run.slowestStageTime)
    #expect(run.devices.allSatisfy { $0.time(boundBy: .waiting) == Quantity(0, .seconds) })
    #expect(run.bytesSent(.rack) + run.bytesSent(.network) == Quantity(0, .bytes))
  }

  /// Every device by itself, on the way back too.
  @Test(arguments: Overlap.allCases, ClockSketch.layouts)
  func representativesDoWhatEveryDeviceDoes(overlap: Overlap, text: String) throws {
    let plan = try plan(text, .inputGradient)
    let halves = overlap == .twoMicrobatches ? plan.halves : [plan]
    let clock = ClusterClock(ClockSketch.hardware, overlap: overlap)
    let few = clock.run(plan)
    let all = clock.run(
      halves.map { half in
        PlannedPass(
          half.layout,
          devicesPerRack: half.devicesPerRack,
          isBackward: true,
          program: half.device
        )
      }
    )
    for rank in 0..<plan.layout.devices {
      #expect(isClose(few.device(rank).end, all.device(rank).end), "\(text), device \(rank)")
    }
  }
}
