import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// The lecture's racks on the clock: DeepSeek-V3 with its experts over 64 GPUs of a rack and four racks as stages.
@Suite struct RackClockTests {
  private let config = Model.deepSeekV3.config
  private let hardware = ClusterHardware(.gb200, weights: Model.deepSeekV3.config.storedPrecision)

  private func plan(_ text: String, batch: Int, perRack: Int? = nil) throws -> Plan {
    try Plan.decode(
      config,
      try Layout(parsing: text),
      batch: batch,
      context: 4096,
      devicesPerRack: perRack
    )
  }

  /// 256 GPUs, of which eight are looked at: some have ten sequences and some nine, on each of four racks.
  @Test func onlyDevicesThatDifferAreRun() throws {
    let plan = try plan("pp4,ep64", batch: 600)
    let seen = SeenRanks()
    let whole = PlannedPass(plan)
    let counting = PlannedPass(plan.layout, kinds: whole.kinds) { rank in
      seen.ranks.append(rank)
      return plan.device(rank)
    }
    let run = ClusterClock(hardware).run([counting])
    #expect(seen.ranks == [0, 24, 64, 88, 128, 152, 192, 216])
    #expect(run.devices.map(\.ranks.count) == [24, 40, 24, 40, 24, 40, 24, 40])
    #expect(run.device(255).ranks.first == 216)
    #expect(run.stageTimes.count == 4 && run.hopTimes.count == 3)
  }

  /// What a hop costs is added to the step once for each of them (C117, C119, C120).
  ///
  /// There are three between four stages. The lecture's few milliseconds would be most of the step, a tuned network's
  /// microseconds are nothing.
  @Test func hopLatenciesAddUp() throws {
    let plan = try plan("pp4,ep64", batch: 640)
    var free = hardware
    free.network.latency = Quantity(0, .seconds)
    let without = ClusterClock(free).run(plan)
    for microseconds in [1.0, 3, 10, 30, 100, 300, 1000, 2500] {
      var slow = free
      slow.network.latency = Quantity(microseconds, .microseconds)
      let run = ClusterClock(slow).run(plan)
      let hops = 3 * slow.network.latency
      #expect(abs(run.stepTime - without.stepTime - hops) < 1e-12 * run.stepTime)
      #expect(zip(run.stageTimes, without.stageTimes).allSatisfy(isClose))
      #expect(run.hopTimes == Array(repeating: slow.network.latency, count: 3))
    }
    let tuned = hardware.network.latency
    #expect(3 * tuned < 0.01 * without.stepTime)
    #expect(3 * Quantity(2.5, .milliseconds) > without.stepTime)
  }

  /// With experts over several racks a layer's exchange is slower as on the board: 18 · (R − 1) / R (C063).
  @Test(arguments: [2, 4, 8])
  func expertsBeyondTheRackSlowTheExchange(racks: Int) throws {
    var quick = hardware
    quick.rack.latency = Quantity(0, .seconds)
    quick.network.latency = Quantity(0, .seconds)
    func exchange(perRack: Int) throws -> Quantity {
      let run = ClusterClock(quick).run(try plan("ep64", batch: 6400, perRack: perRack))
      return run.device(0).spans.filter { $0.step == .dispatch && $0.stream == .links }.reduce(
        Quantity(0, .seconds)
      ) { $0 + $1.duration }
    }
    let slowdown = try exchange(perRack: 64 / racks) / exchange(perRack: 64)
    let board = try #require(RackTraffic(of: .gb200)).slowdown(racks: racks)
    // A copy in 64 stays on its device, which the board does not see.
    #expect(abs((slowdown / (board * (64.0 / 63))).plain - 1) < 1e-12)
  }

  /// Racks that hold part of a stage: devices with few partners nearby are told apart from those with many.
  @Test func devicesDifferByTheirRacks() throws {
    let run = ClusterClock(hardware).run(try plan("pp2,ep64", batch: 1280, perRack: 72))
    #expect(
      run.devices.map(\.ranks) == [Array(0..<8), Array(8..<64), Array(64..<72), Array(72..<128)]
    )
    let network = run.devices.map { $0.bytesSent(.network).value(in: .bytes) }
    // The first eight hand over inside the rack; of the second stage, eight have 56 partners far away.
    #expect(network[0] == 0 && network[1] > 0)
    #expect(abs(network[2] / network[3] - 7) < 1e-9)
  }

  /// A router's choices: the device with the popular expert holds up all others.
  @Test func popularExpertMakesEverybodyWait() throws {
    let layout = try Layout(parsing: "dp8,ep8")
    func run(_ expert: (Int) -> [Int]) throws -> ClusterRun {
      let rows = (0..<64).map(expert)
      let plan = try Plan(
        ClockSketch.config,
        layout,
        feeds: Array(repeating: StepFeed(first: 50, tokens: 1), count: 64),
        visits: .chosen([2: rows, 3: rows])
      )
      var computing = ClockSketch.hardware
      computing.arithmetic = Quantity(1, .gigaflop) / Quantity(1, .seconds)
      computing.expertArithmetic = computing.arithmetic
      return ClusterClock(computing).run(plan)
    }
    let even = try run { [$0 / 8, ($0 / 8 + 1 + $0 % 7) % 8] }
    let popular = try run { [3, $0 % 8 == 3 ? 4 : $0 % 8] }
    #expect(popular.stepTime > even.stepTime)
    let waited = popular.devices.map { $0.time(boundBy: .waiting) }
    #expect(waited[3] < waited[0] && waited[3] < waited[7])
  }
}

/// Which devices were asked for.
private final class SeenRanks {
  var ranks: [Int] = []
}
