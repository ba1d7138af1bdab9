import Quantities
import ServingMath
import Testing

/// Mistakes that published tables contain, in the order in which the catalogue's notes number them.
@Suite struct CommonMistakeTests {
  @Test(arguments: Chip.everything)
  func sparsePeaksAreNeverQuotedAsDense(chip: Chip) {
    for peak in chip.publishedPeaks {
      #expect(!peak.counts(.structuredSparsity), "\(chip.name)")
      for other in peak.others where other.counts(.structuredSparsity) {
        #expect(other.value > 1.9 * peak.value, "\(chip.name)")
      }
    }
  }

  @Test func sixteenBitPeakOfH100IsHalfTheAdvertised() {
    #expect(Chip.h100.peak(.bf16).value == Quantity(989, .teraflopPerSecond))
    #expect(Chip.gb200.peak(.fp8).value == Quantity(5, .petaflopPerSecond))
    #expect(Chip.trainium2.peak(.fp8).value == Quantity(1299, .teraflopPerSecond))
    let sparse = Chip.trainium2.peak(.fp8).reading(.structuredSparsity)
    #expect(sparse?.value == Quantity(2563, .teraflopPerSecond))
  }

  @Test(arguments: [
    (Chip.a100, 600.0), (.h100, 900), (.b200, 1800), (.gb200, 1800), (.rubin, 3600), (.mi300X, 896),
    (.mi455X, 3600), (.tpuV5p, 1200), (.trainium3, 2560),
  ])
  func advertisedLinksCountBothDirections(chip: Chip, advertised: Double) throws {
    let scaleUp = try #require(chip.scaleUpBandwidth)
    #expect(scaleUp.counts(.oneDirection))
    #expect(close(2 * scaleUp.value, Quantity(advertised, .gigabytesPerSecond), within: 1e-12))
  }

  @Test func networkCardsAreCountedPerChipAndNotPerNode() throws {
    // 3.2 Tbit/s leave a node, whether of eight H100 or of sixteen Trainium2.
    let h100 = try #require(Chip.h100.scaleOutBandwidth)
    let trainium2 = try #require(Chip.trainium2.scaleOutBandwidth)
    let node = Quantity(3200, .gigabitsPerSecond)
    #expect(close(8 * h100.value, node, within: 1e-12))
    #expect(close(16 * trainium2.value, node, within: 1e-12))
    for chip in Chip.all { #expect(chip.scaleOutBandwidth?.counts(.perNode) != true) }
  }

  @Test(arguments: [Chip.a100, .h100, .h200, .b200])
  func decimalReadingOfBinaryGigabytesIsSevenPerCentLow(chip: Chip) throws {
    let binary = try #require(chip.memory.reading(.binaryGibibytes)).value
    let decimal = try #require(chip.memory.reading(.decimalGigabytes)).value
    #expect(close((binary / decimal).plain, 1.0737, within: 1e-4), "\(chip.name)")
  }

  @Test(arguments: [(Chip.gb300, 298.0), (.b300, 288.4), (.gb200, 198.7)])
  func driversOfBlackwellReportGibibytes(chip: Chip, gigabytes: Double) throws {
    let reported = try #require(chip.memory.reading(.binaryGibibytes)).value
    #expect(close(reported.value(in: .gigabytes), gigabytes))
  }

  @Test(arguments: [(Chip.b200, 192.0), (.gb200, 192), (.b300, 288)])
  func fittedMemoryIsMoreThanUsable(chip: Chip, gigabytes: Double) throws {
    let fitted = try #require(chip.memory.reading(.fitted))
    #expect(fitted.value == Quantity(gigabytes, .gigabytes))
    #expect(chip.memory.counts(.usable) && chip.memory.value < fitted.value)
  }

  @Test(arguments: [
    (RackSheet.rubinNVL72, 72, 144), (.rubinUltraNVL576, 144, 576), (.gb200NVL72, 72, 144),
  ])
  func diesAreNotCountedAsPackages(sheet: RackSheet, packages: Int, dies: Int) {
    #expect(sheet.packages.value == packages && sheet.dies?.value == dies)
    #expect(sheet.chip.scaleUpDomain.value == packages)
    #expect(sheet.chip.dies?.value == dies / packages)
  }

  @Test func superchipHasTwoGPUsToPay() throws {
    let rent = try #require(Chip.gb200.rents(.onDemand).first)
    #expect(Chip.gb200SuperchipRent.counts(.perSuperchip))
    #expect(Chip.gb200SuperchipRent.value == Quantity(9.08, .dollarsPerHour))
    #expect(rent.value == Quantity(4.54, .dollarsPerHour))
  }

  @Test(arguments: [Precision.bf16, .fp8, .fp4])
  func rackOfBlackwellIsANinthAboveB200PerGPU(precision: Precision) {
    let ratio = Chip.gb200.peak(precision).value / Chip.b200.peak(precision).value
    #expect(close(ratio.plain, 1.111))
  }

  @Test(arguments: [(Chip.b300, Chip.b200, 153.5), (.gb300, .gb200, 165)])
  func ultraGainsInFourBitsAndLosesItsIntegers(ultra: Chip, plain: Chip, integers: Double) throws {
    #expect(ultra.peak(.fp8).value == plain.peak(.fp8).value)
    #expect((ultra.peak(.fp4).value / plain.peak(.fp4).value).plain == 1.5)
    let integerPeak = try #require(ultra.publishedPeak(.int8))
    #expect(integerPeak.value == Quantity(integers, .teraflopPerSecond))
    #expect(!ultra.precisions.contains(.int8) && ultra.publishedPrecisions.contains(.int8))
  }

  @Test(arguments: [Chip.a100, .tpuV5e, .tpuV5p, .tpuV6e])
  func integersAreNotPassedOffAsFloats(chip: Chip) {
    #expect(chip.publishedPeak(.fp8) == nil && chip.publishedPeak(.int8) != nil)
  }

  @Test func rubinsPeaksAreAllKeptWithTheirTags() {
    let readings = Chip.rubin.peak(.fp4).readings
    #expect(readings.map { $0.value.value(in: .petaflopPerSecond) } == [35, 50, 50, 25])
    #expect(
      readings.map { $0.convention(on: .sparsity) }
        == [.sparsityUnstated, .sparsityUnstated, .dense, .dense]
    )
    #expect(Chip.rubin.peak(.fp4).isDisputed && Chip.rubinInferencePeak.isDisputed)
  }

