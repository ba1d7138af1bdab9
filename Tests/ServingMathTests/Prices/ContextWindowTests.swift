import Foundation
import Quantities
import ServingMath
import Testing

@Suite struct ContextWindowTests {
  @Test func historyIsInOrderAndItsMarksAreThere() {
    let history = ContextWindow.history
    let months = history.map { 12 * $0.year + $0.month }
    #expect(months == months.sorted())
    #expect(history.allSatisfy { (1...12).contains($0.month) })
    #expect(Set(history.map(\.model)).count == history.count)
  }

  @Test(arguments: ContextWindow.history)
  func standardPriceReachesNoFurtherThanTheWindow(window: ContextWindow) {
    guard let standard = window.atStandardPrice?.value else { return }
    #expect(standard <= window.longest.value)
    #expect(standard >= Quantity(2048, .tokens))
  }

  /// Companion table, C170 and C174.
  @Test(arguments: [
    (2020, 12, 2048.0, 2048.0), (2023, 4, 32_768, 8192), (2023, 12, 200_000, 200_000),
    (2024, 12, 2e6, 200_000), (2025, 3, 2e6, 200_000), (2025, 4, 10e6, 1_047_576),
    (2026, 4, 10e6, 1_047_576),
  ])
  func longestByAMonthIsThePrintedOne(
    year: Int,
    month: Int,
    longest: Double,
    standard: Double
  ) {
    #expect(ContextWindow.longest(by: year, month) == Quantity(longest, .tokens))
    #expect(ContextWindow.longestAtStandardPrice(by: year, month) == Quantity(standard, .tokens))
  }

  @Test func theLongestNeverShrinks() {
    let lengths = (2021...2026).flatMap { year in
      (1...12).map { ContextWindow.longest(by: year, $0) }
    }
    #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func nothingCouldBeHadBeforeTheFirst() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ContextWindow.longest(by: 2019, 12)
    }
    let text = String(decoding: exit?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("could be had by month 12 of 2019"))
  }

  @Test func thresholdsOfTheHistoryAreThoseOfTheLists() {
    #expect(ContextWindow.gemini31.atStandardPrice?.value == Quantity(200, .kilotokens))
    #expect(ContextWindow.gpt54.atStandardPrice?.value == Quantity(272, .kilotokens))
  }

  @Test func everySourceStandsInTheBooksReferences() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "Chapters/references.yml"),
      encoding: .utf8
    )
    let keys = Set(text.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { $0.dropLast() })
    let cited =
      ContextWindow.history.flatMap {
        [$0.longest, $0.atStandardPrice].compactMap { $0?.source.key }
      }
      + [
        CharacterAI.savingInAll.source.key, MemoryTier.fireFlyer.capacity.source.key,
        ComputeTray.gb300.drives.source.key,
      ]
    for key in Set(cited) { #expect(keys.contains(key[...]), "\(key)") }
  }
}
