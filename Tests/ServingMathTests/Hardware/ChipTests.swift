import Quantities
import ServingMath
import Testing

/// The derived columns of the published table, to the digits that are printed there.
@Suite struct ChipTests {
  @Test(arguments: [
    (Chip.a100With40GB, Precision.bf16, 201.0), (.a100, .bf16, 153), (.a100, .int8, 153),
    (.h100, .bf16, 295), (.h100, .fp8, 295), (.h200, .bf16, 206), (.h800, .bf16, 295),
    (.b200, .bf16, 281), (.b200, .fp4, 281), (.b300, .bf16, 281), (.b300, .fp4, 422),
    (.gb200, .bf16, 312), (.gb200, .fp4, 312), (.gb300, .bf16, 312), (.gb300, .fp4, 469),
    (.rubin, .fp4, 398), (.rubinEarly, .fp4, 438), (.mi300X, .bf16, 247), (.mi325X, .bf16, 218),
    (.mi355X, .bf16, 315), (.mi455X, .fp4, 510), (.tpuV4, .bf16, 229), (.tpuV5e, .bf16, 241),
    (.tpuV5p, .bf16, 166), (.tpuV6e, .bf16, 560), (.tpu7x, .bf16, 313), (.tpu7x, .fp8, 313),
    (.trainium2, .bf16, 230), (.trainium3, .bf16, 137), (.trainium3, .fp8, 257),
  ])
  func boardRatioMatchesTheTable(chip: Chip, precision: Precision, ratio: Double) {
    #expect(abs(chip.boardRatio(precision).plain - ratio) <= 0.5 + 1e-9, "\(chip.name)")
  }

  @Test(arguments: Chip.everything)
  func boardRatioIsHalfTheRidgeTimesBytesPerElement(chip: Chip) {
    for precision in chip.publishedPrecisions {
      let bytes = precision.bytesPerElement.value(in: .bytes)
      let ridge = chip.ridge(precision).value(in: .flopPerByte)
      #expect(close(chip.boardRatio(precision).plain, ridge * bytes / 2))
    }
  }

  @Test func disputedPeakRaisesRubinsRatio() {
    let ratio = Chip.rubin.boardRatio(.fp4, peak: Chip.rubinInferencePeak)
    #expect(ratio.plain.rounded() == 568)
  }

  @Test(arguments: Chip.everything)
  func ratioFallsAsTheBandwidthReadingRises(chip: Chip) {
    let readings = chip.memoryBandwidth.readings.sorted { $0.value < $1.value }
    for precision in chip.publishedPrecisions {
      let ratios = readings.map { chip.boardRatio(precision, bandwidth: $0) }
      #expect(ratios == ratios.sorted(by: >), "\(chip.name)")
    }
  }

  @Test(arguments: [
    (Chip.a100, 42.0, 1.0), (.h100, 24, 1), (.h200, 29, 1), (.h800, 24, 1), (.b200, 22.5, 0.1),
    (.b300, 33.5, 0.1), (.gb200, 23, 1), (.rubin, 13.1, 0.1), (.rubinUltra, 31, 1),
    (.mi300X, 36, 1), (.mi325X, 43, 1), (.mi355X, 36, 1), (.mi455X, 22, 1), (.tpuV4, 29, 1),
    (.tpuV5e, 21, 1), (.tpuV5p, 37, 1), (.tpuV6e, 21, 1), (.tpu7x, 28, 1),
    (.trainium2, 35.5, 0.1), (.trainium3, 32, 1), (.groqLPU, 0.003, 0.001), (.wse3, 0.002, 0.001),
  ])
  func drainTimeMatchesTheTable(chip: Chip, milliseconds: Double, digit: Double) {
    let drain = chip.drainTime.value(in: .milliseconds)
    #expect(abs(drain - milliseconds) <= digit / 2 + 1e-9, "\(chip.name): \(drain)")
  }

  @Test(arguments: [
    (Chip.a100With40GB, 25.7), (.a100, 39.2), (.h100, 23.9), (.h200, 29.4), (.b200, 24.0),
    (.gb300, 36.0), (.rubin, 13.1), (.rubinEarly, 14.4), (.tpuV5e, 19.5), (.tpuV5p, 34.4),
    (.tpuV6e, 19.5), (.tpu7x, 26.1),
  ])
  func drainTimeFromTheLabelMatchesTheTable(chip: Chip, milliseconds: Double) {
    let drain = chip.labelledDrainTime.value(in: .milliseconds)
    #expect((drain * 10).rounded() / 10 == milliseconds, "\(chip.name)")
  }

  @Test func usableMemoryOfUltraDrainsInThirtyFive() throws {
    let usable = try #require(Chip.gb300.memory.reading(.usable))
    #expect(Chip.gb300.drainTime(of: usable).value(in: .milliseconds).rounded() == 35)
  }

  @Test(arguments: [
    (Chip.a100, 12.0), (.h100, 9), (.h200, 9), (.h800, 4), (.b200, 18), (.b300, 9), (.gb200, 18),
    (.gb300, 9), (.rubin, 9), (.mi300X, 9), (.mi325X, 9), (.mi355X, 11), (.mi455X, 6),
  ])
  func scaleUpOverScaleOutMatchesTheTable(chip: Chip, ratio: Double) {
    #expect(chip.scaleUpOverScaleOut?.plain.rounded() == ratio, "\(chip.name)")
  }

  @Test func widerCardHalvesTheRatioOfB200() throws {
    let card = try #require(Chip.b200.scaleOutBandwidth?.others.first)
    let scaleUp = try #require(Chip.b200.scaleUpBandwidth)
    #expect((scaleUp.value / card.value).plain == 9)
  }

  @Test(arguments: [Chip.rubinUltra, .tpuV5e, .tpuV6e, .tpu7x, .trainium3, .groqLPU, .wse3])
  func ratioIsAbsentWhereAFigureIsNotPublished(chip: Chip) {
    #expect(chip.scaleUpOverScaleOut == nil, "\(chip.name)")
  }

  @Test(arguments: Chip.all)
  func everyChipDrainsWithinAFactorOfThreeAndABit(chip: Chip) {
    let drain = chip.drainTime.value(in: .milliseconds)
    #expect(drain > 13 && drain < 43, "\(chip.name)")
  }

  @Test(arguments: Chip.all)
  func rackDrainsInTheTimeOfOneChip(chip: Chip) {
    #expect(close(Rack(of: chip).drainTime, chip.drainTime, within: 1e-12))
  }

  @Test(arguments: Chip.everything)
  func halvingTheBytesNeverSlowsTheArithmetic(chip: Chip) {
    let peaks = chip.precisions.map { chip.peak($0).value }
    #expect(peaks == peaks.sorted(), "\(chip.name)")
  }

  @Test(arguments: Chip.all.filter { $0.vendor != .amazon })
  func eightBitsRunTwiceAsFastAsSixteen(chip: Chip) {
    let eight = chip.publishedPeak(.fp8) ?? chip.publishedPeak(.int8)
    if let sixteen = chip.publishedPeak(.bf16), let eight {
      #expect(close(eight.value, 2 * sixteen.value, within: 0.01), "\(chip.name)")
    }
  }

  @Test func askingForAnUnpublishedPeakStops() async {
    await #expect(processExitsWith: .failure) { _ = Chip.h100.peak(.fp4) }
  }
}
