import Quantities
import ServingMath
import Testing

@Suite struct DrainRowTests {
  /// Companion table, X02 in milliseconds, from the labelled memory.
  @Test(arguments: [
    (Chip.a100With40GB, 25.7), (.a100, 39.2), (.h100, 23.9), (.h200, 29.4), (.b200, 24.0),
    (.gb300, 36.0), (.rubin, 13.1), (.rubinEarly, 14.4), (.tpuV5p, 34.4), (.tpuV6e, 19.5),
    (.tpu7x, 26.1),
  ])
  func highBandwidthMemoryDrainsInThePrintedTime(chip: Chip, milliseconds: Double) {
    let row = DrainRow(MemoryTier(of: chip, labelled: true))
    #expect(close(row.drainTime, Quantity(milliseconds, .milliseconds), within: 0.003))
    #expect(row.factor >= Quantity(0.5) && row.factor <= Quantity(2))
  }

  /// Companion table, C184 and C185.
  @Test(arguments: [
    (MemoryTier.grace, 0.94, QuantityUnit.seconds, "938 ms"),
    (.vera, 1.25, .seconds, "1.25 s"),
    (.micron9650, 4.6, .minutes, "4.57 min"),
    (.micron9550, 9.1, .minutes, "9.14 min"),
    (.micron9650Large, 18, .minutes, "18.3 min"),
    (.micron9550Large, 37, .minutes, "36.6 min"),
    (.gen4Flash, 73, .minutes, "1.22 h"),
    (.dualActuatorDisk, 7.4, .hours, "7.42 h"),
    (.disk, 30, .hours, "30.3 h"),
  ])
  func slowerTiersDrainInThePrintedTime(
    tier: MemoryTier,
    value: Double,
    unit: QuantityUnit,
    text: String
  ) {
    let row = DrainRow(tier)
    #expect(close(row.drainTime, Quantity(value, unit), within: 0.02))
    #expect(row.text == text)
  }

  @Test func catalogueIsInOrderOfDrainTime() {
    let times = MemoryTier.belowHighBandwidth.map(\.drainTime)
    #expect(times == times.sorted())
  }

  @Test func hostMemoryDrainsAsTheLectureSays() {
    #expect(DrainRow(.vera).factor == Quantity(1))
    #expect(close(DrainRow(.grace).factor, Quantity(0.9375)))
  }

  @Test func flashAndDiskTakeLongerThanTheLectureSays() {
    // C184: flash at least five times, disk seven to thirty.
    let flash = MemoryTier.belowHighBandwidth.filter { $0.kind == .flash }
    #expect(flash.allSatisfy { DrainRow($0).factor > Quantity(4.5) })
    let disks = MemoryTier.belowHighBandwidth.filter { $0.kind == .disk }
    let factors = ClosedRange.around(disks.map { DrainRow($0).factor })
    #expect(close(factors.lowerBound, Quantity(7.4), within: 0.01))
    #expect(close(factors.upperBound, Quantity(30), within: 0.02))
  }

  @Test func bothCacheLifetimesMatchFlash() {
    // C185: five minutes is the small drive on PCIe 6, an hour the large one on PCIe 4.
    let tiers = MemoryTier.belowHighBandwidth
    let short = MemoryTier.matching(holding: Quantity(5, .minutes), among: tiers)
    let long = MemoryTier.matching(holding: Quantity(1, .hours), among: tiers)
    #expect(short.name == MemoryTier.micron9650.name)
    #expect(long.name == MemoryTier.gen4Flash.name)
  }
}
