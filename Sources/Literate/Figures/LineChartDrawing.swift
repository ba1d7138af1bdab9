import CellRuntime

/// A line chart laid out on the canvas: headers above and below, numbers left and under, lines
/// labelled where they end instead of in a legend.
struct LineChartDrawing {
  private static let plotHeight = 320.0
  private static let endLabelWidth = 150.0
  /// Dash patterns, so that lines differ without colour; repeated after six.
  private static let dashes = ["", "9 4", "2.5 3.5", "13 4 2.5 4", "6 3", "13 3 2.5 3 2.5 3"]

  private let chart: LineChart
  private let xScale: PlotScale
  private let yScale: PlotScale
  private let xTicks: [PlotScale.Tick]
  private let yTicks: [PlotScale.Tick]
  private let frame: Polyline.Frame
  private let lines: [DrawnLine]

  private struct DrawnLine {
    let polyline: Polyline
    let label: [String]
    let className: String
    let dash: String
    let style: LineStyle

    var end: Polyline.Point? { polyline.runs.last?.last }
    var labelWidth: Double { label.map { TextMetrics.width($0) }.max() ?? 0 }
    var labelHeight: Double { Double(label.count) * TextMetrics.leading }
  }

  init(_ chart: LineChart) {
    self.chart = chart
    var xs = chart.lines.flatMap(\.points).map(\.x)
    var ys = chart.lines.flatMap(\.points).map(\.y)
    for case .point(let point, _) in chart.marks {
      xs.append(point.x)
      ys.append(point.y)
    }
    for case .horizontal(let y, _) in chart.marks { ys.append(y) }
    xScale = PlotScale(chart.x, data: xs, padded: false)
    yScale = PlotScale(chart.y, data: ys, padded: true)
    xTicks = xScale.ticks(about: 7)
    yTicks = yScale.ticks(about: 6)

    let tickWidth = yTicks.compactMap(\.label).map {
      TextMetrics.width($0, size: TextMetrics.tickSize)
    }
    let labels = chart.lines.map {
      TextMetrics.wrapped($0.label.pageText, width: Self.endLabelWidth)
    }
    var right = 24.0
    for (line, label) in zip(chart.lines, labels) {
      guard let end = line.points.last else { continue }
      let (x, y) = (xScale.share(end.x), yScale.share(end.y))
      if x > 0.98, (-0.001...1.001).contains(y) {
        right = max(right, 20 + (label.map { TextMetrics.width($0) }.max() ?? 0))
      }
    }
    let top = (chart.title == nil ? 0.0 : 28) + 36
    let frame = Polyline.Frame(
      left: (tickWidth.max() ?? 0) + 10,
      top: top,
      right: SVGCanvas.width - right,
      bottom: top + Self.plotHeight
    )
    self.frame = frame

    var number = 0
    var drawn: [DrawnLine] = []
    for (line, label) in zip(chart.lines, labels) {
      let isColoured = line.style == .regular || line.style == .points
      if isColoured { number += 1 }
      let place = Self.place(xScale, yScale, frame)
      let places = line.points.map(place)
      drawn.append(
        DrawnLine(
          polyline: line.style == .points
            ? Polyline(dots: places, in: frame) : Polyline(places, in: frame),
          label: label,
          className: isColoured ? "series-\((number - 1) % 6 + 1)" : line.style.rawValue,
          dash: line.style == .regular ? Self.dashes[(number - 1) % 6] : "",
          style: line.style
        )
      )
    }
    lines = drawn
  }

  private static func place(
    _ x: PlotScale,
    _ y: PlotScale,
    _ frame: Polyline.Frame
  ) -> (LineChart.Point) -> Polyline.Point {
    { point in
      Polyline.Point(
        x: frame.left + x.share(point.x) * (frame.right - frame.left),
        y: frame.bottom - y.share(point.y) * (frame.bottom - frame.top)
      )
    }
  }

  private func x(_ value: Double) -> Double {
    frame.left + xScale.share(value) * (frame.right - frame.left)
  }

