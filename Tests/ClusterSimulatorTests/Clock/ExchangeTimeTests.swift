import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// Exchanges take what their closed forms say; hardware of the sketch: 100 GB/s and 1 µs in a rack, 10 GB/s and
/// 5 µs beyond.
@Suite struct ExchangeTimeTests {
  private let clock = ClusterClock(ClockSketch.hardware)

  private func seconds(
    _ text: String,
    perRack: Int? = nil,
    _ program: @escaping (Int) -> [PlannedAction]
  ) throws -> Double {
    let layout = try Layout(parsing: text)
    let pass = PlannedPass(layout, devicesPerRack: perRack) {
      ClockSketch.device($0, layout, program($0))
    }
    return clock.run([pass]).stepTime.value(in: .seconds)
  }

  private func ring(_ kind: Communication.Kind, steps: Int, bytes: Double, _ rank: Int)
    -> PlannedAction
  {
    ClockSketch.exchange(
      .sum,
      layer: 0,
      kind,
      [0, 1, 2, 3],
      to: [((rank + 1) % 4, steps, bytes)]
    )
  }

  @Test func ringTakesAStepForEachMessage() throws {
    let all = try seconds("tp4") { [ring(.allReduce, steps: 6, bytes: 6e6, $0)] }
    #expect(abs(all - (6e-6 + 60e-6)) < 1e-15)
    let gather = try seconds("tp4") { [ring(.allGather, steps: 3, bytes: 3e6, $0)] }
    #expect(abs(gather - (3e-6 + 30e-6)) < 1e-15)
  }

  @Test func ringAcrossRacksIsAsSlowAsItsSlowestLink() throws {
    let time = try seconds("tp4", perRack: 2) { [ring(.allReduce, steps: 6, bytes: 6e6, $0)] }
    #expect(abs(time - (30e-6 + 600e-6)) < 1e-15)
  }

  @Test func ringIsAsSlowAsTheDeviceThatSendsMost() throws {
    let time = try seconds("tp4") { rank in
      [ring(.allReduce, steps: 6, bytes: rank == 2 ? 8e6 : 6e6, rank)]
    }
    #expect(abs(time - (6e-6 + 80e-6)) < 1e-15)
  }

  /// Four devices in two racks: 1 MB to the neighbour, 0.2 MB to each of the two beyond.
  @Test func bothKindsOfLinkSendSideBySide() throws {
    func program(near: Double, far: Double) -> (Int) -> [PlannedAction] {
      { rank in
        let others = [0, 1, 2, 3].filter { $0 != rank }
        let to = others.map { (rank: $0, messages: 1, bytes: $0 / 2 == rank / 2 ? near : far) }
        return [ClockSketch.exchange(.dispatch, layer: 0, .allToAll, [0, 1, 2, 3], to: to)]
      }
    }
    let far = try seconds("dp4,ep4", perRack: 2, program(near: 1e6, far: 2e5))
    #expect(abs(far - (5e-6 + 40e-6)) < 1e-15)
    let near = try seconds("dp4,ep4", perRack: 2, program(near: 8e6, far: 2e5))
    #expect(abs(near - (1e-6 + 80e-6)) < 1e-15)
    let inside = try seconds("dp4,ep4", program(near: 1e6, far: 2e5))
    #expect(abs(inside - (1e-6 + 14e-6)) < 1e-15)
  }

  /// Everybody sends 1 MB to device 3: what it receives takes three times as long as what anyone sends.
  @Test func whoReceivesMostSetsTheTime() throws {
    let time = try seconds("dp4,ep4") { rank in
      let to = rank == 3 ? [] : [(rank: 3, messages: 1, bytes: 1e6)]
      return [ClockSketch.exchange(.dispatch, layer: 0, .allToAll, [0, 1, 2, 3], to: to)]
    }
    #expect(abs(time - (1e-6 + 30e-6)) < 1e-15)
    let logits = try seconds("tp4") { rank in
      let to = rank == 0 ? [] : [(rank: 0, messages: 1, bytes: 1e6)]
      return [ClockSketch.exchange(.collectLogits, .gather, [0, 1, 2, 3], to: to)]
    }
    #expect(abs(logits - (1e-6 + 30e-6)) < 1e-15)
  }

  @Test func emptyMessagesTakeTheirLatency() throws {
    let time = try seconds("dp4,ep4") { rank in
      let to = [0, 1, 2, 3].filter { $0 != rank }.map { (rank: $0, messages: 1, bytes: 0.0) }
      return [ClockSketch.exchange(.dispatch, layer: 0, .allToAll, [0, 1, 2, 3], to: to)]
    }
    #expect(time == 1e-6)
  }

  @Test func exchangeBeginsWithTheLastWhoComes() throws {
    let layout = try Layout(parsing: "tp4")
    let pass = PlannedPass(layout) { rank in
      ClockSketch.device(
        rank,
        layout,
        [
          ClockSketch.work(.network, layer: 0, (0, 1e6 * Double(rank + 1))),
          ring(.allReduce, steps: 6, bytes: 6e6, rank),
        ]
      )
    }
    let run = clock.run([pass])
    #expect(isClose(run.stepTime, Quantity(4 + 66, .microseconds)))
    for rank in 0..<4 {
      let device = run.device(rank)
      #expect(isClose(device.end, run.stepTime))
      let waited = device.time(boundBy: .waiting).value(in: .microseconds)
      #expect(abs(waited - Double(3 - rank)) < 1e-9)
    }
  }

  /// The sender's link is busy with the bytes; the receiver has them a latency later.
  @Test func handOverMakesTheReceiverWait() throws {
    let layout = try Layout(parsing: "pp2")
    let pass = PlannedPass(layout) { rank in
      let hop = { ClockSketch.exchange($0, .handOver, [0, 1], to: $1) }
      return ClockSketch.device(
        rank,
        layout,
        rank == 0
          ? [ClockSketch.work(.network, layer: 0, (0, 7e6)), hop(.send, [(1, 1, 1e5)])]
          : [hop(.receive, []), ClockSketch.work(.network, layer: 1, (0, 2e6))]
      )
    }
    let run = clock.run([pass])
    #expect(isClose(run.stepTime, Quantity(7 + 10 + 5 + 2, .microseconds)))
    #expect(isClose(run.stageTimes[0], Quantity(17, .microseconds)))
    #expect(isClose(run.stageTimes[1], Quantity(2, .microseconds)))
    #expect(run.hopTimes == [Quantity(5, .microseconds)])
    #expect(isClose(run.device(1).time(boundBy: .waiting), Quantity(22, .microseconds)))
    #expect(run.bytesSent(.network) == Quantity(1e5, .bytes))
  }

  @Test func whoeverDoesNotComeIsNamed() async {
    await #expect(processExitsWith: .failure) {
      let layout = try Layout(parsing: "tp2")
      let pass = PlannedPass(layout) { rank in
        let sum = ClockSketch.exchange(.sum, layer: 0, .allReduce, [0, 1], to: [(1, 2, 8)])
        return ClockSketch.device(rank, layout, rank == 0 ? [sum] : [])
      }
      _ = ClusterClock(ClockSketch.hardware).run([pass])
    }
  }
}
