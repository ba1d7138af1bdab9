import CellRuntime
import Foundation
import Literate
import Quantities
import Testing

struct LineChartTests {
  static func latency() -> LineChart {
    let knee = 6000.0
    return LineChart(
      x: Axis("batch", counting: "sequences", range: 0...12_000),
      y: Axis("time of a step", in: .milliseconds),
      series: [
        Series("compute") { (batch: Double) in Quantity(batch / 2000, .milliseconds) },
        Series("weights") { (_: Double) in Quantity(1200, .microseconds) },
        Series("a step", style: .bold) { (batch: Double) in
          Quantity(max(batch / 2000, 1.2 + batch * 0.0003), .milliseconds)
        },
      ],
      annotations: [
        .point(knee, 3, "balance at \(knee, .decimals(0)) & more"),
        .horizontal(at: Quantity(1.2, .milliseconds), "floor"), .vertical(at: 300, "rule"),
        .shade(x: 0...300, "left"), .shade(outline: [(0, 0), (300, 1), (300, 0)], "corner"),
      ]
    )
  }

  static func cost() -> LineChart {
    LineChart(
      "Cost",
      x: Axis("batch", scale: .log, range: 1...10_000),
      y: Axis("cost", in: .dollarsPerMegatoken, scale: .log),
      series: [
        Series("weights") { (batch: Double) in 400 / batch },
        Series("KV", points: [(1, 0.1), (9_999, 0.1)]),
      ]
    )
  }

  @Test func plainQuantitiesAreDrawnAsTheNumbersThatTheyAre() {
    func chart(_ x: Axis, _ half: Series) -> LineChart {
      LineChart(x: x, y: Axis("half"), series: [half])
    }
    let quantities = chart(
      Axis("batch", counting: "sequences", range: Quantity(0)...Quantity(300)),
      Series("half") { (batch: Quantity) in batch / 2 }
    )
    let numbers = chart(
      Axis("batch", counting: "sequences", range: 0...300),
      Series("half") { (batch: Double) in batch / 2 }
    )
    #expect(quantities == numbers)
  }

  @Test(arguments: DrawingTests.examples)
  func survivesTheWayToThePage(example: DrawingTests.Example) throws {
    let figure = example.figure
    let data = try JSONEncoder().encode(figure)
    let back = try JSONDecoder().decode(Figure.self, from: data)
    #expect(back.html(id: "f", alt: "") == figure.html(id: "f", alt: ""))
    #expect(back.terminalText() == figure.terminalText())
    #expect(back.labels == figure.labels)
  }

  @Test func quantitiesAreTurnedIntoTheAxisUnit() {
    let chart = Self.latency()
    #expect(chart.lines[1].points.allSatisfy { abs($0.y - 1.2) < 1e-12 })
  }

  @Test func samplesReachBothEndsEvenly() {
    let linear = Self.latency().lines[0].points.map(\.x)
    #expect(linear.count == 241 && linear.first == 0 && linear.last == 12_000)
    let log = Self.cost().lines[0].points.map(\.x)
    #expect(log.count == 257 && log.first == 1 && log.last == 10_000)
    #expect(abs(log[128] - 100) < 1e-9)
  }

  @Test func wholeNumbersAreSampledOnce() {
    let chart = LineChart(
      x: Axis("experts", range: 1...8),
      y: Axis("y"),
      series: [Series("s") { (count: Int) in Double(count * count) }]
    )
    #expect(chart.lines[0].points.map(\.x) == [1, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test func pointsWithoutAPlaceAreLeftOut() {
    let chart = LineChart(
      x: Axis("x", range: 0...4),
      y: Axis("y"),
      series: [Series("hyperbola", over: 0...4) { (x: Int) in 1 / Double(x) }]
    )
    #expect(chart.lines[0].points.map(\.x) == [1, 2, 3, 4])
  }

  @Test func aWrongDimensionStopsTheCell() async {
    await #expect(processExitsWith: .failure) {
      _ = LineChart(
        x: Axis("x"),
        y: Axis("time", in: .milliseconds),
        series: [Series("bytes", points: [(1, Quantity(1, .bytes))])]
      )
    }
  }

  @Test func everyLabelIsListedForTheOwnedNumbers() {
    let labels = Figure.lineChart(Self.latency()).labels
    #expect(
      labels.map(\.place) == [
        "axis label", "axis label", "series label", "series label", "series label", "annotation",
        "annotation", "annotation", "annotation", "annotation",
      ]
    )
    #expect(labels.first?.text.plainText == "batch (sequences)")
  }
}