  private func y(_ value: Double) -> Double {
    frame.bottom - yScale.share(value) * (frame.bottom - frame.top)
  }

  // MARK: Drawing

  func svg(id: String, alt: FigureText) -> String {
    var canvas = SVGCanvas()
    var labels = LabelPlacement(frame: frame)
    labels.obstacles = lines.flatMap { $0.polyline.samples(every: 5) }
    drawHeaders(&canvas)
    drawAreas(&canvas)
    drawGrid(&canvas)
    drawRules(&canvas)
    drawLines(&canvas)
    drawDots(&canvas, &labels)
    drawEndLabels(&canvas, &labels)
    drawMarkLabels(&canvas, &labels)
    return canvas.document(
      id: id,
      class: "line-chart",
      height: frame.bottom + 52,
      alt: alt
    )
  }

  private func drawHeaders(_ canvas: inout SVGCanvas) {
    if let title = chart.title {
      canvas.addText([title.pageText], x: 0, y: 18, class: "title")
    }
    canvas.addText([chart.y.header.pageText], x: 0, y: frame.top - 20, class: "axis-title")
    canvas.addText(
      [chart.x.header.pageText],
      x: frame.right,
      y: frame.bottom + 44,
      class: "axis-title",
      anchor: .end
    )
  }

  private func drawGrid(_ canvas: inout SVGCanvas) {
    canvas.beginGroup(["class": "grid", "stroke": "currentColor"])
    for tick in yTicks where tick.label != nil {
      let y = y(tick.value)
      if abs(y - frame.bottom) < 0.5 { continue }
      canvas.add("path", ["d": "M\(at(frame.left, y))H\(svgText(frame.right))"])
    }
    if chart.x.scale == .log {
      for tick in xTicks where tick.label != nil {
        canvas.add("path", ["d": "M\(at(x(tick.value), frame.top))V\(svgText(frame.bottom))"])
      }
    }
    canvas.endGroup()

    canvas.beginGroup(["class": "axis", "stroke": "currentColor", "fill": "none"])
    canvas.add("path", ["d": "M\(at(frame.left, frame.bottom))H\(svgText(frame.right))"])
    for tick in xTicks {
      let length = tick.label == nil ? 3.0 : 6
      canvas.add("path", ["d": "M\(at(x(tick.value), frame.bottom))v\(svgText(length))"])
    }
    if chart.y.scale == .log {
      for tick in yTicks where tick.label == nil {
        canvas.add("path", ["d": "M\(at(frame.left, y(tick.value)))h-3"])
      }
    }
    canvas.endGroup()

    for tick in yTicks {
      guard let label = tick.label else { continue }
      canvas.addText(
        [label],
        x: frame.left - 8,
        y: y(tick.value) + 4.9,
        class: "tick",
        anchor: .end
      )
    }
    for tick in xTicks {
      guard let label = tick.label else { continue }
      canvas.addText(
        [label],
        x: x(tick.value),
        y: frame.bottom + 21,
        class: "tick",
        anchor: .middle
      )
    }
  }

  private func drawAreas(_ canvas: inout SVGCanvas) {
    for mark in chart.marks {
      switch mark {
      case .band:
        guard let box = bandBox(mark) else { continue }
        canvas.add(
          "rect",
          [
            "class": "area", "x": svgText(box.left), "y": svgText(box.top),
            "width": svgText(box.width), "height": svgText(box.height),
          ]
        )
      case .area(let outline, _):
        let points = outline.map(Self.place(xScale, yScale, frame)).map {
          at(min(max($0.x, frame.left), frame.right), min(max($0.y, frame.top), frame.bottom))
        }
        canvas.add("path", ["class": "area", "d": "M\(points.joined(separator: " "))Z"])
      default: continue
      }
    }
  }

  private func bandBox(_ mark: LineChart.Mark) -> LabelPlacement.Box? {
    guard case .band(let xs, let ys, _) = mark else { return nil }
    let left = max(frame.left, xs.first.map(x) ?? frame.left)
    let right = min(frame.right, xs.last.map(x) ?? frame.right)
    let bottom = min(frame.bottom, ys.first.map(y) ?? frame.bottom)
    let top = max(frame.top, ys.last.map(y) ?? frame.top)
    guard left < right, top < bottom else { return nil }
    return .init(left: left, top: top, width: right - left, height: bottom - top)
  }

