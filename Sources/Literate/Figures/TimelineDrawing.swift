import CellRuntime

/// A timeline laid out on the canvas, or a part of it: one lane a row, time from left to right.
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
  /// What is drawn of the time, in seconds.
  private let window: ClosedRange<Double>
  private let top: Double
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

  /// A window of the time on the canvas of a form; a narrow one leaves room behind the last boxes if labels need it.
  ///
  /// - Parameters:
  ///   - timeline: All of it.
  ///   - form: The canvas.
  ///   - window: What is drawn of it, in seconds.
  ///   - top: Where it begins on the canvas; only what begins at its upper edge has the title.
  /// - Returns: The drawing.
  static func fitting(
    _ timeline: Timeline,
    _ form: PictureForm,
    _ window: ClosedRange<Double>,
    top: Double
  ) -> TimelineDrawing {
    let margins = form.isNarrow ? [12.0, 44] : [24]
    let drawings = margins.map {
      TimelineDrawing(timeline, form, window, margin: $0, top: top)
    }
    return drawings.first { $0.boxLabels.left == 0 } ?? drawings[0]
  }

  private init(
    _ timeline: Timeline,
    _ form: PictureForm,
    _ window: ClosedRange<Double>,
    margin: Double,
    top: Double
  ) {
    self.timeline = timeline
    self.form = form
    self.window = window
    self.top = top
    let axis = Axis(timeline.axisLabel)
    let ends = [window.lowerBound, window.upperBound]
    scale = PlotScale(axis, data: ends.map { $0 / timeline.unitSeconds }, padded: false)

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
    let events = Self.events(of: timeline, in: window)
    for event in events.sorted(by: { ($0.time, $0.row ?? -1) < ($1.time, $1.row ?? -1) }) {
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
      timeline.title.flatMap {
        top > 0
          ? nil : TextMetrics.wrapped($0.pageText, width: form.width, size: form.labelSize + 1)
      } ?? []
    eventsTop = top + (title.isEmpty ? 4 : Double(title.count) * 20 + 12)
    let lanesTop = eventsTop + Double(lanes.count) * 20
    var bottom = lanesTop
    var tops: [Double] = []
    for label in rowLabels {
      let name = isNamedAbove ? Double(label.count) * form.leading + 3 : 0
      tops.append(bottom + 4 + name)
      bottom += name + Self.boxHeight + Self.laneGap
    }
    rowTops = tops
    frame = Polyline.Frame(left: left, top: lanesTop, right: right, bottom: bottom + 4)
  }

  private func x(_ seconds: Double) -> Double {
    frame.left + scale.share(seconds / timeline.unitSeconds) * (frame.right - frame.left)
  }

  /// Where it ends on the canvas, the name of the axis left out.
  var bottom: Double { frame.bottom + form.tickSize * 1.5 + 6 }

  /// Where it ends with that name.
  var bottomWithHeader: Double { frame.bottom + (form.isNarrow ? 43 : 52) }

  /// How many labels of boxes are short of letters or of a place.
  var shortLabels: Int { boxLabels.left + boxLabels.shortened }

  /// Events of the last moment belong to what follows, if anything does.
  private static func events(
    of timeline: Timeline,
    in window: ClosedRange<Double>
  ) -> [TimelineEvent] {
    let last = timeline.span.upperBound
    return timeline.events.filter {
      window.contains($0.time) && ($0.time < window.upperBound || window.upperBound == last)
    }
  }

  /// What of the boxes of a row lies in the window; a label stands in the longer part of a box that is cut.
  private func boxes(
    _ row: TimelineRow
  ) -> [(box: TimelineBox, left: Double, right: Double, isNamed: Bool)] {
    row.boxes.compactMap { box in
      let (start, end) = (max(box.start, window.lowerBound), min(box.end, window.upperBound))
      let (length, whole) = (end - start, box.end - box.start)
      guard length > 0 || (length == 0 && whole == 0) else { return nil }
      return (box, x(start), x(end), length * 2 > whole || whole == 0)
    }
  }

  /// - Parameters:
  ///   - canvas: What is drawn on.
  ///   - id: The figure's id.
  ///   - hasHeader: Whether the name of the axis stands below.
  func draw(into canvas: inout SVGCanvas, id: String, hasHeader: Bool) {
    canvas.addText(title, x: 0, y: 18, class: "title", leading: 20)
    if top == 0 { drawPatterns(&canvas, id: id) }
    // Without the style sheet they are lines all the same.
    canvas.beginGroup(["fill": "none", "stroke": "currentColor"])
    drawAxis(&canvas)
    drawBoxes(&canvas, id: id)
    canvas.endGroup()
    drawNumbers(&canvas)
    if hasHeader { drawHeader(&canvas) }
    drawNames(&canvas)
    boxLabels.draw(into: &canvas)
    drawEvents(&canvas)
  }

  private var boxLabels: TimelineLabels {
    var labels = TimelineLabels(form)
    for (index, row) in timeline.rows.enumerated() {
      let boxes = boxes(row)
      for (number, box) in boxes.enumerated() where box.isNamed {
        labels.add(
          box.box.label.pageText,
          from: box.left,
          to: box.right,
          next: number + 1 < boxes.count ? boxes[number + 1].left : form.width,
          middle: rowTops[index] + Self.boxHeight / 2,
          isOnPattern: box.box.kind == .waiting || box.box.kind == .transfer
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
  }

  private func drawHeader(_ canvas: inout SVGCanvas) {
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
      for (box, left, right, _) in boxes(row) {
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
    for event in Self.events(of: timeline, in: window) {
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
