import CellRuntime
import Foundation
import Literate
import Quantities
import Testing

/// Explorers: a grid that is computed with the page and looked up on it.
struct ExplorerTests {
  static let batches = [1.0, 8, 64]
  static let contexts = [1_000.0, 2_000]
  static let names = ["plain", "</script><i>"]

  static let explorer = Explorer(
    .slider("batch", batches, .decimals(0), start: 1),
    .slider("context", contexts.map { Quantity($0, .tokens) }, in: .tokens, .decimals(0), start: 1),
    .choice("model", [0, 1]) { "\(names[$0])" },
    readings: [TableColumn("time", in: .milliseconds), TableColumn("verdict")]
  ) { batch, context, model in
    [
      .quantity(Quantity(batch * context.value(in: .tokens), .microseconds), .decimals(1)),
      .text("\(names[model])"),
    ]
  }

  @Test func everyPointIsWhereItsSettingSays() {
    #expect(Self.explorer.points.count == 12)
    for (i, batch) in Self.batches.enumerated() {
      for (j, context) in Self.contexts.enumerated() {
        for (k, name) in Self.names.enumerated() {
          let point = Self.explorer.points[Self.explorer.index(of: [i, j, k])]
          let time = (batch * context / 1e3).formatted(.decimals(1))
          #expect(point.map(\.plainText) == [time, name])
        }
      }
    }
    #expect(Self.explorer.startPoint.map(\.plainText) == ["16.0", "plain"])
  }