  @Test func allCountsOfRubinsBandwidthAreKept() {
    let readings = Chip.rubin.memoryBandwidth.readings
    #expect(readings.map { $0.value.value(in: .terabytesPerSecond) } == [22, 20, 20.5, 13])
    #expect(Chip.rubinEarly.memoryBandwidth.value == Quantity(20, .terabytesPerSecond))
  }

  @Test(arguments: [(Chip.mi300X, 64.0), (.mi325X, 64), (.mi355X, 76.8)])
  func meshOfEightHasSevenLinks(chip: Chip, gigabytesPerSecond: Double) throws {
    #expect(chip.scaleUpTopology?.value == .fullMesh(linksPerChip: 7))
    let link = try #require(chip.linkBandwidth)
    #expect(close(link, Quantity(gigabytesPerSecond, .gigabytesPerSecond), within: 1e-12))
  }

  @Test func linksOfATorusAreTwoToADimension() throws {
    let link = try #require(Chip.tpuV4.linkBandwidth)
    #expect(close(link, Quantity(45, .gigabytesPerSecond), within: 1e-12))
    #expect(Chip.tpuV5e.scaleUpTopology?.value == .torus(dimensions: 2, linksPerChip: 4))
    #expect(Chip.h100.linkBandwidth == nil)
  }

  @Test(arguments: [
    (Chip.b200.memoryBandwidth, Quantity(7.7, .terabytesPerSecond)),
    (Chip.b300.memoryBandwidth, Quantity(7.75, .terabytesPerSecond)),
    (Chip.tpuV6e.memoryBandwidth, Quantity(1.6, .terabytesPerSecond)),
    (Chip.tpu7x.memoryBandwidth, Quantity(7.38, .terabytesPerSecond)),
    (Chip.gb300.memory, Quantity(278, .gigabytes)), (Chip.gb300.memory, Quantity(279, .gigabytes)),
    (Chip.b300.peak(.fp4), Quantity(14, .petaflopPerSecond)),
  ])
  func disputedFiguresKeepTheOtherValue(figure: Sourced<Quantity>, other: Quantity) {
    #expect(figure.isDisputed && figure.value != other)
    #expect(figure.others.contains { $0.value == other })
  }

  @Test(arguments: [
    (Chip.b200.scaleOutBandwidth, 50.0, 100.0), (Chip.gb200.scaleOutBandwidth, 50, 100),
    (Chip.mi355X.scaleUpBandwidth, 537.6, 576), (Chip.trainium2.scaleUpBandwidth, 640, 1280),
    (Chip.h800.scaleUpBandwidth, 200, 160),
  ])
  func disputedLinksKeepTheOtherValue(link: Sourced<Quantity>?, value: Double, other: Double) throws
  {
    let readings = try #require(link).readings
    #expect(readings.map { $0.value.value(in: .gigabytesPerSecond) } == [value, other])
  }
}
