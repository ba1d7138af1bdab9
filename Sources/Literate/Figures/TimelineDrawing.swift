import CellRuntime

/// A timeline laid out on the canvas: one lane a row, time from left to right.
///
/// On a narrow canvas names of rows that would take much of it stand above their lanes.
struct TimelineDrawing {
  private static let boxHeight = 32.0
  private static let laneGap = 8.0

  private let timeline: Timeline
  private let form: PictureForm
  private let scale: PlotScale
  private let ticks: [PlotScale.Tick]
  private let frame: Polyline.Frame
  private let title: [String]
  private let rowLabels: [[String]]
  private let isNamedAbove: Bool
  private let eventLanes: [EventLabel]
  private let eventsTop: Double
  /// Upper edges of the boxes of each row.
  private let rowTops: [Double]

  /// Where the label of an event stands above the lanes.
  private struct EventLabel {
    let event: TimelineEvent
    let text: String
    let lane: Int
    let left: Double
  }

  /// The timeline on the canvas of a form; a narrow one leaves room behind the last boxes if labels need it.
  static func fitting(_ timeline: Timeline, _ form: PictureForm) -> TimelineDrawing {
    let margins = form.isNarrow ? [12.0, 44] : [24]
    let drawings = margins.map { TimelineDrawing(timeline, form, margin: $0) }
    return drawings.first { $0.boxLabels.left == 0 } ?? drawings[0]
  }

  private init(_ timeline: Timeline, _ form: PictureForm, margin: Double) {
    self.timeline = timeline
    self.form = form
    let axis = Axis(timeline.axisLabel)
    let boxes = timeline.rows.flatMap(\.boxes)
    let moments =
      boxes.flatMap { [$0.start, $0.end] } + timeline.events.map(\.time)
    scale = PlotScale(axis, data: moments.map { $0 / timeline.unitSeconds }, padded: false)

    func names(within width: Double) -> [[String]] {
      timeline.rows.map {
        TextMetrics.wrapped($0.label.pageText, width: width, size: form.labelSize)
      }
    }
    func widest(_ names: [[String]]) -> Double {
      names.joined().map { TextMetrics.width($0, size: form.labelSize) }.max() ?? 0
    }
    let beside = names(within: form.isNarrow ? 64 : 150)
    isNamedAbove = form.isNarrow && (widest(beside) > 64 || beside.contains { $0.count > 2 })
    rowLabels = isNamedAbove ? names(within: form.width) : beside
    // Half of the first number under the axis stands left of it.
    let left = isNamedAbove ? 4 : widest(beside) + (form.isNarrow ? 8 : 14)
    let right = form.width - margin
    ticks = scale.ticks(about: form.isNarrow ? 5 : 8, in: right - left, form)

    var lanes: [Double] = []
    var labels: [EventLabel] = []
    for event in timeline.events.sorted(by: { ($0.time, $0.row ?? -1) < ($1.time, $1.row ?? -1) }) {
      let text = event.label.pageText
      if text.isEmpty { continue }
      let width = TextMetrics.width(text, size: form.labelSize)
      let x = left + scale.share(event.time / timeline.unitSeconds) * (right - left)
      let start = x + 5 + width <= form.width ? x + 5 : max(0, x - 5 - width)
      let lane = lanes.firstIndex { $0 + 10 <= start } ?? lanes.count
      if lane == lanes.count { lanes.append(0) }
      lanes[lane] = start + width
      labels.append(EventLabel(event: event, text: text, lane: lane, left: start))
    }
    eventLanes = labels
    title =
      timeline.title.map {
        TextMetrics.wrapped($0.pageText, width: form.width, size: form.labelSize + 1)
      } ?? []
    eventsTop = title.isEmpty ? 4 : Double(title.count) * 20 + 12
    let top = eventsTop + Double(lanes.count) * 20
    var bottom = top
    var tops: [Double] = []
    for label in rowLabels {
      let name = isNamedAbove ? Double(label.count) * form.leading + 3 : 0
      tops.append(bottom + 4 + name)
      bottom += name + Self.boxHeight + Self.laneGap
    }
    rowTops = tops
    frame = Polyline.Frame(left: left, top: top, right: right, bottom: bottom + 4)
  }

  private func x(_ seconds: Double) -> Double {
    frame.left + scale.share(seconds / timeline.unitSeconds) * (frame.right - frame.left)
  }

  func svg(id: String, alt: FigureText) -> String {
    var canvas = SVGCanvas(form)
    canvas.addText(title, x: 0, y: 18, class: "title", leading: 20)
    drawPatterns(&canvas, id: id)
    // Without the style sheet they are lines all the same.
    canvas.beginGroup(["fill": "none", "stroke": "currentColor"])
    drawAxis(&canvas)
    drawBoxes(&canvas, id: id)
    canvas.endGroup()
    drawNumbers(&canvas)
    drawNames(&canvas)
    boxLabels.draw(into: &canvas)
    drawEvents(&canvas)
    return canvas.document(
      id: id,
      class: "timeline",
      height: frame.bottom + (form.isNarrow ? 43 : 52),
      alt: alt
    )
  }