  @Test func thePageCarriesEveryPointAndNothingOfItIsMarkup() throws {
    let html = Figure.explorer(Self.explorer).html(id: "e", alt: "")
    #expect(Markup(html).fault == nil)
    #expect(Markup(html).elements.count { $0 == "i" } == 0)
    #expect(Set(Markup(html).ids) == ["e-control-1", "e-control-2", "e-control-3"])
    let opening = "<script type=\"application/json\">"
    let start = try #require(html.firstRange(of: opening)).upperBound
    let end = try #require(html[start...].firstRange(of: "</script>")).lowerBound
    let data = try JSONSerialization.jsonObject(with: Data(html[start..<end].utf8))
    let parts = try #require(data as? [[Any]])
    #expect(parts.count == 2)
    #expect(
      parts[0] as? [[String]] == [
        ["1", "8", "64"], ["1,000\u{A0}tokens", "2,000\u{A0}tokens"], Self.names,
      ]
    )
    let points = try #require(parts[1] as? [String])
    #expect(points == Self.explorer.points.joined().map(\.pageText))
    #expect(html.contains("<b>16.0</b>\u{A0}<span class=\"unit\">ms</span>"))
    #expect(html.contains("--widest: \(Self.names[1].count)ch"))
    #expect(
      html.contains("<p class=\"setting\">At batch 8, context 2,000\u{A0}tokens, model plain.</p>")
    )
  }

  @Test(arguments: [
    (
      QuantityUnit.dollarsPerMegatoken,
      #"<span class="unit">$</span><b>0.5</b><span class="unit">/Mtok</span>"#
    ),
    (.dollars, #"<span class="unit">$</span><b>0.5</b></td>"#),
    (.percent, #"<b>0.5</b><span class="unit">%</span>"#),
  ])
  func theCurrencyStandsBeforeAReading(unit: QuantityUnit, shown: String) {
    let explorer = Explorer(
      .slider("batch", Self.batches, .decimals(0)),
      readings: [TableColumn("cost", in: unit)]
    ) { _ in [.quantity(Quantity(0.5, unit), .decimals(1))] }
    let html = Figure.explorer(explorer).html(id: "e", alt: "")
    #expect(html.contains(shown), "\(html)")
  }

  /// A slider speaks for itself, so the rows are all that is left to be said.
  @Test func aScreenReaderHearsAChangeOnce() {
    let html = Figure.explorer(Self.explorer).html(id: "e", alt: "")
    #expect(html.matches(of: /aria-live|<output|role="(?:status|alert|log)"/).count == 1)
    #expect(html.contains("<tbody aria-live=\"polite\">\n<tr aria-atomic=\"true\">"))
  }

  @Test func whatItTakesOfThePageIsAllThatItPutsThere() throws {
    let figure = Figure.explorer(Self.explorer)
    let put = figure.html(id: "e", alt: "") + (try #require(figure.dataHTML))
    #expect(Self.explorer.bytesOnPage(id: "e") == put.utf8.count)
  }

  @Test func withoutScriptThereIsATableAtTheStart() {
    let text = Figure.explorer(Self.explorer).terminalText()
    #expect(
      text == """
        context: 2,000 tok, model: plain
        batch  time (ms)  verdict
        ─────────────────────────
        1            2.0    plain
        8           16.0    plain
        64         128.0    plain

        """
    )
    #expect(Figure.explorer(Self.explorer).dataHTML == Self.explorer.startTable.html)
  }

  @Test func itIsTheSameAfterTheTranscript() throws {
    let figure = Figure.explorer(Self.explorer)
    let data = try JSONEncoder().encode(figure)
    let read = try JSONDecoder().decode(Figure.self, from: data)
    #expect(read.html(id: "e", alt: "") == figure.html(id: "e", alt: ""))
    #expect(read.terminalText() == figure.terminalText())
    #expect(read.labels == figure.labels)
  }

  @Test func typedDigitsAreFoundWhereverTheyStand() {
    let figure = Figure.explorer(
      Explorer(
        .choice("of 3", [1, 2]) { $0 == 1 ? "four 4" : "\($0)" },
        readings: [TableColumn("in 5")]
      ) { $0 == 1 ? ["about 6"] : [.number($0)] }
    )
    let typed = figure.labels.map(\.text.scannable).filter { $0.contains(where: \.isNumber) }
    #expect(typed == ["of 3", "four 4", "in 5", "about 6"])
  }

  @Test func aSliderSaysItsStopsAsTheyAreNamed() {
    let minutes = [0.5, 1, 90]
    let explorer = Explorer(
      .slider("held", minutes, start: 1) { $0 < 60 ? "\($0) min" : "\($0 / 60) h" },
      readings: [TableColumn("price")]
    ) { [.number($0)] }
    let html = Figure.explorer(explorer).html(id: "e", alt: "")
    #expect(html.contains("[[[\"0.500 min\",\"1.00 min\",\"1.50 h\"]],"))
    #expect(html.contains("<input type=\"range\""))
  }

  @Test func aControlThatSetsNothingStopsTheCell() async {
    await #expect(processExitsWith: .failure) {
      _ = ExplorerControl<Double>.slider("batch", [1.0])
    }
    await #expect(processExitsWith: .failure) {
      _ = ExplorerControl<Double>.slider("batch", [1.0001, 1.0002])
    }
    await #expect(processExitsWith: .failure) {
      _ = ExplorerControl<Int>.slider("batch", [1, 2], start: 2)
    }
    await #expect(processExitsWith: .failure) {
      _ = ExplorerControl<Int>.slider("batch", Array(0...Explorer.mostStops))
    }
  }

  @Test func aStopThatIsNoNumberStopsTheCell() async throws {
    let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ExplorerControl<Quantity>.slider("batch", [Quantity(1), Quantity(.infinity)])
    }
    #expect(try Self.text(said) == "the control 'batch' has a stop that is no finite number")
    await #expect(processExitsWith: .failure) {
      _ = ExplorerControl<Double>.slider("batch", [1, .nan])
    }
  }

  @Test func aReadingThatIsNoNumberStopsTheCellAndNamesTheSetting() async throws {
    let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Explorer(
        .slider("batch", [1, 2]),
        .choice("rack", [2.0, 0]) { $0 > 0 ? "full" : "empty" },
        readings: [TableColumn("speed"), TableColumn("time", in: .seconds)]
      ) { batch, racks in
        [.number(racks), .quantity(Quantity(Double(batch) / racks, .seconds))]
      }
    }
    #expect(
      try Self.text(said)
        == "the reading 'time' is ∞ at batch 1, rack empty: say in words why there is no number"
    )
    await #expect(processExitsWith: .failure) {
      _ = Explorer(.slider("batch", [1, 2]), readings: [TableColumn("speed")]) { _ in
        [.number(Double.nan)]
      }
    }
  }

  /// The first line that a process left on standard error.
  static func text(_ result: ExitTest.Result?) throws -> String {
    let bytes = try #require(result).standardErrorContent
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  @Test func aPointOfTheWrongLengthStopsTheCell() async {
    await #expect(processExitsWith: .failure) {
      _ = Explorer(.slider("batch", [1, 2]), readings: [TableColumn("a"), TableColumn("b")]) { _ in
        [.number(1)]
      }
    }
  }

  @Test func aGridThatIsTooLargeStopsTheCellAndSaysByHowMuch() async throws {
    let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let stops = Array(0..<Explorer.mostStops)
      _ = Explorer(
        .slider("a", stops),
        .slider("b", stops),
        .slider("c", stops),
        readings: [TableColumn("sum")]
      ) { [.number($0 + $1 + $2)] }
    }
    let digits = (0..<40).flatMap { a in (0..<40).flatMap { b in (0..<40).map { a + b + $0 } } }
      .reduce(0) { $0 + "\($1)".count + 3 }
    #expect(
      try Self.text(said)
        == "the 64000 points of the explorer are \(digits) bytes, \(digits - 60_000) more than "
        + "a page carries of one: take fewer stops or readings"
    )
  }
}
