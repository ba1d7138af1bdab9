import CellRuntime

/// A line chart laid out on the canvas: headers above and below, numbers left and under, lines
/// labelled where they end instead of in a legend.
struct LineChartDrawing {
  private static let plotHeight = 320.0
  private static let endLabelWidth = 150.0
  /// Dash patterns, so that lines differ without colour; repeated after six.
  private static let dashes = ["", "9 4", "2.5 3.5", "13 4 2.5 4", "6 3", "13 3 2.5 3 2.5 3"]

  /// A disc, a square, triangles, a diamond and a plus, of about the same area.
  private static let shapes: [String?] = [
    nil, "m-3.1-3.1h6.2v6.2h-6.2z", "m0-4.6l4.2 7.4h-8.4z", "m0-4.6l4.6 4.6l-4.6 4.6l-4.6-4.6z",
    "m0 4.6l4.2-7.4h-8.4z", "m-1.3-4.3h2.6v3h3v2.6h-3v3h-2.6v-3h-3v-2.6h3z",
  ]

  let chart: LineChart
  private let xScale: PlotScale
  private let yScale: PlotScale
  private let xTicks: [PlotScale.Tick]
  private let yTicks: [PlotScale.Tick]
  let frame: Polyline.Frame
  let lines: [DrawnLine]

  struct DrawnLine {
    let polyline: Polyline
    let label: [String]
    let className: String
    let dash: String
    let style: LineStyle
    /// The outline of a dot, drawn from its middle, so that dots differ without colour; nil for a disc.
    let shape: String?

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
      TextMetrics.room(for: $0, size: TextMetrics.tickSize)
    }
    let labels = chart.lines.map {
      TextMetrics.wrapped($0.label.pageText, width: Self.endLabelWidth)
    }
    var right = 24.0
    for (line, label) in zip(chart.lines, labels) {
      guard let end = line.points.last else { continue }
      let (x, y) = (xScale.share(end.x), yScale.share(end.y))
      if x > 0.98, (-0.001...1.001).contains(y) {
        right = max(right, 20 + (label.map { TextMetrics.room(for: $0) }.max() ?? 0))
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
          style: line.style,
          shape: isColoured ? Self.shapes[(number - 1) % 6] : nil
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

  /// Where a point of the chart lies on the canvas.
  func place(_ point: LineChart.Point) -> Polyline.Point {
    Polyline.Point(x: x(point.x), y: y(point.y))
  }

  func x(_ value: Double) -> Double {
    frame.left + xScale.share(value) * (frame.right - frame.left)
  }

  func y(_ value: Double) -> Double {
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
        let points = outline.map(place).map {
          at(min(max($0.x, frame.left), frame.right), min(max($0.y, frame.top), frame.bottom))
        }
        canvas.add("path", ["class": "area", "d": "M\(points.joined(separator: " "))Z"])
      default: continue
      }
    }
  }

  func bandBox(_ mark: LineChart.Mark) -> LabelPlacement.Box? {
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
        if let shape = line.shape {
          canvas.add("path", ["d": "M\(at(place.x, place.y))\(shape)"])
        } else {
          canvas.add("circle", ["cx": svgText(place.x), "cy": svgText(place.y), "r": "3.5"])
        }
      }
      canvas.endGroup()
    }
  }

  private func drawDots(_ canvas: inout SVGCanvas, _ labels: inout LabelPlacement) {
    for case .point(let point, _) in chart.marks {
      let place = place(point)
      guard frame.contains(place) else { continue }
      canvas.add(
        "circle",
        ["class": "dot", "cx": svgText(place.x), "cy": svgText(place.y), "r": "4.5"]
      )
      labels.take(.init(left: place.x - 6, top: place.y - 6, width: 12, height: 12))
    }
  }

  func at(_ x: Double, _ y: Double) -> String { "\(svgText(x)) \(svgText(y))" }
}