  private func drawRules(_ canvas: inout SVGCanvas) {
    for mark in chart.marks {
      switch mark {
      case .vertical(let value, _) where (-0.001...1.001).contains(xScale.share(value)):
        canvas.add(
          "path",
          [
            "class": "rule", "stroke": "currentColor",
            "d": "M\(at(x(value), frame.top))V\(svgText(frame.bottom))",
          ]
        )
      case .horizontal(let value, _) where (-0.001...1.001).contains(yScale.share(value)):
        canvas.add(
          "path",
          [
            "class": "rule", "stroke": "currentColor",
            "d": "M\(at(frame.left, y(value)))H\(svgText(frame.right))",
          ]
        )
      default: continue
      }
    }
  }

  /// The loud line lies below the others, so that what it follows shows through.
  private func drawLines(_ canvas: inout SVGCanvas) {
    for style in [LineStyle.quiet, .bold, .regular] {
      for line in lines where line.style == style && !line.polyline.runs.isEmpty {
        let dash = line.dash.isEmpty ? "" : " stroke-dasharray=\"\(line.dash)\""
        canvas.addRaw(
          "<path class=\"series \(line.className)\" fill=\"none\" stroke=\"currentColor\"\(dash) "
            + "d=\"\(line.polyline.pathData)\"/>"
        )
      }
    }
    for line in lines where line.style == .points {
      canvas.beginGroup(["class": "points " + line.className])
      for place in line.polyline.runs.joined() {
        canvas.add("circle", ["cx": svgText(place.x), "cy": svgText(place.y), "r": "3.5"])
      }
      canvas.endGroup()
    }
  }

  private func drawDots(_ canvas: inout SVGCanvas, _ labels: inout LabelPlacement) {
    for case .point(let point, _) in chart.marks {
      let place = Self.place(xScale, yScale, frame)(point)
      guard frame.contains(place) else { continue }
      canvas.add(
        "circle",
        ["class": "dot", "cx": svgText(place.x), "cy": svgText(place.y), "r": "4.5"]
      )
      labels.take(.init(left: place.x - 6, top: place.y - 6, width: 12, height: 12))
    }
  }

  // MARK: Labels

  /// Labels at the right edge stand in a column; those of lines that end in the plot beside the end.
  private func drawEndLabels(_ canvas: inout SVGCanvas, _ labels: inout LabelPlacement) {
    let shown = lines.filter { $0.end != nil }
    let atEdge = shown.filter { ($0.end?.x ?? 0) > frame.right - 3 }
    let inside = shown.filter { ($0.end?.x ?? 0) <= frame.right - 3 }
    let wishes = atEdge.compactMap(\.end).map(\.y)
    let places = LabelPlacement.column(
      wishes: wishes,
      heights: atEdge.map(\.labelHeight),
      top: frame.top - 12,
      bottom: frame.bottom + 6
    )
    let isMoved = zip(wishes, places).contains { abs($0 - $1) > 4 }
    for ((line, wish), place) in zip(zip(atEdge, wishes), places) {
      if isMoved {
        canvas.add(
          "path",
          [
            "class": "leader", "fill": "none", "stroke": "currentColor",
            "d": "M\(at(frame.right + 2, wish))L\(at(frame.right + 13, place))",
          ]
        )
      }
      canvas.addText(
        line.label,
        x: frame.right + (isMoved ? 16 : 8),
        y: place - line.labelHeight / 2 + 13.5,
        class: "label " + line.className
      )
    }
    for line in inside {
      guard let end = line.end else { continue }
      let candidates = LabelPlacement.around(end, width: line.labelWidth, height: line.labelHeight)
      draw(line.label, "label " + line.className, candidates, &canvas, &labels)
    }
  }

