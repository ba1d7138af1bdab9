import TestSupport
import Testing

/// Explorers that a page cannot carry, as an author of a chapter hears of them.
@Suite struct ExplorerCellTests {
  @Test func aReadingThatIsNoNumberIsAnErrorAtTheLineThatMadeIt() async throws {
    let chapter = """
      Words.

      ```swift id=dial
      let racks = [1.0, 0]
      show(
        Explorer(
          .slider("racks", racks),
          readings: [TableColumn("share")]
        ) { [.number(1 / $0)] },
        id: "fig-dial", caption: "A share.")
      ```

      """
    try await TemporaryBook.with(["01-a.md": chapter]) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      let error = try #require(report.errors.first)
      #expect(report.errors.count == 1)
      #expect(error.id == "cell-stop")
      #expect(error.location.hasPrefix("book/01-a.md:6:"))
      #expect(error.message.contains("the reading 'share' is ∞ at racks 0"))
    }
  }

  /// The points of the larger one are 57,600 bytes; what stands around them is as much on the page.
  @Test(arguments: [30, 36])
  func allThatThePageCarriesOfItCounts(_ stops: Int) async throws {
    let chapter = """
      Words.

      ```swift id=dial
      show(
        Explorer(
          .slider("one", Array(0..<40)), .slider("other", Array(0..<\(stops))),
          readings: ["a", "b", "c", "d", "e"].map { TableColumn($0) }
        ) { one, other in
          Array(
            repeating: .number(1 + Double(one * 40 + other) / 1_000, .decimals(3)),
            count: 5)
        },
        id: "fig-dial", caption: "Readings.")
      ```

      """
    try await TemporaryBook.with(["01-a.md": chapter]) { book in
      let report = try book.check().report
      guard stops == 36 else {
        #expect(report.errors.isEmpty)
        return
      }
      let error = try #require(report.errors.first)
      #expect(error.id == "figure")
      #expect(error.location == "book/01-a.md:4:1")
      let words = /the explorer 'fig-dial' takes (\d+) bytes of its page, (\d+) more than one may/
      let said = try #require(error.message.wholeMatch(of: words))
      let (bytes, excess) = (try #require(Int(said.1)), try #require(Int(said.2)))
      #expect(bytes > 60_000)
      #expect(bytes - excess == 60_000)
    }
  }
}
