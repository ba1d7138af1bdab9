import CellRuntime
import Foundation
import Literate
import Quantities
import Testing

struct NarrowFormTests {
  /// A page's two drawings of a figure.
  private static func pair(_ figure: Figure, id: String = "f") -> (wide: String, narrow: String)? {
    let html = figure.pageHTML(id: id, alt: "The finding. The rest.")
    let parts = html.components(separatedBy: "</svg>\n")
    guard parts.count == 3, parts[2].isEmpty else { return nil }
    return (parts[0], parts[1])
  }

  private static func size(of svg: String) throws -> (width: Double, height: Double) {
    let box = try #require(svg.firstMatch(of: /viewBox="0 0 ([0-9.]+) ([0-9.]+)"/))
    return (try #require(Double(box.output.1)), try #require(Double(box.output.2)))
  }

  private static func expectToHold(_ svg: String, _ name: String) throws {
    let size = try size(of: svg)
    // A diagram is fitted to a tenth of a pixel.
    #expect(size.width <= 350.1, "\(name)")
    let texts = DrawnText.all(in: svg)
    #expect(!texts.isEmpty, "\(name)")
    for text in texts {
      #expect(text.left > -1 && text.right < size.width + 1, "\(name): \(text)")
      #expect(text.baseline > 8 && text.baseline <= size.height, "\(name): \(text)")
    }
  }

  @Test(arguments: DrawingTests.examples)
  func wordsStayOnTheCanvas(example: DrawingTests.Example) throws {
    let pair = try #require(Self.pair(example.figure, id: example.id))
    try Self.expectToHold(pair.narrow, example.id)
  }

  @Test(arguments: DrawingTests.examples)
  func theAlternativeIsSaidOnce(example: DrawingTests.Example) throws {
    let html = example.figure.pageHTML(id: example.id, alt: "The finding. The rest.")
    let markup = Markup(html)
    #expect(markup.fault == nil)
    #expect(Set(markup.ids).count == markup.ids.count)
    #expect(html.matches(of: /<title/).count == 1 && html.matches(of: /<desc/).count == 1)
    let names = html.matches(of: /aria-(labelledby|describedby)="([^"]*)"/)
    #expect(names.count == 4)
    for name in names { #expect(markup.ids.contains(String(name.output.2))) }
    #expect(html.contains(" in-wide\"") && html.contains(" in-narrow\""))
  }

  @Test func hatchingsComeFromTheSameDrawing() throws {
    let pair = try #require(Self.pair(.timeline(DrawingTests.trains())))
    for svg in [pair.wide, pair.narrow] {
      let used = Set(svg.matches(of: /url\(#([^)]*)\)/).map { String($0.output.1) })
      #expect(!used.isEmpty && used.isSubset(of: Markup(svg + "</svg>").ids))
    }
  }

  @Test func aFileHasTheWideDrawingAlone() {
    let svg = Figure.lineChart(LineChartTests.latency()).html(id: "f", alt: "A")
    #expect(svg.matches(of: /<svg/).count == 1 && !svg.contains("in-"))
    #expect(svg.contains("xmlns"))
  }

  @Test func numbersUnderAnAxisDoNotTouch() throws {
    let chart = LineChart(
      x: Axis("tokens", range: 0...1_000_000),
      y: Axis("y", range: 0...1),
      series: [Series("a line", points: [(0, 0), (1_000_000, 1)])]
    )
    let narrow = try #require(Self.pair(.lineChart(chart))).narrow
    let numbers = DrawnText.all(in: narrow).filter { $0.text.hasSuffix("00") || $0.text == "0" }
    let level = try #require(numbers.map(\.baseline).max())
    let under = numbers.filter { $0.baseline == level }
    #expect(under.count >= 2)
    for (left, right) in zip(under, under.dropFirst()) { #expect(left.right + 5 < right.left) }
  }

  /// Boxes of a second each, one after the other.
  private static func row(of count: Int) -> Timeline {
    func seconds(_ value: Double) -> Quantity { Quantity(value, .seconds) }
    let boxes = (0..<count).map { number in
      TimelineBox("F\(number)", from: seconds(Double(number)), lasting: seconds(1))
    }
    return Timeline("all of it", in: .seconds, rows: [TimelineRow("rack", boxes)])
  }

  @Test func labelsOfNarrowBoxesAreShortenedWhereNothingElseHelps() throws {
    let pair = try #require(Self.pair(.timeline(Self.row(of: 47))))
    #expect(pair.narrow.contains(">7<") && !pair.narrow.contains(">F7<"))
    #expect(DrawnText.all(in: pair.narrow).count { $0.text == "rack" } == 1)
  }

  @Test func aNarrowTimelineIsCutIntoPartsRatherThanItsLabels() throws {
    let pair = try #require(Self.pair(.timeline(Self.row(of: 24))))
    let texts = DrawnText.all(in: pair.narrow)
    // Every box has its whole label, once; names of rows are repeated, the title and the axis are not.
    for number in 0..<24 { #expect(texts.count { $0.text == "F\(number)" } == 1, "\(number)") }
    let parts = texts.filter { $0.text == "rack" }
    #expect((2...3).contains(parts.count))
    #expect(texts.count { $0.text == "all of it" } == 1)
    #expect(texts.count { $0.text.hasSuffix("(s)") } == 1)
    for (upper, lower) in zip(parts, parts.dropFirst()) {
      #expect(upper.baseline + 40 < lower.baseline)
    }
    // No box is drawn twice, since it is cut between two of them.
    #expect(pair.narrow.matches(of: /<rect/).count == 24)
    #expect(DrawnText.all(in: pair.wide).count { $0.text == "rack" } == 1)
  }

  @Test func aTimelineWithRoomIsNotCut() throws {
    let pair = try #require(Self.pair(.timeline(Self.row(of: 6))))
    #expect(DrawnText.all(in: pair.narrow).count { $0.text == "rack" } == 1)
  }

  @Test func namesOfRowsStandAboveTheirLanesWhereTheyAreLong() throws {
    let narrow = try #require(Self.pair(.timeline(DrawingTests.trains()))).narrow
    let texts = DrawnText.all(in: narrow)
    let name = try #require(texts.first { $0.text == "request" })
    let label = try #require(texts.first { $0.text == "rides" })
    #expect(abs(name.baseline - label.baseline) < 8)
    let long = Timeline(
      in: .seconds,
      rows: [
        TimelineRow(
          "the requests of an afternoon",
          [TimelineBox("held", from: Quantity(0, .seconds), to: Quantity(9, .seconds))]
        )
      ]
    )
    let above = DrawnText.all(in: try #require(Self.pair(.timeline(long))).narrow)
    #expect(above.filter { $0.text.hasPrefix("the requests") }.count == 1)
    #expect(above.first { $0.text == "held" }?.left ?? 0 > 100)
  }

  // MARK: - Diagrams

  private static func row(of count: Int, word: FigureText) -> Diagram {
    Diagram(
      nodes: (0..<count).map { DiagramNode("n\($0)", word, column: Double($0), row: 0) },
      links: (1..<count).map { DiagramLink(from: "n\($0 - 1)", to: "n\($0)") }
    )
  }

  @Test func aRowThatIsTooLongRunsDownwards() throws {
    let pair = try #require(Self.pair(.diagram(Self.row(of: 7, word: "embedding"))))
    let places = DrawnText.all(in: pair.narrow)
    #expect(places.count == 7)
    for (upper, lower) in zip(places, places.dropFirst()) {
      #expect(upper.baseline + 20 < lower.baseline)
      #expect(abs(upper.left - lower.left) < 0.2)
    }
    let size = try Self.size(of: pair.wide)
    #expect(size.width > size.height)
  }

  @Test func emptyColumnsAreCut() throws {
    let diagram = Diagram(
      nodes: [
        DiagramNode("a", "router", column: 0, row: 0),
        DiagramNode("b", "weights", column: 9, row: 0),
      ]
    )
    let texts = DrawnText.all(in: try #require(Self.pair(.diagram(diagram))).narrow)
    #expect(texts.count == 2 && texts[0].baseline == texts[1].baseline)
    #expect(texts[1].left - texts[0].right < 120)
  }

  @Test func whatDoesNotFitStandsAlone() {
    let nodes = (0..<81).map {
      DiagramNode("n\($0)", "interconnect", column: Double($0 % 9), row: Double($0 / 9))
    }
    let html = Figure.diagram(Diagram(nodes: nodes)).pageHTML(id: "f", alt: "A")
    #expect(html.matches(of: /<svg/).count == 1)
    #expect(!html.contains("in-wide") && !html.contains("in-narrow"))
  }

  // MARK: - The book

  private static let site = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../site").standardizedFileURL

  private static let chapters: [String] =
    (try? FileManager.default.contentsOfDirectory(atPath: site.path))?
    .filter { $0.hasSuffix(".html") && $0.first?.isNumber == true }.sorted() ?? []

  @Test func theBookHasDrawings() { #expect(Self.chapters.count > 5) }

  @Test(arguments: chapters)
  func everyDrawingOfTheBookHasANarrowForm(page: String) throws {
    let html = try String(contentsOf: Self.site.appending(path: page), encoding: .utf8)
    for start in html.ranges(of: "<div class=\"drawing\"><svg") {
      let drawing = html[start.upperBound...]
      let end = try #require(drawing.firstRange(of: "</div>"))
      let pictures = drawing[..<end.lowerBound].split(separator: "</svg>\n")
      let label = drawing.firstMatch(of: /aria-labelledby="([^"]*)-title"/)
      let name = label.map { String($0.output.1) } ?? "a figure"
      #expect(pictures.count == 2, "\(name)")
      if pictures.count == 2 { try Self.expectToHold(String(pictures[1]), name) }
    }
  }
}