  private func drawMarkLabels(_ canvas: inout SVGCanvas, _ labels: inout LabelPlacement) {
    for mark in chart.marks where !mark.label.isEmpty {
      let room = bandBox(mark).map { max(80, min(210, $0.width - 8)) } ?? 210
      let text = TextMetrics.wrapped(mark.label.pageText, width: room)
      let width = text.map { TextMetrics.width($0) }.max() ?? 0
      let height = Double(text.count) * TextMetrics.leading
      var candidates: [LabelPlacement.Candidate] = []
      switch mark {
      case .point(let place, _):
        let place = Self.place(xScale, yScale, frame)(place)
        if frame.contains(place) {
          candidates = LabelPlacement.around(place, width: width, height: height)
        }
      case .vertical(let value, _):
        candidates = besideUpright(x(value), width, height)
      case .horizontal(let value, _):
        candidates = besideLevel(y(value), width, height)
      case .band, .area:
        candidates = inside(mark, width, height)
      }
      draw(text, "label note", candidates, &canvas, &labels)
    }
  }

  private func draw(
    _ text: [String],
    _ className: String,
    _ candidates: [LabelPlacement.Candidate],
    _ canvas: inout SVGCanvas,
    _ labels: inout LabelPlacement
  ) {
    guard let chosen = labels.place(candidates) else { return }
    if let leader = chosen.leader {
      canvas.add(
        "path",
        [
          "class": "leader", "fill": "none", "stroke": "currentColor",
          "d": "M\(at(leader.from.x, leader.from.y))L\(at(leader.to.x, leader.to.y))",
        ]
      )
    }
    let box = chosen.box
    let x =
      switch chosen.anchor {
      case .start: box.left
      case .middle: box.left + box.width / 2
      case .end: box.left + box.width
      }
    canvas.addText(text, x: x, y: box.top + 13.5, class: className, anchor: chosen.anchor)
  }

  private func besideUpright(
    _ x: Double,
    _ width: Double,
    _ height: Double
  ) -> [LabelPlacement.Candidate] {
    stride(from: frame.top + 2, to: frame.bottom - height, by: 12).flatMap { top in
      [(x + 6, SVGCanvas.Anchor.start, 0.0), (x - 6 - width, .end, 2)].map { left, anchor, cost in
        .init(
          box: .init(left: left, top: top, width: width, height: height),
          anchor: anchor,
          cost: cost + (top - frame.top) * 0.1,
          leader: nil
        )
      }
    }
  }

  private func besideLevel(
    _ y: Double,
    _ width: Double,
    _ height: Double
  ) -> [LabelPlacement.Candidate] {
    stride(from: frame.right - width - 4, to: frame.left, by: -14).flatMap { left in
      [(y - height - 1, 0.0), (y + 3, 4)].map { top, cost in
        .init(
          box: .init(left: left, top: top, width: width, height: height),
          anchor: .start,
          cost: cost + (frame.right - width - left) * 0.04,
          leader: nil
        )
      }
    }
  }

  private func inside(
    _ mark: LineChart.Mark,
    _ width: Double,
    _ height: Double
  ) -> [LabelPlacement.Candidate] {
    var box = bandBox(mark)
    if case .area(let outline, _) = mark {
      let points = outline.map(Self.place(xScale, yScale, frame))
      if let left = points.map(\.x).min(), let right = points.map(\.x).max(),
        let top = points.map(\.y).min(), let bottom = points.map(\.y).max()
      {
        box = .init(left: left, top: top, width: right - left, height: bottom - top)
      }
    }
    guard let box else { return [] }
    let middle = box.left + box.width / 2
    return stride(from: box.top + 4, to: max(box.top + 5, box.top + box.height - height), by: 10)
      .flatMap { top in
        [(middle - width / 2, 0.0), (box.left + 4, 2), (box.left + box.width - width - 4, 2)].map {
          left,
          cost in
          .init(
            box: .init(left: left, top: top, width: width, height: height),
            anchor: .start,
            cost: cost + (top - box.top) * 0.1,
            leader: nil
          )
        }
      }
  }

  private func at(_ x: Double, _ y: Double) -> String { "\(svgText(x)) \(svgText(y))" }
}
