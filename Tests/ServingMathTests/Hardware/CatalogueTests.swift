import Foundation
import Quantities
import ServingMath
import TestSupport
import Testing

/// What holds for every entry of the catalogue.
@Suite struct CatalogueTests {
  @Test func listsEveryChipOnceByVendorAndYear() throws {
    let names = Chip.everything.map(\.name)
    #expect(Set(names).count == names.count && Chip.all.count == 23)
    let order = try Chip.everything.map { chip in
      let vendor = try #require(Vendor.allCases.firstIndex(of: chip.vendor))
      return 10_000 * vendor + chip.year.value
    }
    #expect(order == order.sorted())
  }

  @Test func memoryOnTheSiliconStandsApart() {
    let all = Chip.all.map(\.name)
    #expect(Chip.onChipMemory.map(\.name) == ["Groq LPU", "WSE-3"])
    for chip in Chip.onChipMemory {
      #expect(!all.contains(chip.name))
      #expect(chip.drainTime < Quantity(3, .microseconds))
    }
    // 188 TFLOP/s over 80 TB/s: the on-chip memory feeds a multiply-add in little more than two.
    #expect(close(Chip.groqLPU.boardRatio(.bf16).plain, 2.35))
  }

  @Test func announcementsAreMarked() {
    let announced = Chip.everything.filter(\.isAnnouncedOnly).map(\.name)
    #expect(announced == ["Rubin", "Rubin Ultra", "MI455X"])
  }

  @Test(arguments: Chip.everything)
  func everyFigureSaysWhereWhenAndHow(chip: Chip) {
    for label in chip.labels {
      #expect(!label.source.isEmpty && isDate(label.date), "\(chip.name), \(label)")
      #expect(!label.convention.isEmpty || label.description.hasPrefix("year"), "\(label)")
    }
  }

  @Test(arguments: Chip.everything)
  func everyFigureCarriesTheTagsOfItsKind(chip: Chip) {
    for peak in chip.publishedPeaks.flatMap(\.readings) {
      #expect(peak.convention(on: .sparsity) != nil && peak.convention(on: .share) == .perPackage)
    }
    for link in chip.links.flatMap(\.readings) { #expect(link.convention(on: .direction) != nil) }
    for link in chip.links { #expect(link.convention(on: .direction) == .oneDirection) }
    for memory in chip.capacities { #expect(memory.convention(on: .capacityUnit) != nil) }
    #expect(chip.labelledMemory.counts(.decimalGigabytes) || chip.vendor == .amazon)
    for rent in chip.rents { #expect(rent.convention(on: .priceKind) != nil) }
  }

  @Test(arguments: Chip.everything)
  func aFigureHasOneAnswerToAQuestion(chip: Chip) {
    for label in chip.labels {
      for topic in [CountingConvention.Topic.sparsity, .direction, .capacityUnit, .share] {
        #expect(label.conventions.count { $0.topic == topic } <= 1, "\(chip.name), \(label)")
      }
    }
  }

  @Test(arguments: Chip.everything)
  func othersDifferFromTheFigureInValueSourceOrTags(chip: Chip) {
    let figures = chip.publishedPeaks + chip.links + [chip.memory, chip.memoryBandwidth]
    for figure in figures {
      #expect(Set(figure.readings).count == figure.readings.count, "\(chip.name)")
    }
  }

  @Test func everySourceStandsInTheBooksReferences() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "Chapters/references.yml"),
      encoding: .utf8
    )
    let keys = Set(text.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { $0.dropLast() })
    let labels = Chip.everything.flatMap(\.labels) + RackSheet.all.flatMap(\.labels)
    for key in Set(labels.map(\.source)) { #expect(keys.contains(key[...]), "\(key)") }
    #expect(labels.count > 400)
  }

  private func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count <= 3 && parts.first?.count == 4
      && parts.dropFirst().allSatisfy { $0.count == 2 }
      && parts.allSatisfy { $0.allSatisfy(\.isNumber) }
  }
}
