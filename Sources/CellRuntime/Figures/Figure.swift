/// What `show` hands from a cell to the page.
public enum Figure: Codable, Hashable, Sendable {
  /// Lines over two axes.
  case lineChart(LineChart)
  /// Rows of boxes over time.
  case timeline(Timeline)
  /// Boxes, arrows and boundaries.
  case diagram(Diagram)
  /// Rows and columns.
  case table(CellTable)
  /// Readings over a grid of settings.
  case explorer(Explorer)

  /// A text of a figure and where it stands, for messages about unowned numbers.
  package struct Label: Hashable, Sendable {
    /// Such as "axis label" or "series label".
    package let place: String
    package let text: FigureText
  }

  /// Every text a reader sees in the figure, but not caption and alt text, in drawing order.
  package var labels: [Label] {
    switch self {
    case .lineChart(let chart):
      labels("title", [chart.title]) + labels("axis label", [chart.x.header, chart.y.header])
        + labels("series label", chart.lines.map(\.label))
        + labels("annotation", chart.marks.map(\.label))
    case .timeline(let timeline):
      labels("title", [timeline.title]) + labels("axis label", [timeline.axisLabel])
        + labels("row label", timeline.rows.map(\.label))
        + labels("box label", timeline.rows.flatMap(\.boxes).map(\.label))
        + labels("event label", timeline.events.map(\.label))
    case .diagram(let diagram):
      labels("title", [diagram.title])
        + labels("node label", diagram.nodes.filter { $0.kind != .point }.map(\.label))
        + labels("link label", diagram.links.map(\.label))
        + labels("group label", diagram.groups.map(\.label))
    case .table(let table):
      labels("title", [table.title]) + labels("column header", table.columns.map(\.header))
        + labels("table cell", table.rows.joined().filter { !$0.isNumber }.map(\.text))
    case .explorer(let explorer):
      labels("control label", explorer.controls.map(\.label))
        + labels("stop of a control", explorer.controls.flatMap(\.stops))
        + labels("reading", explorer.readings.map(\.header) + explorer.typedReadings)
    }
  }

  private func labels(_ place: String, _ texts: [FigureText?]) -> [Label] {
    texts.compactMap { $0 }.filter { !$0.isEmpty }.map { Label(place: place, text: $0) }
  }
}
