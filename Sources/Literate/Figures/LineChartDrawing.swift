import CellRuntime

/// A line chart laid out on the canvas: headers above and below, numbers left and under, lines
/// labelled where they end instead of in a legend.
struct LineChartDrawing {
  /// Dash patterns, so that lines differ without colour; repeated after six.
  private static let dashes = ["", "9 4", "2.5 3.5", "13 4 2.5 4", "6 3", "13 3 2.5 3 2.5 3"]

  /// A disc, a square, triangles, a diamond and a plus, of about the same area.
  private static let shapes: [String?] = [
    nil, "m-3.1-3.1h6.2v6.2h-6.2z", "m0-4.6l4.2 7.4h-8.4z", "m0-4.6l4.6 4.6l-4.6 4.6l-4.6-4.6z",
    "m0 4.6l4.2-7.4h-8.4z", "m-1.3-4.3h2.6v3h3v2.6h-3v3h-2.6v-3h-3v-2.6h3z",
  ]

  let chart: LineChart
  let form: PictureForm
  let measures: ChartMeasures
  private let title: [String]
  private let headers: (across: [String], up: [String])
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
  }

  init(_ chart: LineChart, _ form: PictureForm) {
    self.chart = chart
    self.form = form
    let measures = ChartMeasures(form)
    self.measures = measures
    var xs = chart.lines.flatMap(\.points).map(\.x)
    var ys = chart.lines.flatMap(\.points).map(\.y)
    for case .point(let point, _) in chart.marks {
      xs.append(point.x)
      ys.append(point.y)
    }
    for case .horizontal(let y, _) in chart.marks { ys.append(y) }
    xScale = PlotScale(chart.x, data: xs, padded: false)
    yScale = PlotScale(chart.y, data: ys, padded: true)
    yTicks = yScale.ticks(about: measures.ticks.up)

    let labels = chart.lines.map {
      TextMetrics.wrapped(
        $0.label.pageText,
        width: measures.endLabelWidth,
        size: form.labelSize
      )
    }
    var right = measures.rightMargin
    for (line, label) in zip(chart.lines, labels) {
      guard let end = line.points.last else { continue }
      let (x, y) = (xScale.share(end.x), yScale.share(end.y))
      if x > 0.98, (-0.001...1.001).contains(y) {
        let room = label.map { TextMetrics.room(for: $0, size: form.labelSize) }.max() ?? 0
        right = max(right, 20 + room)
      }
    }
    func wrapped(_ text: FigureText, width: Double, size: Double) -> [String] {
      TextMetrics.wrapped(text.pageText, width: width, size: size)
    }
    title = chart.title.map { wrapped($0, width: form.width, size: form.labelSize + 1) } ?? []
    headers = (
      across: wrapped(chart.x.header, width: (form.width - right) / 1.12, size: form.tickSize),
      up: wrapped(chart.y.header, width: form.width / 1.12, size: form.tickSize)
    )
    let top =
      (title.isEmpty ? 0 : Double(title.count) * 20 + 8)
      + Self.lowered(headers.up, form) + measures.above.all
    let tickWidth = yTicks.compactMap(\.label).map {
      TextMetrics.room(for: $0, size: form.tickSize)
    }
    let left = (tickWidth.max() ?? 0) + 10
    // The last number under the axis may reach beyond the end of it.
    var ticks = xScale.ticks(about: measures.ticks.across, in: form.width - right - left, form)
    if let last = ticks.last(where: { $0.label != nil }), let label = last.label {
      let beyond = xScale.share(last.value) * (form.width - right - left) + left
      let room = TextMetrics.room(for: label, size: form.tickSize) / 2
      right = max(right, right + beyond + room - form.width)
      ticks = xScale.ticks(about: measures.ticks.across, in: form.width - right - left, form)
    }
    xTicks = ticks
    let frame = Polyline.Frame(
      left: left,
      top: top,
      right: form.width - right,
      bottom: top + measures.plotHeight
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
    var canvas = SVGCanvas(form)
    let labels = placedLabels()
    drawAreas(&canvas)
    // Without the style sheet they are lines all the same.
    canvas.beginGroup(["fill": "none", "stroke": "currentColor"])
    drawGrid(&canvas)
    drawRules(&canvas)
    drawLines(&canvas)
    if !labels.leaders.isEmpty { canvas.add("path", ["class": "leader", "d": labels.leaders]) }
    canvas.endGroup()
    drawPoints(&canvas)
    drawDots(&canvas)
    drawHeaders(&canvas)
    drawNumbers(&canvas)
    for label in labels.texts {
      canvas.addText(
        label.lines,
        x: label.x,
        y: label.y,
        class: "label " + label.className,
        anchor: label.anchor
      )
    }
    return canvas.document(
      id: id,
      class: "line-chart",
      height: frame.bottom + measures.below.all + Self.lowered(headers.across, form),
      alt: alt
    )
  }

  private func drawHeaders(_ canvas: inout SVGCanvas) {
    canvas.addText(title, x: 0, y: 18, class: "title", leading: 20)
    canvas.addText(
      headers.up,
      x: 0,
      y: frame.top - measures.above.header - Self.lowered(headers.up, form),
      class: "axis-title"
    )
    canvas.addText(
      headers.across,
      x: frame.right,
      y: frame.bottom + measures.below.header,
      class: "axis-title",
      anchor: .end
    )
  }

  /// From the first baseline of a text to its last.
  private static func lowered(_ lines: [String], _ form: PictureForm) -> Double {
    Double(max(0, lines.count - 1)) * form.leading
  }

  private func drawGrid(_ canvas: inout SVGCanvas) {
    var grid = ""
    for tick in yTicks where tick.label != nil {
      let y = y(tick.value)
      if abs(y - frame.bottom) < 0.5 { continue }
      grid += "M\(at(frame.left, y))H\(svgTenths(frame.right))"
    }
    if chart.x.scale == .log {
      for tick in xTicks where tick.label != nil {
        grid += "M\(at(x(tick.value), frame.top))V\(svgTenths(frame.bottom))"
      }
    }
    canvas.add("path", ["class": "grid", "d": grid])

    var axis = "M\(at(frame.left, frame.bottom))H\(svgTenths(frame.right))"
    for tick in xTicks where tick.label != nil || measures.hasMinorTicks {
      axis += "M\(at(x(tick.value), frame.bottom))v\(tick.label == nil ? 3 : 6)"
    }
    if chart.y.scale == .log, measures.hasMinorTicks {
      for tick in yTicks where tick.label == nil {
        axis += "M\(at(frame.left, y(tick.value)))h-3"
      }
    }
    canvas.add("path", ["class": "axis", "d": axis])
  }

  private func drawNumbers(_ canvas: inout SVGCanvas) {
    canvas.beginGroup(["class": "tick", "text-anchor": "end"])
    for tick in yTicks {
      guard let label = tick.label else { continue }
      canvas.addText([label], x: frame.left - 8, y: y(tick.value) + form.tickSize * 0.35)
    }
    canvas.endGroup()
    canvas.beginGroup(["class": "tick", "text-anchor": "middle"])
    for tick in xTicks {
      guard let label = tick.label else { continue }
      canvas.addText([label], x: x(tick.value), y: frame.bottom + measures.below.number)
    }
    canvas.endGroup()
  }

  private func drawAreas(_ canvas: inout SVGCanvas) {
    for mark in chart.marks {
      switch mark {
      case .band:
        guard let box = bandBox(mark) else { continue }
        canvas.add(
          "rect",
          [
            "class": "area", "x": svgTenths(box.left), "y": svgTenths(box.top),
            "width": svgTenths(box.width), "height": svgTenths(box.height),
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
    let rules = chart.marks.compactMap { mark -> String? in
      switch mark {
      case .vertical(let value, _) where (-0.001...1.001).contains(xScale.share(value)):
        "M\(at(x(value), frame.top))V\(svgTenths(frame.bottom))"
      case .horizontal(let value, _) where (-0.001...1.001).contains(yScale.share(value)):
        "M\(at(frame.left, y(value)))H\(svgTenths(frame.right))"
      default: nil
      }
    }
    if !rules.isEmpty { canvas.add("path", ["class": "rule", "d": rules.joined()]) }
  }

  /// The loud line lies below the others, so that what it follows shows through.
  private func drawLines(_ canvas: inout SVGCanvas) {
    for style in [LineStyle.quiet, .bold, .regular] {
      for line in lines where line.style == style && !line.polyline.runs.isEmpty {
        let dash = line.dash.isEmpty ? "" : " stroke-dasharray=\"\(line.dash)\""
        canvas.addRaw(
          "<path class=\"series \(line.className)\"\(dash) d=\"\(line.polyline.pathData)\"/>"
        )
      }
    }
  }

  private func drawPoints(_ canvas: inout SVGCanvas) {
    for line in lines where line.style == .points {
      canvas.beginGroup(["class": "points " + line.className])
      for place in line.polyline.runs.joined() {
        if let shape = line.shape {
          canvas.add("path", ["d": "M\(at(place.x, place.y))\(shape)"])
        } else {
          canvas.add("circle", ["cx": svgTenths(place.x), "cy": svgTenths(place.y), "r": "3.5"])
        }
      }
      canvas.endGroup()
    }
  }

  /// Where points are that the chart marks.
  var dots: [Polyline.Point] {
    chart.marks.compactMap { mark in
      guard case .point(let point, _) = mark else { return nil }
      let place = place(point)
      return frame.contains(place) ? place : nil
    }
  }

  private func drawDots(_ canvas: inout SVGCanvas) {
    for place in dots {
      canvas.add(
        "circle",
        ["class": "dot", "cx": svgTenths(place.x), "cy": svgTenths(place.y), "r": "4.5"]
      )
    }
  }

  func at(_ x: Double, _ y: Double) -> String { "\(svgTenths(x)) \(svgTenths(y))" }
}
