internal import CCellSupport
public import Quantities

/// A figure as a cell showed it: what, under which name, and at which line of its cell.
package struct ShownFigure: Codable, Sendable {
  package let figure: Figure
  package let id: String
  package let caption: FigureText
  package let alt: FigureText?
  package let line: Int
}

/// Shows a line chart at this point of the chapter.
///
/// - Parameters:
///   - chart: What is drawn.
///   - id: The figure's name in the book, for cross references.
///   - caption: A full sentence, the message first; typed digits in it are unowned numbers.
///   - alt: What the figure shows, for those who do not see it; the caption if left out.
///   - line: Where the cell shows it; filled in by the compiler.
@inline(never)
public func show(
  _ chart: LineChart,
  id: String,
  caption: FigureText,
  alt: FigureText? = nil,
  line: Int = #line
) {
  send(.lineChart(chart), id, caption, alt, line)
}

/// Shows boxes on a time axis at this point of the chapter.
///
/// - Parameters:
///   - timeline: What is drawn.
///   - id: The figure's name in the book, for cross references.
///   - caption: A full sentence, the message first; typed digits in it are unowned numbers.
///   - alt: What the figure shows, for those who do not see it; the caption if left out.
///   - line: Where the cell shows it; filled in by the compiler.
@inline(never)
public func show(
  _ timeline: Timeline,
  id: String,
  caption: FigureText,
  alt: FigureText? = nil,
  line: Int = #line
) {
  send(.timeline(timeline), id, caption, alt, line)
}

/// Shows boxes, arrows and boundaries at this point of the chapter.
///
/// - Parameters:
///   - diagram: What is drawn.
///   - id: The figure's name in the book, for cross references.
///   - caption: A full sentence, the message first; typed digits in it are unowned numbers.
///   - alt: What the figure shows, for those who do not see it; the caption if left out.
///   - line: Where the cell shows it; filled in by the compiler.
@inline(never)
public func show(
  _ diagram: Diagram,
  id: String,
  caption: FigureText,
  alt: FigureText? = nil,
  line: Int = #line
) {
  send(.diagram(diagram), id, caption, alt, line)
}

/// Shows a table of computed values at this point of the chapter.
///
/// - Parameters:
///   - table: What is set.
///   - id: The table's name in the book, for cross references.
///   - caption: A full sentence, the message first; typed digits in it are unowned numbers.
///   - line: Where the cell shows it; filled in by the compiler.
@inline(never)
public func show(_ table: CellTable, id: String, caption: FigureText, line: Int = #line) {
  send(.table(table), id, caption, nil, line)
}

/// Shows an explorer at this point of the chapter: controls, and what is read at each setting of them.
///
/// - Parameters:
///   - explorer: The grid.
///   - id: The figure's name in the book, for cross references.
///   - caption: A full sentence, the message first; typed digits in it are unowned numbers.
///   - line: Where the cell shows it; filled in by the compiler.
@inline(never)
public func show(_ explorer: Explorer, id: String, caption: FigureText, line: Int = #line) {
  send(.explorer(explorer), id, caption, nil, line)
}

/// Prints a named quantity on a line of its own: `latency floor = 1.16 ms`.
///
/// - Parameters:
///   - name: What the value is.
///   - value: The quantity.
///   - unit: The unit to print in; the SI prefix that gives 1 to 999 if left out.
///   - precision: Three significant digits if left out.
@inline(never)
public func show(
  _ name: String,
  _ value: Quantity,
  in unit: QuantityUnit? = nil,
  _ precision: NumberPrecision = .significant(3)
) {
  print("\(name) = \(value.formatted(in: unit, precision))")
}

// MARK: -

private func send(
  _ figure: Figure,
  _ id: String,
  _ caption: FigureText,
  _ alt: FigureText?,
  _ line: Int
) {
  let shown = ShownFigure(figure: figure, id: id, caption: caption, alt: alt, line: line)
  Event.figure(shown, output: Int(ccs_flush_output())).send()
}
