import Quantities
import ServingMath
import Testing

@Suite struct ChipTests {
  @Test(arguments: [
    (Chip.a100With40GB, Precision.bf16, 201.0), (.a100, .bf16, 153), (.a100, .int8, 153),
    (.h100, .bf16, 295), (.h100, .fp8, 295), (.h200, .bf16, 206), (.b200, .fp4, 281),
    (.gb200, .bf16, 312), (.gb200, .fp4, 312), (.gb300, .fp4, 469), (.rubin, .fp4, 398),
    (.rubinEarly, .fp4, 438), (.mi300X, .bf16, 247), (.tpuV5p, .bf16, 166), (.tpuV6e, .bf16, 560),
    (.tpu7x, .fp8, 313),
  ])
  func boardRatioMatchesTheTable(chip: Chip, precision: Precision, ratio: Double) {
    #expect(abs(chip.boardRatio(precision).plain - ratio) <= 0.5 + 1e-9, "\(chip.name)")
  }

  @Test(arguments: Chip.all)
  func boardRatioIsHalfTheRidgeTimesBytesPerElement(chip: Chip) {
    for precision in chip.precisions {
      let bytes = precision.bytesPerElement.value(in: .bytes)
      let ridge = chip.ridge(precision).value(in: .flopPerByte)
      #expect(close(chip.boardRatio(precision).plain, ridge * bytes / 2))
    }
  }

  @Test func disputedPeakRaisesRubinsRatio() {
    #expect(Chip.rubin.boardRatio(.fp4, peak: Chip.rubinInferencePeak).plain.rounded() == 568)
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

  @Test func binaryCapacityLengthensTheDrain() {
    #expect(Chip.a100.drainTime.value(in: .milliseconds).rounded() == 42)
    #expect(Chip.tpu7x.drainTime.value(in: .milliseconds).rounded() == 28)
    #expect(close(Chip.b200.drainTime, Quantity(22.5, .milliseconds)))
  }

  @Test(arguments: Chip.all)
  func everyChipDrainsWithinAFactorOfThreeAndABit(chip: Chip) {
    let drain = chip.drainTime.value(in: .milliseconds)
    #expect(drain > 13 && drain < 43, "\(chip.name)")
  }

  @Test(arguments: Chip.all)
  func halvingTheBytesNeverSlowsTheArithmetic(chip: Chip) {
    let sixteen = chip.publishedPeak(.bf16)?.value
    let eight = (chip.publishedPeak(.fp8) ?? chip.publishedPeak(.int8))?.value
    if let sixteen, let eight { #expect(close(eight, 2 * sixteen, within: 0.01), "\(chip.name)") }
  }

  @Test(arguments: Chip.all)
  func everyFigureSaysWhereItIsFrom(chip: Chip) {
    let figures = [chip.memory, chip.labelledMemory, chip.memoryBandwidth] + chip.rents
    for figure in figures + chip.precisions.map(chip.peak) {
      #expect(!figure.source.key.isEmpty && !figure.date.isEmpty && !figure.convention.isEmpty)
    }
  }
}

/// Mistakes that published tables contain.
@Suite struct CommonMistakeTests {
  @Test func sparsePeaksAreNotQuotedAsDense() {
    #expect(Chip.h100.peak(.bf16).value < Quantity(1, .petaflopPerSecond))
    #expect(Chip.gb200.peak(.fp8).value == Quantity(5, .petaflopPerSecond))
  }

  @Test func rackOfBlackwellIsAboveEightB200PerGPU() {
    #expect(close((Chip.gb200.peak(.bf16).value / Chip.b200.peak(.bf16).value).plain, 1.111))
  }

  @Test func diesAreNotCountedAsPackages() {
    #expect(Chip.rubin.scaleUpDomain.value == 72)
  }

  @Test func ultraGainsOnlyInFourBits() {
    #expect(Chip.gb300.peak(.fp8).value == Chip.gb200.peak(.fp8).value)
    #expect((Chip.gb300.peak(.fp4).value / Chip.gb200.peak(.fp4).value).plain == 1.5)
  }

  @Test func integersAreNotPassedOffAsFloats() {
    #expect(Chip.tpuV5p.publishedPeak(.fp8) == nil && Chip.a100.publishedPeak(.fp8) == nil)
  }

  @Test func decimalAndBinaryGigabytesDiffer() {
    #expect(Chip.a100.memory.value > Chip.a100.labelledMemory.value)
    #expect(Chip.rubin.memory.value == Quantity(288, .gigabytes))
  }

  @Test func bothCountsOfRubinsBandwidthAreKept() {
    #expect(Chip.rubin.memoryBandwidth.value == Quantity(22, .terabytesPerSecond))
    #expect(Chip.rubinEarly.memoryBandwidth.value == Quantity(20, .terabytesPerSecond))
  }

  @Test func askingForAnUnpublishedPeakStops() async {
    await #expect(processExitsWith: .failure) { _ = Chip.h100.peak(.fp4) }
  }
}
