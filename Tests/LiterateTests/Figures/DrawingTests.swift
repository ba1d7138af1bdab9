import CellRuntime
import Literate
import Quantities
import Testing

struct DrawingTests {
  static func trains() -> Timeline {
    func milliseconds(_ value: Double) -> Quantity { Quantity(value, .milliseconds) }
    return Timeline(
      in: .milliseconds,
      rows: [
        TimelineRow(
          "train 1",
          [TimelineBox("batch", from: milliseconds(0), lasting: milliseconds(20), kind: .batch(0))]
        ),
        TimelineRow(
          "request",
          [
            TimelineBox("rides", from: milliseconds(20), to: milliseconds(40)),
            TimelineBox("waits", from: milliseconds(1), to: milliseconds(20), kind: .waiting),
          ]
        ),
      ],
      events: [
        TimelineEvent("departs", at: milliseconds(20)),
        TimelineEvent("arrives", at: milliseconds(1), row: 1),
      ]
    )
  }

  /// A figure that failures name by its id.
  struct Example: CustomTestStringConvertible {
    let id: String
    let figure: Figure
    var testDescription: String { id }
  }

  static let examples = [
    Example(id: "latency", figure: .lineChart(LineChartTests.latency())),
    Example(id: "cost", figure: .lineChart(LineChartTests.cost())),
    Example(id: "trains", figure: .timeline(trains())),
    Example(id: "layer", figure: .diagram(DiagramTests.layer())),
  ]

  @Test(arguments: examples)
  func drawingsAreWellFormedAndOwnTheirIds(example: Example) {
    let (id, figure) = (example.id, example.figure)
    let svg = figure.html(id: id, alt: "The finding <first>. Then \"the rest\" & more.")
    let markup = Markup(svg)
    #expect(markup.fault == nil)
    #expect(Set(markup.ids).count == markup.ids.count)
    #expect(markup.ids.allSatisfy { $0.hasPrefix(id + "-") })
    #expect(svg.contains("role=\"img\""))
    #expect(svg.contains("<title id=\"\(id)-title\">The finding &lt;first&gt;.</title>"))
    #expect(svg.contains("Then “the rest” &amp; more.</desc>"))
  }

  @Test(arguments: examples)
  func coordinatesHaveAtMostTwoDecimals(example: Example) {
    let (id, figure) = (example.id, example.figure)
    let svg = figure.html(id: id, alt: "A")
    #expect(svg.firstMatch(of: /\d\.\d{3}/) == nil)
    #expect(!svg.contains("nan") && !svg.contains("inf"))
  }

  @Test(arguments: examples)
  func labelsAreText(example: Example) {
    let (id, figure) = (example.id, example.figure)
    let svg = figure.html(id: id, alt: "A").replacing("&amp;", with: "&")
    for label in figure.labels where label.place != "annotation" {
      let header = label.text.pageText
      #expect(svg.contains(">\(header)</text>") || svg.contains(header), "\(header)")
    }
  }

  @Test func linesDifferWithoutColour() throws {
    let svg = Figure.lineChart(LineChartTests.latency()).html(id: "f", alt: "A")
    let first = try #require(svg.firstMatch(of: /<path class="series series-1"[^>]*>/))
    let second = try #require(svg.firstMatch(of: /<path class="series series-2"[^>]*>/))
    #expect(!first.output.contains("dasharray"))
    #expect(second.output.contains("dasharray"))
  }

  @Test func aLetterThatNamesAnAxisIsAVariable() {
    let chart = LineChart(
      x: Axis("x", range: 0...1),
      y: Axis("cost", range: 0...1),
      series: [Series("a line", points: [(0, 0), (1, 1)])]
    )
    let svg = Figure.lineChart(chart).html(id: "f", alt: "A")
    #expect(svg.contains(/font-style="italic">x</))
    #expect(svg.matches(of: /font-style/).count == 1)
  }

