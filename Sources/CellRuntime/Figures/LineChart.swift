import Quantities

/// A chart of lines over two axes, each line labelled at its end.
///
///     LineChart(
///       x: Axis("batch", counting: "sequences", range: 0...4000),
///       y: Axis("time of a step", in: .milliseconds),
///       series: [
///         Series("compute") { computeTime(batch: $0) },
///         Series("step", style: .bold) { stepTime(batch: $0) },
///       ],
///       annotations: [.point(knee, stepTime(batch: knee), "balance")])
///
/// Quantities are turned into the axes' units here, so that a wrong dimension stops the cell.
public struct LineChart: Codable, Hashable, Sendable {
  /// A place in the axes' units.
  package struct Point: Codable, Hashable, Sendable {
    package let x: Double
    package let y: Double
  }

  /// One line.
  package struct Line: Hashable, Sendable {
    package let label: FigureText
    package let style: LineStyle
    package let points: [Point]
  }

  /// One thing said beside the lines; an empty list of a band means "as far as the plot reaches".
  package enum Mark: Codable, Hashable, Sendable {
    case point(Point, FigureText)
    case vertical(Double, FigureText)
    case horizontal(Double, FigureText)
    case band(x: [Double], y: [Double], FigureText)
    case area([Point], FigureText)

    /// The label, which may be empty.
    package var label: FigureText {
      switch self {
      case .point(_, let label), .vertical(_, let label), .horizontal(_, let label),
        .band(_, _, let label), .area(_, let label):
        label
      }
    }
  }

  package let title: FigureText?
  package let x: Axis
  package let y: Axis
  package let lines: [Line]
  package let marks: [Mark]

  /// Puts lines and annotations on two axes.
  ///
  /// Sampled series reach over the range of the horizontal axis; without one, over that of the
  /// other series.
  @inline(never)
  public init(
    _ title: FigureText? = nil,
    x: Axis,
    y: Axis,
    series: [Series],
    annotations: [Annotation] = []
  ) {
    if series.isEmpty { stop("a line chart needs at least one series") }
    self.title = title
    self.x = x
    self.y = y
    let given = series.filter { !$0.isSampled }.flatMap { $0.points(x, y, nil) }.map(\.x)
      .filter(x.accepts)
    var range = x.range
    if range == nil, let low = given.min(), let high = given.max(), low < high {
      range = low...high
    }
    self.lines = series.map { series in
      let points = series.points(x, y, range).filter { x.accepts($0.x) && y.accepts($0.y) }
      if points.isEmpty { stop("series '\(series.label.plainText)' has no point to draw") }
      return Line(label: series.label, style: series.style, points: points)
    }
    self.marks = annotations.map { $0.mark(x, y) }
  }
}

extension LineChart.Line: Codable {
  private enum CodingKeys: String, CodingKey {
    case label, style, points
  }

  /// Reads the points as numbers, x and y in turn: a line has hundreds.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    label = try values.decode(FigureText.self, forKey: .label)
    style = try values.decode(LineStyle.self, forKey: .style)
    let numbers = try values.decode([Double].self, forKey: .points)
    points = stride(from: 1, to: numbers.count, by: 2).map {
      LineChart.Point(x: numbers[$0 - 1], y: numbers[$0])
    }
  }

  /// Writes the points as numbers, x and y in turn.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(label, forKey: .label)
    try values.encode(style, forKey: .style)
    try values.encode(points.flatMap { [$0.x, $0.y] }, forKey: .points)
  }
}
