import CellRuntime

/// A timeline laid out on the canvas: one lane a row, time from left to right.
struct TimelineDrawing {
  private static let laneHeight = 40.0
  private static let boxHeight = 32.0

  private let timeline: Timeline
  private let scale: PlotScale
  private let ticks: [PlotScale.Tick]
  private let frame: Polyline.Frame
  private let rowLabels: [[String]]
  private let eventLanes: [EventLabel]

  /// Where the label of an event stands above the lanes.
  private struct EventLabel {
    let event: TimelineEvent
    let text: String
    let lane: Int
    let left: Double
  }

  init(_ timeline: Timeline) {
    self.timeline = timeline
    let axis = Axis(timeline.axisLabel)
    let boxes = timeline.rows.flatMap(\.boxes)
    let moments =
      boxes.flatMap { [$0.start, $0.end] } + timeline.events.map(\.time)
    scale = PlotScale(axis, data: moments.map { $0 / timeline.unitSeconds }, padded: false)
    ticks = scale.ticks(about: 8)

    rowLabels = timeline.rows.map { TextMetrics.wrapped($0.label.pageText, width: 150) }
    let labelWidth = rowLabels.joined().map { TextMetrics.width($0) }.max() ?? 0
    let left = labelWidth + 14
    let right = SVGCanvas.width - 24

    var lanes: [Double] = []
    var labels: [EventLabel] = []
    for event in timeline.events.sorted(by: { ($0.time, $0.row ?? -1) < ($1.time, $1.row ?? -1) }) {
      let text = event.label.pageText
      if text.isEmpty { continue }
      let width = TextMetrics.width(text)
      let x = left + scale.share(event.time / timeline.unitSeconds) * (right - left)
      let start = x + 5 + width <= SVGCanvas.width ? x + 5 : max(0, x - 5 - width)
      let lane = lanes.firstIndex { $0 + 10 <= start } ?? lanes.count
      if lane == lanes.count { lanes.append(0) }
      lanes[lane] = start + width
      labels.append(EventLabel(event: event, text: text, lane: lane, left: start))
    }
    eventLanes = labels
    let top = (timeline.title == nil ? 4.0 : 32) + Double(lanes.count) * 20
    frame = Polyline.Frame(
      left: left,
      top: top,
      right: right,
      bottom: top + Double(timeline.rows.count) * Self.laneHeight + 4
    )
  }

  private func x(_ seconds: Double) -> Double {
    frame.left + scale.share(seconds / timeline.unitSeconds) * (frame.right - frame.left)
  }

  func svg(id: String, alt: FigureText) -> String {
    var canvas = SVGCanvas()
    if let title = timeline.title { canvas.addText([title.pageText], x: 0, y: 18, class: "title") }
    drawPatterns(&canvas, id: id)
    drawAxis(&canvas)
    for index in timeline.rows.indices { drawRow(index, &canvas, id: id) }
    drawEvents(&canvas)
    return canvas.document(id: id, class: "timeline", height: frame.bottom + 52, alt: alt)
  }

  /// Hatchings, so that kinds differ without colour.
  private func drawPatterns(_ canvas: inout SVGCanvas, id: String) {
    let kinds = timeline.rows.flatMap(\.boxes).map(\.kind)
    let size = "width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\""
    let id = id.htmlEscaped
    if kinds.contains(.waiting) {
      canvas.addRaw(
        "<pattern id=\"\(id)-waiting\" \(size)><path class=\"hatch\" stroke=\"currentColor\" "
          + "d=\"M-1 8L8 -1M-1 1L1 -1M6 8L8 6\"/></pattern>"
      )
    }
    if kinds.contains(.transfer) {
      canvas.addRaw(
        "<pattern id=\"\(id)-transfer\" \(size)><circle class=\"hatch-dot\" cx=\"3.5\" cy=\"3.5\" "
          + "r=\"1.3\"/></pattern>"
      )
    }
  }

  private func drawAxis(_ canvas: inout SVGCanvas) {
    canvas.beginGroup(["class": "grid", "stroke": "currentColor"])
    for tick in ticks {
      canvas.add(
        "path",
        [
          "d":
            "M\(svgText(frame.left + scale.share(tick.value) * (frame.right - frame.left))) "
            + "\(svgText(frame.top))V\(svgText(frame.bottom + 6))"
        ]
      )
    }
    canvas.endGroup()
    canvas.beginGroup(["class": "axis", "stroke": "currentColor"])
    canvas.add(
      "path",
      ["d": "M\(svgText(frame.left)) \(svgText(frame.bottom))H\(svgText(frame.right))"]
    )
    canvas.endGroup()
    for tick in ticks {
      guard let label = tick.label else { continue }
      canvas.addText(
        [label],
        x: frame.left + scale.share(tick.value) * (frame.right - frame.left),
        y: frame.bottom + 21,
        class: "tick",
        anchor: .middle
      )
    }
    let header: FigureText = "\(timeline.axisLabel) (\(timeline.unitName))"
    canvas.addText(
      [header.pageText],
      x: frame.right,
      y: frame.bottom + 44,
      class: "axis-title",
      anchor: .end
    )
  }

