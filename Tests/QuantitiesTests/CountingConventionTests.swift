import Quantities
import Testing

@Suite struct CountingConventionTests {
  private static let sheet = SourceReference(key: "sheet", title: "A data sheet")
  private static let page = SourceReference(key: "page", title: "A web page")

  private let usable = Sourced(
    Quantity(180, .gigabytes),
    source: sheet,
    date: "2026-04",
    conventions: [.decimalGigabytes, .usable],
    note: "eight to a node",
    others: [
      Sourced(
        Quantity(180, .gibibytes),
        source: page,
        date: "2026-08",
        conventions: [.binaryGibibytes]
      )
    ]
  )

  @Test func wordsAreTheTagsAndThenTheNote() {
    #expect(usable.convention == "decimal GB, usable, eight to a node")
    #expect(usable.others.first?.convention == "GiB")
  }

  @Test func tagsAnswerQuestions() {
    #expect(usable.convention(on: .capacityUnit) == .decimalGigabytes)
    #expect(usable.convention(on: .direction) == nil)
    #expect(usable.counts(.usable) && !usable.counts(.fitted))
  }

  @Test func otherValuesMakeAFigureDisputed() throws {
    let other = try #require(usable.others.first)
    #expect(usable.isDisputed && !other.isDisputed)
    let doubted = Sourced(1, source: Self.sheet, date: "2026", conventions: [.disputed])
    #expect(doubted.isDisputed)
  }

  @Test func readingsStartWithTheFigureItself() {
    #expect(usable.readings.map(\.source.key) == ["sheet", "page"])
    #expect(usable.reading(.binaryGibibytes)?.value == Quantity(180, .gibibytes))
    #expect(usable.reading(.fitted) == nil)
  }

  @Test func mappingTakesTagsNoteAndOtherValuesAlong() {
    let half = usable.map { $0 / 2 }
    #expect(half.convention == usable.convention && half.conventions == usable.conventions)
    #expect(half.others.map(\.value) == [Quantity(90, .gibibytes)])
    #expect(half.others.first?.source == Self.page)
  }

  @Test func equalityCountsTheOtherValues() {
    let alone = Sourced(
      usable.value,
      source: usable.source,
      date: usable.date,
      conventions: usable.conventions,
      note: usable.note
    )
    #expect(alone != usable && alone == alone.map { $0 })
    #expect(Set([alone, usable, usable.map { $0 }]).count == 2)
  }

  @Test func wordsAloneCarryNoTags() {
    let figure = Sourced(1, source: Self.sheet, date: "2026", convention: "list price")
    #expect(figure.convention == "list price" && figure.conventions.isEmpty)
    #expect(!figure.isDisputed)
  }

  @Test(arguments: CountingConvention.allCases)
  func everyTagReadsAsWords(convention: CountingConvention) {
    let isPlain = convention.rawValue.allSatisfy { $0.isASCII && $0 != "_" }
    #expect(isPlain && !convention.rawValue.isEmpty)
  }
}
