package import CellRuntime

/// What a page and a terminal show of a figure: the entry to this folder.
///
/// Charts, timelines and diagrams become SVG that takes its face from the page and its colours from the
/// style sheet; tables become HTML. Everything is a function of the figure alone, to the byte.
extension Figure {
  /// The figure as HTML: an `svg`, a `table` or controls, without caption.
  ///
  /// - Parameters:
  ///   - id: The figure's id, from which the ids inside are made.
  ///   - alt: What a reader who cannot see the figure is told: the finding.
  /// - Returns: Markup that ends in a line break.
  package func html(id: String, alt: FigureText) -> String {
    switch self {
    case .lineChart, .timeline, .diagram: drawing(.alone, id: id, alt: alt) ?? ""
    case .table(let table): table.html
    case .explorer(let explorer): explorer.html(id: id)
    }
  }

  /// The same for a page that is read on phones too: a drawing is followed by one for narrow columns.
  ///
  /// The style sheet shows one of the two. What has no narrow form stands alone and is moved sideways.
  package func pageHTML(id: String, alt: FigureText) -> String {
    guard let narrow = drawing(.inNarrow, id: id, alt: alt),
      let wide = drawing(.inWide, id: id, alt: alt)
    else { return html(id: id, alt: alt) }
    return wide + narrow
  }

  /// A drawing on the canvas of a form; nil where it cannot be read there, and for what is no drawing.
  private func drawing(_ form: PictureForm, id: String, alt: FigureText) -> String? {
    switch self {
    case .lineChart(let chart): LineChartDrawing(chart, form).svg(id: id, alt: alt)
    case .timeline(let timeline): TimelinePicture(timeline, form).svg(id: id, alt: alt)
    case .diagram(let diagram): DiagramDrawing.fitting(diagram, form)?.svg(id: id, alt: alt)
    case .table, .explorer: nil
    }
  }

  /// What a chart, timeline, diagram or explorer says, as a table in HTML; nothing for a table.
  package var dataHTML: String? {
    switch self {
    case .lineChart(let chart): chart.dataTable.html
    case .timeline(let timeline): timeline.dataTable.html
    case .diagram(let diagram): diagram.dataHTML
    case .table: nil
    case .explorer(let explorer): explorer.startTable.html
    }
  }

  /// The figure in characters, for a terminal.
  ///
  /// - Parameter width: Columns to fill; tables take what they need.
  /// - Returns: Lines, each with its line break.
  package func terminalText(width: Int = 72) -> String {
    switch self {
    case .lineChart(let chart): CharacterPlot(chart, width: width).text
    case .timeline(let timeline): timeline.terminalText(width: width)
    case .diagram(let diagram): diagram.terminalText(width: width)
    case .table(let table): table.terminalText
    case .explorer(let explorer): explorer.startTable.terminalText
    }
  }
}
