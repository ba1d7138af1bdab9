import CellRuntime
import Literate
import Quantities
import Testing

struct TerminalTests {
  static let chips = CellTable(
    columns: [TableColumn("chip"), TableColumn("bandwidth", in: .terabytesPerSecond)],
    rows: [
      ["H100 <SXM>", .quantity(Quantity(3.35, .terabytesPerSecond))],
      ["Rubin", .quantity(Quantity(20_000, .gigabytesPerSecond), .decimals(0))],
      ["?", .blank],
    ]
  )

  @Test func tablesStandOnTheirDecimalPoints() {
    #expect(
      Figure.table(Self.chips).terminalText() == """
        chip        bandwidth (TB/s)
        ────────────────────────────
        H100 <SXM>              3.35
        Rubin                  20
        ?

        """
    )
  }

  @Test func tablesBecomeHTMLWithUnitsInTheHeader() {
    let html = Figure.table(Self.chips).html(id: "t", alt: "")
    #expect(Markup(html).fault == nil)
    #expect(html.contains(#"bandwidth <span class="unit">(TB/s)</span>"#))
    #expect(html.contains("<th scope=\"row\">H100\u{A0}&lt;SXM&gt;</th>"))
    #expect(html.contains("<td>20\u{2008}\u{2007}\u{2007}</td>"))
  }

  @Test func wordsInAColumnOfNumbersStandWithThem() {
    let table = CellTable(
      columns: [TableColumn("name"), TableColumn("value"), TableColumn("remark")],
      rows: [[.number(1), "none", "a"], ["two", .number(2.5), "b"]]
    )
    #expect((0..<3).map(table.alignment(ofColumn:)) == [.leading, .decimal, .leading])
    #expect(Figure.table(table).html(id: "t", alt: "").contains("<td>none</td>"))
  }

  @Test func sourcesBreakBetweenKeyAndDate() {
    let list = SourceReference(key: "price-list", title: "A list")
    let listed = Sourced(Quantity(1), source: list, date: "2026-04", conventions: [])
    let table = CellTable(columns: [TableColumn("from")], rows: [[.source(listed)]])
    let html = Figure.table(table).html(id: "t", alt: "")
    #expect(html.contains("<span>price-list,</span> <span>2026-04</span></a>"))
  }

  @Test func aRowOfTheWrongLengthStopsTheCell() async {
    await #expect(processExitsWith: .failure) {
      _ = CellTable(columns: [TableColumn("a"), TableColumn("b")], rows: [["one"]])
    }
  }

  @Test(arguments: DrawingTests.examples)
  func drawingsFitTheWidth(example: DrawingTests.Example) {
    for width in [40, 72, 100] {
      let lines = example.figure.terminalText(width: width).split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= width }, "\(width)")
      #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    }
  }

  @Test func linesAreLettersNamedBelow() {
    let text = Figure.lineChart(LineChartTests.latency()).terminalText()
    #expect(text.contains("A compute") && text.contains("B weights") && text.contains("● a step"))
    #expect(text.contains("◆ balance at 6,000 & more"))
    #expect(text.contains("batch (sequences)") && text.contains("time of a step (ms)"))
  }

  @Test func dataOfAChartIsThinnedEvenly() throws {
    let table = LineChartTests.latency().dataTable
    #expect(table.rows.count == 21)
    #expect(
      table.columns.map(\.header.plainText).prefix(2) == ["batch (sequences)", "compute (ms)"]
    )
    let html = try #require(Figure.lineChart(LineChartTests.latency()).dataHTML)
    #expect(Markup(html).fault == nil)
  }

  @Test func dataOfATimelineHasARowForEachBox() {
    #expect(DrawingTests.trains().dataTable.rows.count == 3)
  }
}
