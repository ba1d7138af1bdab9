import Quantities
import ServingMath
import Testing

/// Published totals of racks against the sum over their packages.
@Suite struct RackSheetTests {
  /// Printed totals have two or three digits; 1.4 EFLOP/s for 1.44 is the coarsest of them.
  private static let rounding = 0.03

  @Test(arguments: RackSheet.all)
  func totalsAreTheSumOverThePackages(sheet: RackSheet) {
    let rack = sheet.rack
    if let memory = sheet.memory {
      #expect(close(rack.memory, memory.value, within: Self.rounding), "\(sheet)")
    }
    if let bandwidth = sheet.memoryBandwidth {
      #expect(close(rack.memoryBandwidth, bandwidth.value, within: Self.rounding), "\(sheet)")
    }
    for (precision, peak) in sheet.peaks where !peak.counts(.disputed) {
      #expect(close(rack.peak(precision), peak.value, within: Self.rounding), "\(sheet)")
    }
  }

  @Test(arguments: RackSheet.all)
  func totalOfLinksIsTwiceTheSumOverThePackages(sheet: RackSheet) {
    let totals = [
      (sheet.scaleUpBandwidth, sheet.chip.scaleUpBandwidth),
      (sheet.scaleOutBandwidth, sheet.chip.scaleOutBandwidth),
    ]
    for (total, perChip) in totals {
      guard let total, let perChip else { continue }
      #expect(total.counts(.bothDirections) && perChip.counts(.oneDirection), "\(sheet)")
      let sum = 2 * Double(sheet.packages.value) * perChip.value
      #expect(close(sum, total.value, within: 0.005), "\(sheet)")
    }
  }

  @Test(arguments: [
    (RackSheet.gb200NVL72, 13.4), (.gb300NVL72, 20.7), (.rubinNVL72, 20.7),
  ])
  func memoryOfSeventyTwoPackagesIsAsPrinted(sheet: RackSheet, terabytes: Double) {
    #expect((sheet.rack.memory.value(in: .terabytes) * 10).rounded() / 10 == terabytes)
    #expect(sheet.memory?.value == Quantity(terabytes, .terabytes))
  }

  @Test func fittedMemoryOfTheRackIsThatOfItsPackages() throws {
    let total = try #require(RackSheet.gb200NVL72.memory?.reading(.fitted))
    let fitted = try #require(Chip.gb200.memory.reading(.fitted))
    #expect(close(72 * fitted.value, total.value, within: 0.005))
  }

  @Test func rubinsRackHoldsTheLargerPeak() throws {
    let total = try #require(RackSheet.rubinNVL72.peaks[.fp4])
    #expect(close(72 * Chip.rubinInferencePeak.value, total.value, within: 1e-12))
    #expect(total.counts(.disputed))
  }

  @Test func sparseTotalsAreKeptBesideTheDense() throws {
    let ultra = try #require(RackSheet.gb300NVL72.peaks[.fp4])
    #expect(ultra.value == Quantity(1080, .petaflopPerSecond))
    #expect(ultra.reading(.structuredSparsity)?.value == Quantity(1440, .petaflopPerSecond))
    let trainium = try #require(RackSheet.trainium2Instance.peaks[.fp8])
    let perChip = try #require(Chip.trainium2.peak(.fp8).reading(.structuredSparsity))
    let sparse = try #require(trainium.reading(.structuredSparsity))
    #expect(close(16 * perChip.value, sparse.value, within: 0.005))
  }

  @Test(arguments: RackSheet.all)
  func packagesFormOneScaleUpDomain(sheet: RackSheet) {
    #expect(sheet.chip.scaleUpDomain.value == sheet.packages.value, "\(sheet)")
  }
}