  private var boxLabels: TimelineLabels {
    var labels = TimelineLabels(form)
    for (index, row) in timeline.rows.enumerated() {
      for (number, box) in row.boxes.enumerated() {
        let next = number + 1 < row.boxes.count ? x(row.boxes[number + 1].start) : form.width
        labels.add(
          box.label.pageText,
          from: x(box.start),
          to: x(box.end),
          next: next,
          middle: rowTops[index] + Self.boxHeight / 2
        )
      }
    }
    return labels
  }

  /// Hatchings, so that kinds differ without colour.
  private func drawPatterns(_ canvas: inout SVGCanvas, id: String) {
    let kinds = timeline.rows.flatMap(\.boxes).map(\.kind)
    let size = "width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\""
    if kinds.contains(.waiting) {
      canvas.addRaw(
        "<pattern id=\"\(form.id("waiting", in: id))\" \(size)><path class=\"hatch\" stroke=\"currentColor\" "
          + "d=\"M-1 8L8 -1M-1 1L1 -1M6 8L8 6\"/></pattern>"
      )
    }
    if kinds.contains(.transfer) {
      canvas.addRaw(
        "<pattern id=\"\(form.id("transfer", in: id))\" \(size)><circle class=\"hatch-dot\" cx=\"3.5\" cy=\"3.5\" "
          + "r=\"1.3\"/></pattern>"
      )
    }
  }

  private var tickPlaces: [Double] {
    ticks.map { frame.left + scale.share($0.value) * (frame.right - frame.left) }
  }

  private func drawAxis(_ canvas: inout SVGCanvas) {
    let (top, bottom) = (svgTenths(frame.top), svgTenths(frame.bottom))
    let end = svgTenths(frame.bottom + 6)
    let grid = tickPlaces.map { "M\(svgTenths($0)) \(top)V\(end)" }
    canvas.add("path", ["class": "grid", "d": grid.joined()])
    canvas.add(
      "path",
      ["class": "axis", "d": "M\(svgTenths(frame.left)) \(bottom)H\(svgTenths(frame.right))"]
    )
  }

  private func drawNumbers(_ canvas: inout SVGCanvas) {
    canvas.beginGroup(["class": "tick", "text-anchor": "middle"])
    for (tick, place) in zip(ticks, tickPlaces) {
      guard let label = tick.label else { continue }
      canvas.addText([label], x: place, y: frame.bottom + form.tickSize * 1.5)
    }
    canvas.endGroup()
    let header: FigureText = "\(timeline.axisLabel) (\(timeline.unitName))"
    canvas.addText(
      [header.pageText],
      x: frame.right,
      y: frame.bottom + (form.isNarrow ? 37 : 44),
      class: "axis-title",
      anchor: .end
    )
  }

  private func drawNames(_ canvas: inout SVGCanvas) {
    let leading = form.isNarrow ? form.leading : 16
    for (label, top) in zip(rowLabels, rowTops) {
      let lowered = Double(label.count - 1) * leading
      canvas.addText(
        label,
        x: 0,
        y: isNamedAbove ? top - 6 - lowered : top + Self.boxHeight / 2 + 5 - lowered / 2,
        class: "row-label",
        leading: leading
      )
    }
  }

  private func drawBoxes(_ canvas: inout SVGCanvas, id: String) {
    for (row, top) in zip(timeline.rows, rowTops) {
      for box in row.boxes {
        let (left, right) = (x(box.start), x(box.end))
        let style = style(box.kind, id)
        // A hair of ground between neighbours.
        let width = max(1.5, right - left - 1.5)
        canvas.addRaw(
          "<rect class=\"box \(style.className)\"\(style.fill) x=\"\(svgTenths(left + 0.75))\" "
            + "y=\"\(svgTenths(top))\" width=\"\(svgTenths(width))\" "
            + "height=\"\(svgTenths(Self.boxHeight))\"/>"
        )
      }
    }
  }

  private func style(_ kind: BoxKind, _ id: String) -> (className: String, fill: String) {
    func hatched(_ name: String) -> String { " fill=\"url(#\(form.id(name, in: id)))\"" }
    return switch kind {
    case .work: ("work", "")
    case .waiting: ("waiting", hatched("waiting"))
    case .idle: ("idle", "")
    case .transfer: ("transfer", hatched("transfer"))
    case .batch(let number): ("batch series-\((number % 6 + 6) % 6 + 1)", "")
    }
  }

  private func drawEvents(_ canvas: inout SVGCanvas) {
    for event in timeline.events {
      let x = x(event.time)
      let label = eventLanes.first { $0.event == event }
      let start = label.map { eventsTop + Double($0.lane) * 20 + 3 } ?? frame.top
      let end = event.row.map { rowTops[$0] } ?? frame.bottom
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
        y: eventsTop + Double(label.lane) * 20 + 14,
        class: "label note"
      )
    }
  }
}
