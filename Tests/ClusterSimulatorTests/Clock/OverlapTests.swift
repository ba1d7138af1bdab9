import ClusterSimulator
import Quantities
import ServingMath
import Testing

@Suite struct OverlapTests {
  private func run(_ overlap: Overlap, _ passes: [PlannedPass]) -> ClusterRun {
    ClusterClock(ClockSketch.hardware, overlap: overlap).run(passes)
  }

  private func pass(_ text: String, _ actions: @escaping (Int) -> [PlannedAction]) throws
    -> PlannedPass
  {
    let layout = try Layout(parsing: text)
    return PlannedPass(layout) { ClockSketch.device($0, layout, actions($0)) }
  }

  private func sum(layer: Int, bytes: Double) -> PlannedAction {
    ClockSketch.exchange(.sum, layer: layer, .allReduce, [0, 1], to: [(1, 2, bytes)])
  }

  /// Two operations, one with 3 µs of arithmetic and 1 µs of traffic, one with 1 and 4.
  @Test func withoutOverlapEachOperationTakesItsOwnRoof() throws {
    let actions = [
      ClockSketch.work(.network, layer: 0, (3e8, 1e6), (1e8, 4e6)), sum(layer: 0, bytes: 1e6),
    ]
    let pass = try pass("tp2") { _ in actions }
    #expect(isClose(run(.none, [pass]).stepTime, Quantity(3 + 4 + 2 + 10, .microseconds)))
    // Arithmetic 4 µs, memory 5 µs, links 12 µs.
    #expect(isClose(run(.full, [pass]).stepTime, Quantity(12, .microseconds)))
  }

  @Test func fullOverlapWaitsForTheLongestOfThree() throws {
    for (flop, bytes, expected) in [(9e8, 1e6, 9.0), (1e8, 20e6, 20), (1e8, 1e6, 3)] {
      let pass = try pass("tp2") { _ in
        [ClockSketch.work(.network, layer: 0, (flop, bytes)), sum(layer: 0, bytes: 1e5)]
      }
      #expect(isClose(run(.full, [pass]).stepTime, Quantity(expected, .microseconds)))
    }
  }

  @Test func activationsAreTrafficWhenAskedFor() throws {
    let layout = try Layout(parsing: "tp1")
    let pass = PlannedPass(layout) { rank in
      var action = ClockSketch.work(.network, layer: 0, (0, 1e6))
      action.operations[0].amounts.activationsRead = 2e6
      action.operations[0].amounts.activationsWritten = 3e6
      return ClockSketch.device(rank, layout, [action])
    }
    #expect(isClose(run(.none, [pass]).stepTime, Quantity(1, .microseconds)))
    let clock = ClusterClock(ClockSketch.hardware, countsActivations: true)
    #expect(isClose(clock.run([pass]).stepTime, Quantity(6, .microseconds)))
  }

  /// Compute of 10 µs and exchange of 10 µs in turns: of two halves one computes while the other communicates.
  @Test func halvesHideEachOthersExchanges() throws {
    let layers = 5
    let pass = try pass("tp2") { _ in
      (0..<layers).flatMap { layer in
        [ClockSketch.work(.network, layer: layer, (0, 10e6)), sum(layer: layer, bytes: 8e5)]
      }
    }
    let alone = run(.none, [pass])
    #expect(isClose(alone.stepTime, Quantity(Double(20 * layers), .microseconds)))
    let both = run(.twoMicrobatches, [pass, pass])
    #expect(isClose(both.stepTime, Quantity(Double(20 * layers + 10), .microseconds)))
    #expect(both.device(0).time(boundBy: .waiting) == Quantity(0, .seconds))
  }

  /// The halves take turns, whichever is ready first: A, B, A, B on each stream.
  @Test func halvesTakeTurnsOnEachStream() throws {
    func half(_ microseconds: Double) throws -> PlannedPass {
      try pass("tp2") { _ in
        (0..<3).flatMap { layer in
          [
            ClockSketch.work(.network, layer: layer, (0, microseconds * 1e6)),
            sum(layer: layer, bytes: 8e5),
          ]
        }
      }
    }
    let run = run(.twoMicrobatches, [try half(30), try half(1)])
    for stream in [ClusterSpan.Stream.compute, .links] {
      let halves = run.device(1).spans.filter { $0.stream == stream }.map(\.half)
      #expect(halves == [0, 1, 0, 1, 0, 1])
    }
  }

  /// Halves take 10 µs on each of two stages, 10 µs on the link, and are there 5 µs later.
  ///
  ///     stage 0   A 0–10, B 10–20; sends A 10–20, B 20–30
  ///     stage 1   A 25–35, B 35–45
  @Test func halvesFollowEachOtherThroughStages() throws {
    let pass = try pass("pp2") { rank in
      let work = ClockSketch.work(.network, layer: rank, (0, 10e6))
      let hop = { ClockSketch.exchange($0, .handOver, [0, 1], to: $1) }
      return rank == 0 ? [work, hop(.send, [(1, 1, 1e5)])] : [hop(.receive, []), work]
    }
    let run = run(.twoMicrobatches, [pass, pass])
    #expect(isClose(run.stepTime, Quantity(45, .microseconds)))
    #expect(isClose(run.device(0).end, Quantity(30, .microseconds)))
    let starts = run.device(1).spans.filter { $0.stream == .compute }.map(\.start)
    #expect(isClose(starts[0], Quantity(25, .microseconds)))
    #expect(isClose(starts[1], Quantity(35, .microseconds)))
    // A link that is slower than the stages sets the pace of the second half.
    let long = try self.pass("pp2") { rank in
      let work = ClockSketch.work(.network, layer: rank, (0, 10e6))
      let hop = { ClockSketch.exchange($0, .handOver, [0, 1], to: $1) }
      return rank == 0 ? [work, hop(.send, [(1, 1, 3e5)])] : [hop(.receive, []), work]
    }
    #expect(
      isClose(self.run(.twoMicrobatches, [long, long]).stepTime, Quantity(85, .microseconds))
    )
  }

  @Test func sequencesKeepTheirDataRankInBothHalves() throws {
    let layout = try Layout(parsing: "dp3")
    let lengths = Array(1...8)
    let feeds = lengths.map { StepFeed(first: 10 * $0, tokens: $0) }
    let rows = lengths.flatMap { length in Array(repeating: [length % 8, 7], count: length) }
    let plan = try Plan(
      ClockSketch.config,
      layout,
      feeds: feeds,
      visits: .chosen([2: rows, 3: rows])
    )
    let halves = plan.halves
    #expect(halves.map(\.feeds.count) == [6, 2])
    #expect(halves.flatMap(\.feeds) == feeds)
    for half in halves {
      guard case .chosen(let choices) = half.visits else {
        Issue.record("the router's choices are gone")
        continue
      }
      let expected = half.feeds.flatMap { feed in
        Array(repeating: [feed.tokens % 8, 7], count: feed.tokens)
      }
      #expect(choices == [2: expected, 3: expected])
    }
    let single = try Plan.decode(ClockSketch.config, layout, batch: 3, context: 5)
    #expect(single.halves.count == 1)
  }
}
