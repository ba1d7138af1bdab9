import ClusterSimulator
import Quantities
import Testing

@Suite struct ServingLawTests {
  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func littlesLawHolds(seed: UInt64) throws {
    let drawn = ServingCase(seed: seed, isTight: seed % 3 == 0)
    let report = try drawn.simulation.run(drawn.trace).report
    #expect(report.served == drawn.trace.count)
    let clock = report.meanInSystem
    #expect(clock > Quantity(0))
    #expect(abs(clock - report.inSystemByLittle) <= 1e-9 * clock)
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func workIsConserved(seed: UInt64) throws {
    let drawn = ServingCase(seed: seed, isTight: seed % 2 == 0)
    let report = try drawn.simulation.run(drawn.trace).report
    #expect(report.promptTokens == drawn.trace.promptTokens)
    #expect(report.outputTokens == drawn.trace.outputTokens)
    // Whatever is in memory was run as a prompt, run one by one, or found; it is there at the end of its
    // request, all but the last token given, or was dropped.
    let atTheEnd = drawn.trace.reduce(0) { $0 + $1.promptTokens + max(0, $1.outputTokens - 1) }
    let made = report.prefillTokens + report.decodeTokens + report.foundTokens
    #expect(made == atTheEnd + report.droppedTokens)
    if report.preemptions == 0 {
      #expect(report.prefillTokens == drawn.trace.promptTokens && report.droppedTokens == 0)
    }
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func memoryPlacesAndTokensAreKeptWithinBounds(seed: UInt64) throws {
    let drawn = ServingCase(seed: seed, isTight: seed % 2 == 0)
    let simulation = drawn.simulation
    let most = drawn.policy.tokensPerStep
    let watched = ServingSimulation(
      cost: .custom { load in
        // A time that says so if a bound is broken.
        Quantity(load.tokens <= most ? ServingCase.seconds(load) : .infinity, .seconds)
      },
      memory: simulation.memory,
      policy: simulation.policy
    )
    let report = try watched.run(drawn.trace).report
    let occupancy = try #require(report.peakOccupancy)
    #expect(occupancy <= Quantity(1) && report.peakRunning <= drawn.policy.sequences)
    #expect(report.meanOccupancy.map { $0 <= occupancy } == true)
    if drawn.policy.reservation == .wholeLength { #expect(report.preemptions == 0) }
  }

  @Test func anIdleInstanceTakesNoTime() throws {
    let report = try ServingSimulation(cost: .fixed(Quantity(20, .milliseconds)))
      .run(RequestTrace([])).report
    #expect(report.span == Quantity(0, .seconds) && report.busyTime == Quantity(0, .seconds))
    #expect(report.steps == 0 && report.latency == nil && report.utilisation == Quantity(0))
    #expect(report.meanInSystem == Quantity(0) && report.inSystemByLittle == Quantity(0))
  }

  @Test func waitingForTheNextRequestIsNoWork() throws {
    let trace = RequestTrace.even(
      interval: Quantity(100, .seconds),
      first: Quantity(7, .seconds),
      count: 4,
      lengths: .fixed(prompt: 5, output: 3)
    )
    let run = try ServingSimulation(cost: .fixed(Quantity(1, .seconds))).run(trace)
    #expect(run.report.steps == 12 && run.report.busyTime == Quantity(12, .seconds))
    #expect(run.report.span == Quantity(303, .seconds))
    #expect(run.report.latency?.longest == Quantity(3, .seconds))
    #expect(run.report.timeToFirstToken?.longest == Quantity(1, .seconds))
    #expect(run.report.timePerOutputToken?.longest == Quantity(1, .seconds))
    #expect(run.report.queueing?.longest == Quantity(0, .seconds))
  }

  @Test func sameTraceGivesTheSameRun() throws {
    let drawn = ServingCase(seed: 5, isTight: true)
    let runs = try (0..<2).map { _ in try drawn.simulation.run(drawn.trace) }
    #expect(Array(runs[0]) == Array(runs[1]))
    #expect(runs[0].curve.points == runs[1].curve.points)
  }

  @Test func curveSumsUpToTheWholeRun() throws {
    let drawn = ServingCase(seed: 8, isTight: true)
    let run = try drawn.simulation.run(drawn.trace)
    let points = run.curve.points
    #expect((100...512).contains(points.count))
    let width = points[1].time - points[0].time
    let end = points[0].time + run.report.span
    var inSystem = Quantity(0, .seconds)
    for point in points {
      let length = min(width, end - point.time)
      inSystem += length * point.inSystem
      #expect(point.busy <= Quantity(1 + 1e-9) && point.running >= Quantity(-1e-9))
    }
    #expect(abs(inSystem / run.report.span - run.report.meanInSystem) < Quantity(1e-9))
  }
}
