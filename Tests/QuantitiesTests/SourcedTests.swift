import Foundation
import Quantities
import TestSupport
import Testing

@Suite struct SourcedTests {
  @Test func mappingKeepsSourceDateAndConvention() {
    let memory = Sourced(
      Quantity(288, .gigabytes),
      source: SourceReference(key: "sheet", title: "A data sheet", location: "table 1"),
      date: "2026-03",
      convention: "decimal gigabytes"
    )
    let half = memory.map { $0 / 2 }
    #expect(half.value == Quantity(144, .gigabytes))
    #expect(half.source == memory.source)
    #expect(half.date == "2026-03")
    #expect(half.convention == "decimal gigabytes")
  }

  @Test func ourNumberFormatWinsBesideFoundations() {
    #expect(1234.5.formatted(.significant(3)) == "1,230")
    #expect(1234.5.formatted(.exact) == "1,234.5")
  }

  @Test(arguments: [41, 42] as [UInt64])
  func quantitiesSurviveEncoding(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for unit in QuantityUnitTests.catalogue {
      let quantity = Quantity(generator.magnitude(), unit)
      let data = try JSONEncoder().encode(quantity)
      #expect(try JSONDecoder().decode(Quantity.self, from: data) == quantity)
    }
  }
}