  private func drawRow(_ index: Int, _ canvas: inout SVGCanvas, id: String) {
    let row = timeline.rows[index]
    let top = frame.top + 4 + Double(index) * Self.laneHeight
    let middle = top + Self.boxHeight / 2
    let label = rowLabels[index]
    let leading = 16.0
    canvas.addText(
      label,
      x: 0,
      y: middle + 5 - Double(label.count - 1) * leading / 2,
      class: "row-label",
      leading: leading
    )
    for (number, box) in row.boxes.enumerated() {
      let left = x(box.start)
      let right = x(box.end)
      let style = Self.style(box.kind, id)
      // A hair of ground between neighbours.
      let width = max(1.5, right - left - 1.5)
      canvas.add(
        "rect",
        [
          "class": "box " + style.className, "fill": style.fill, "stroke": "currentColor",
          "x": svgText(left + 0.75), "y": svgText(top), "width": svgText(width),
          "height": svgText(Self.boxHeight), "rx": "2.5",
        ]
      )
      let next = number + 1 < row.boxes.count ? x(row.boxes[number + 1].start) : SVGCanvas.width
      drawLabel(box.label.pageText, left: left, right: right, next: next, middle, &canvas)
    }
  }

  /// A label stands in its box on one or two lines, or behind it where there is room.
  private func drawLabel(
    _ text: String,
    left: Double,
    right: Double,
    next: Double,
    _ middle: Double,
    _ canvas: inout SVGCanvas
  ) {
    if text.isEmpty { return }
    let size = TextMetrics.tickSize
    let room = right - left - 8
    let lines = TextMetrics.wrapped(text, width: room, size: size)
    if lines.count <= 2, lines.allSatisfy({ TextMetrics.width($0, size: size) <= room }) {
      canvas.addText(
        lines,
        x: (left + right) / 2,
        y: middle + 5 - Double(lines.count - 1) * 7.5,
        class: "box-label",
        anchor: .middle,
        leading: 15
      )
    } else if right + 6 + TextMetrics.width(text, size: size) <= next {
      canvas.addText([text], x: right + 6, y: middle + 5, class: "box-label")
    } else {
      let narrow = TextMetrics.wrapped(text, width: room + 6, size: size - 3)
      // What would run into its neighbours says nothing: the data table has it.
      guard narrow.allSatisfy({ TextMetrics.width($0, size: size - 3) <= right - left }) else {
        return
      }
      canvas.addText(
        Array(narrow.prefix(2)),
        x: (left + right) / 2,
        y: middle + 4 - Double(min(narrow.count, 2) - 1) * 6.5,
        class: "box-label small",
        anchor: .middle,
        leading: 13
      )
    }
  }

  private static func style(_ kind: BoxKind, _ id: String) -> (className: String, fill: String) {
    switch kind {
    case .work: ("work", "none")
    case .waiting: ("waiting", "url(#\(id)-waiting)")
    case .idle: ("idle", "none")
    case .transfer: ("transfer", "url(#\(id)-transfer)")
    case .batch(let number): ("batch series-\((number % 6 + 6) % 6 + 1)", "none")
    }
  }

  private func drawEvents(_ canvas: inout SVGCanvas) {
    let lanesTop = timeline.title == nil ? 4.0 : 32
    for event in timeline.events {
      let x = x(event.time)
      let label = eventLanes.first { $0.event == event }
      let start = label.map { lanesTop + Double($0.lane) * 20 + 3 } ?? frame.top
      let end = event.row.map { frame.top + 4 + Double($0) * Self.laneHeight } ?? frame.bottom
      canvas.add(
        "path",
        [
          "class": "rule", "stroke": "currentColor",
          "d": "M\(svgText(x)) \(svgText(start))V\(svgText(end))",
        ]
      )
      if event.row != nil {
        canvas.add(
          "path",
          [
            "class": "dot",
            "d": "M\(svgText(x - 5)) \(svgText(end - 2))h10l-5 9z",
          ]
        )
      }
    }
    for label in eventLanes {
      canvas.addText(
        [label.text],
        x: label.left,
        y: lanesTop + Double(label.lane) * 20 + 14,
        class: "label note"
      )
    }
  }
}