  @Test func straightLinesNeedTwoPoints() throws {
    let svg = Figure.lineChart(LineChartTests.latency()).html(id: "f", alt: "A")
    let weights = try #require(svg.firstMatch(of: /series-2"[^>]* d="([^"]*)"/))
    #expect(SVGPoints(weights.output.1).points.count == 2)
  }

  @Test func measurementsAreDotsInsideTheFrame() {
    let chart = LineChart(
      x: Axis("x", range: 0...10),
      y: Axis("y", range: 0...10),
      series: [Series("measured", points: [(1, 1), (2, 4), (3, 9), (4, 16)], style: .points)]
    )
    let svg = Figure.lineChart(chart).html(id: "f", alt: "A")
    #expect(svg.matches(of: /<circle/).count == 3)
    #expect(!svg.contains("series series-"))
    #expect(svg.contains(">measured<"))
  }

  @Test func curvesAreDrawnWithinAFractionOfAPixel() throws {
    let chart = LineChart(
      x: Axis("x", range: 0...10),
      y: Axis("y", range: 0...100),
      series: [Series("square") { (x: Double) in x * x }]
    )
    let svg = Figure.lineChart(chart).html(id: "f", alt: "A")
    let path = try #require(svg.firstMatch(of: /series-1"[^>]* d="([^"]*)"/))
    let points = SVGPoints(path.output.1).points
    let (first, last) = (try #require(points.first), try #require(points.last))
    for (start, end) in zip(points, points.dropFirst()) {
      for share in [0, 0.25, 0.5, 0.75] {
        let x = start.x + (end.x - start.x) * share
        let place = (x - first.x) / (last.x - first.x)
        let y = first.y + (last.y - first.y) * place * place
        #expect(abs(start.y + (end.y - start.y) * share - y) < 0.5, "\(x)")
      }
    }
    #expect(path.output.1.utf8.count < 400)
  }

  @Test func linesAreCutAtTheFrame() throws {
    let chart = LineChart(
      x: Axis("x", range: 0...10),
      y: Axis("y", range: 0...10),
      series: [
        Series("steep") { (x: Double) in x * x * x },
        Series("outside", points: [(0, 20), (10, 30)]),
      ]
    )
    let svg = Figure.lineChart(chart).html(id: "f", alt: "A")
    let path = try #require(svg.firstMatch(of: /series-1"[^>]* d="([^"]*)"/))
    let points = SVGPoints(path.output.1).points
    #expect(points.count > 2)
    #expect(points.allSatisfy { (0...720).contains($0.x) && (0...408).contains($0.y) })
    #expect(!svg.contains("series series-2"))
    #expect(svg.contains(">steep<"))
  }

  @Test(
    arguments: [
      [10.0, 10, 10], [0, 0, 300, 300], [299, 298, 297, 1], [150], [], [120, 121, 140, 141, 142],
    ])
  func labelsInAColumnKeepOrderDistanceAndBounds(wishes: [Double]) {
    let heights = wishes.indices.map { $0.isMultiple(of: 2) ? 18.0 : 36 }
    let places = LabelPlacement.column(wishes: wishes, heights: heights, top: 0, bottom: 310)
    let order = places.indices.sorted { places[$0] < places[$1] }
    for (upper, lower) in zip(order, order.dropFirst()) {
      #expect(places[lower] - places[upper] >= (heights[upper] + heights[lower]) / 2 - 1e-9)
      #expect(wishes[upper] <= wishes[lower])
    }
    for index in places.indices {
      #expect(places[index] - heights[index] / 2 >= -1e-9)
      #expect(places[index] + heights[index] / 2 <= 310 + 1e-9)
    }
  }

  @Test func distantLabelsStayWhereTheyWishToBe() {
    let wishes = [200.0, 20, 100]
    #expect(
      LabelPlacement.column(wishes: wishes, heights: [18, 18, 18], top: 0, bottom: 310) == wishes
    )
  }
}
