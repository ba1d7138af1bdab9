import ClusterSimulator
import Quantities
import ServingMath
import Testing

@Suite struct ClusterHardwareTests {
  @Test func chipBringsItsRates() {
    let stored = StoredPrecision(routedExperts: .fp4, rest: .bf16)
    let hardware = ClusterHardware(.gb200, weights: stored, cache: .fp8)
    #expect(hardware.memoryBandwidth == Chip.gb200.memoryBandwidth.value)
    #expect(hardware.arithmetic == Chip.gb200.peak(.bf16).value)
    #expect(hardware.expertArithmetic == Chip.gb200.peak(.fp4).value)
    #expect(hardware.attentionArithmetic == Chip.gb200.peak(.fp8).value)
    #expect(hardware.rack.bandwidth == Chip.gb200.scaleUpBandwidth?.value)
    #expect(hardware.network.bandwidth == Chip.gb200.scaleOutBandwidth?.value)
    // Hopper multiplies 4-bit weights in the next wider precision that it has.
    let hopper = ClusterHardware(.h100, weights: stored)
    #expect(hopper.expertArithmetic == Chip.h100.peak(.fp8).value)
  }

  @Test func hopIsTheSumOfItsPath() throws {
    let hop = try RackHop(
      steps: RackHop.threeSwitches,
      payload: Quantity(0, .bytes),
      cards: 1,
      rate: #require(Chip.gb200.scaleOutBandwidth).value
    )
    func latency(_ reading: LatencyReading, _ path: [RackHop.Step] = RackHop.threeSwitches)
      -> Quantity
    {
      let weights = StoredPrecision(.bf16)
      return ClusterHardware(.gb200, weights: weights, path: path, latencies: reading).network
        .latency
    }
    #expect(isClose(latency(.least), hop.latency.lowerBound))
    #expect(isClose(latency(.most), hop.latency.upperBound))
    #expect(isClose(latency(.mean), (hop.latency.lowerBound + hop.latency.upperBound) / 2))
    #expect(latency(.least, RackHop.oneSwitch) < latency(.least))
  }

  @Test func everyChipOfTheCatalogueRuns() throws {
    let plan = try Plan.decode(
      ClockSketch.config,
      try Layout(parsing: "pp2,dp4,ep4"),
      batch: 8,
      context: 9
    )
    for chip in Chip.all {
      let hardware = ClusterHardware(chip, weights: StoredPrecision(.bf16))
      let time = ClusterClock(hardware).run(plan).stepTime
      #expect(time > Quantity(0, .seconds) && time.isFinite, "\(chip)")
    }
  }

  @Test(arguments: [
    ("pp4,ep64", 64), ("tp8", 72), ("pp9,tp8", 72), ("dp144,ep144", 72), ("pp2,dp40", 40),
  ])
  func racksTakeWholeStagesWhereTheyCan(text: String, devices: Int) throws {
    let layout = try Layout(parsing: text)
    #expect(ClusterHardware.devicesPerRack(.gb200, layout) == devices)
  }

  @Test func efficiencyLengthensWhatItSaysAndNothingElse() throws {
    let plan = try Plan.decode(ClockSketch.config, batch: 4, context: 100)
    var half = ClockSketch.hardware
    half.efficiency.memory = Quantity(0.5)
    let whole = ClusterClock(ClockSketch.hardware).run(plan).device(0)
    let slow = ClusterClock(half).run(plan).device(0)
    #expect(isClose(slow.busyTime(.memory), 2 * whole.busyTime(.memory)))
    #expect(slow.busyTime(.arithmetic) == whole.busyTime(.arithmetic))
  }

  @Test func ratesThatNeverEndAreRefused() async {
    await #expect(processExitsWith: .failure) {
      var hardware = ClockSketch.hardware
      hardware.memoryBandwidth = Quantity(0, .bytesPerSecond)
      _ = ClusterClock(hardware).run(try Plan.decode(ClockSketch.config, batch: 1, context: 1))
    }
  }

  @Test func noMoreThanTheWholeRateIsReached() async {
    await #expect(processExitsWith: .failure) {
      var hardware = ClockSketch.hardware
      hardware.efficiency.rack = Quantity(1.1)
      _ = ClusterClock(hardware).run(try Plan.decode(ClockSketch.config, batch: 1, context: 1))
    }
  }
}
