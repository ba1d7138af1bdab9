import CellRuntime

/// A line chart in characters: letters for lines, named below.
struct CharacterPlot {
  private static let height = 20

  private let chart: LineChart
  private let width: Int

  init(_ chart: LineChart, width: Int) {
    self.chart = chart
    self.width = width
  }

  var text: String {
    let xScale = PlotScale(chart.x, data: chart.lines.flatMap(\.points).map(\.x), padded: false)
    let yScale = PlotScale(chart.y, data: chart.lines.flatMap(\.points).map(\.y), padded: true)
    let rows = Self.height
    let yTicks = yScale.ticks(about: 5).filter { $0.label != nil }
    let margin = (yTicks.compactMap { $0.label?.count }.max() ?? 0) + 1
    let columns = max(20, width - margin - 1)
    var grid = CharacterGrid(columns: columns, rows: rows)
    func column(_ value: Double) -> Double { xScale.share(value) * Double(columns - 1) }
    func row(_ value: Double) -> Double { (1 - yScale.share(value)) * Double(rows - 1) }

    for mark in chart.marks {
      switch mark {
      case .horizontal(let y, _): grid.level(row(y))
      case .vertical(let x, _): grid.upright(column(x))
      default: continue
      }
    }
    let letters = Self.letters(chart.lines)
    for (index, line) in chart.lines.enumerated() {
      let points = line.points.map { (column($0.x), row($0.y)) }
      if line.style == .points {
        for point in points { grid.line([point], letters[index], every: nil) }
      } else {
        grid.line(points, letters[index], every: line.style == .bold ? nil : index)
      }
    }
    for case .point(let point, _) in chart.marks { grid.dot(column(point.x), row(point.y)) }

    var labels = Array(repeating: "", count: rows)
    for tick in yTicks {
      let index = Int(row(tick.value).rounded())
      if labels.indices.contains(index) { labels[index] = tick.label ?? "" }
    }
    var lines: [String] = []
    if let title = chart.title { lines.append(title.plainText) }
    lines.append(chart.y.header.plainText)
    for index in 0..<rows {
      let label = labels[index]
      lines.append(
        pad(label, margin - 1, right: true) + (label.isEmpty ? " │" : " ┤") + grid.text(row: index)
      )
    }
    lines += horizontalAxis(xScale, columns, margin)
    lines += legend(letters)
    return lines.map(trimmedEnd).joined(separator: "\n") + "\n"
  }

  private func horizontalAxis(_ scale: PlotScale, _ columns: Int, _ margin: Int) -> [String] {
    var rule = Array(repeating: Character("─"), count: columns)
    var numbers = Array(repeating: Character(" "), count: columns + margin + 1)
    var free = 0
    for tick in scale.ticks(about: 6) {
      let place = Int((scale.share(tick.value) * Double(columns - 1)).rounded())
      guard rule.indices.contains(place) else { continue }
      rule[place] = tick.label == nil ? "╌" : "┬"
      guard let label = tick.label else { continue }
      let start = min(margin + 1 + place - label.count / 2, numbers.count - label.count)
      guard start >= free else { continue }
      numbers.replaceSubrange(start..<start + label.count, with: label)
      free = start + label.count + 1
    }
    let header = chart.x.header.plainText
    return [
      String(repeating: " ", count: margin) + "└" + String(rule), String(numbers),
      pad(header, margin + 1 + columns, right: true),
    ]
  }

  private func legend(_ letters: [Character]) -> [String] {
    var lines = zip(letters, chart.lines).map { "  \($0) \($1.label.plainText)" }
    for mark in chart.marks where !mark.label.isEmpty {
      switch mark {
      case .point: lines.append("  ◆ \(mark.label.plainText)")
      case .horizontal: lines.append("  ╌ \(mark.label.plainText)")
      case .vertical: lines.append("  ┊ \(mark.label.plainText)")
      case .band, .area: lines.append("  shaded: \(mark.label.plainText)")
      }
    }
    return lines
  }

  private static func letters(_ lines: [LineChart.Line]) -> [Character] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    var index = -1
    return lines.map { line in
      if line.style == .bold { return "●" }
      if line.style == .quiet { return "·" }
      index += 1
      return alphabet[index % alphabet.count]
    }
  }
}

/// Characters in rows and columns; what lies outside is not drawn.
private struct CharacterGrid {
  private var cells: [[Character]]

  init(columns: Int, rows: Int) {
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// Draws a line; where another one is, the two take turns.
  mutating func line(_ points: [(Double, Double)], _ character: Character, every turn: Int?) {
    for (start, end) in zip(points, points.dropFirst() + points.suffix(1)) {
      let steps = max(1, Int((max(abs(end.0 - start.0), abs(end.1 - start.1)) * 2).rounded(.up)))
      guard steps < 100_000 else { continue }
      for step in 0...steps {
        let share = Double(step) / Double(steps)
        let column = Int((start.0 + (end.0 - start.0) * share).rounded())
        let row = Int((start.1 + (end.1 - start.1) * share).rounded())
        guard cells.indices.contains(row), cells[row].indices.contains(column) else { continue }
        let isTaken = !" ╌┊".contains(cells[row][column])
        if !isTaken || (column + (turn ?? 0)).isMultiple(of: 2) { cells[row][column] = character }
      }
    }
  }

  mutating func level(_ row: Double) {
    guard let row = Int(exactly: row.rounded()), cells.indices.contains(row) else { return }
    for column in cells[row].indices { cells[row][column] = "╌" }
  }

  mutating func upright(_ column: Double) {
    guard let column = Int(exactly: column.rounded()), cells[0].indices.contains(column) else {
      return
    }
    for row in cells.indices { cells[row][column] = "┊" }
  }

  mutating func dot(_ column: Double, _ row: Double) {
    guard let row = Int(exactly: row.rounded()), let column = Int(exactly: column.rounded()),
      cells.indices.contains(row), cells[row].indices.contains(column)
    else { return }
    cells[row][column] = "◆"
  }

  func text(row: Int) -> String { String(cells[row]) }
}

/// A text filled up with blanks, in front of it or behind it.
func pad(_ text: String, _ width: Int, right: Bool) -> String {
  let blanks = String(repeating: " ", count: max(0, width - text.count))
  return right ? blanks + text : text + blanks
}

/// A line without blanks at its end.
func trimmedEnd(_ line: String) -> String {
  var line = line
  while line.last == " " { line.removeLast() }
  return line
}
