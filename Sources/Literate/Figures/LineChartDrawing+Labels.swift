import CellRuntime

/// Where the labels of lines and annotations go.
extension LineChartDrawing {
  /// How wide a label may come out.
  private func width(_ label: [String]) -> Double {
    label.map { TextMetrics.width($0, size: form.labelSize) * 1.08 }.max() ?? 0
  }

  private func height(_ label: [String]) -> Double { Double(label.count) * form.leading }

  /// From the upper edge of a label to its first baseline.
  private var rise: Double { form.leading * 0.75 }

  /// A label with its place.
  struct PlacedLabel {
    let lines: [String]
    let x: Double
    let y: Double
    let className: String
    let anchor: SVGCanvas.Anchor
  }

  /// All labels in the plot and beside it, and the lines that lead from some of them to what they name.
  struct PlacedLabels {
    var texts: [PlacedLabel] = []
    /// Path data.
    var leaders = ""
  }

  func placedLabels() -> PlacedLabels {
    var placement = LabelPlacement(frame: frame)
    placement.obstacles = lines.flatMap { $0.polyline.samples(every: 5) }
    if form.isNarrow { for box in markers { placement.take(box) } }
    for dot in dots { placement.take(.init(center: dot, width: 12, height: 12)) }
    var labels = PlacedLabels()
    placeEndLabels(&labels, &placement)
    placeMarkLabels(&labels, &placement)
    return labels
  }

  /// What measured points cover.
  private var markers: [LabelPlacement.Box] {
    lines.filter { $0.style == .points }.flatMap(\.polyline.runs).joined().map {
      LabelPlacement.Box(center: $0, width: 10, height: 10)
    }
  }

  /// Labels at the right edge stand in a column; those of lines that end in the plot beside the end.
  private func placeEndLabels(_ labels: inout PlacedLabels, _ placement: inout LabelPlacement) {
    let shown = lines.filter { $0.end != nil }
    let atEdge = shown.filter { ($0.end?.x ?? 0) > frame.right - 3 }
    let inside = shown.filter { ($0.end?.x ?? 0) <= frame.right - 3 }
    let wishes = atEdge.compactMap(\.end).map(\.y)
    let places = LabelPlacement.column(
      wishes: wishes,
      heights: atEdge.map { height($0.label) },
      top: frame.top - (form.isNarrow ? 5 : 12),
      bottom: frame.bottom + 6
    )
    let isMoved = zip(wishes, places).contains { abs($0 - $1) > 4 }
    for ((line, wish), place) in zip(zip(atEdge, wishes), places) {
      if isMoved {
        labels.leaders += "M\(at(frame.right + 2, wish))L\(at(frame.right + 13, place))"
      }
      labels.texts.append(
        PlacedLabel(
          lines: line.label,
          x: frame.right + (isMoved ? 16 : 8),
          y: place - height(line.label) / 2 + rise,
          className: line.className,
          anchor: .start
        )
      )
    }
    for line in inside {
      guard let end = line.end else { continue }
      let candidates = LabelPlacement.around(
        end,
        width: width(line.label),
        height: height(line.label)
      )
      place(candidates, line.className, &labels, &placement) { _ in line.label }
    }
  }

  private func placeMarkLabels(_ labels: inout PlacedLabels, _ placement: inout LabelPlacement) {
    for mark in chart.marks where !mark.label.isEmpty {
      // Ways to break the label into lines, and where each may stand.
      var texts: [[String]] = []
      var candidates: [LabelPlacement.Candidate] = []
      for (index, widest) in measures.noteWidths.enumerated() {
        let room = bandBox(mark).map { max(80, min(widest, $0.width - 8)) } ?? widest
        let text = TextMetrics.wrapped(mark.label.pageText, width: room, size: form.labelSize)
        guard !texts.contains(text) else { continue }
        texts.append(text)
        for var candidate in self.candidates(mark, width(text), height(text)) {
          candidate.cost += Double(index) * 6
          candidates.append(candidate)
        }
      }
      place(candidates, "note", &labels, &placement) { box in
        func difference(_ text: [String]) -> Double {
          abs(width(text) - box.width) + abs(height(text) - box.height)
        }
        return texts.min { difference($0) < difference($1) } ?? []
      }
    }
  }

  private func candidates(
    _ mark: LineChart.Mark,
    _ width: Double,
    _ height: Double
  ) -> [LabelPlacement.Candidate] {
    switch mark {
    case .point(let place, _):
      let place = self.place(place)
      return frame.contains(place)
        ? LabelPlacement.around(place, width: width, height: height) : []
    case .vertical(let value, _): return besideUpright(x(value), width, height)
    case .horizontal(let value, _): return besideLevel(y(value), width, height)
    case .band, .area: return inside(mark, width, height)
    }
  }

  private func place(
    _ candidates: [LabelPlacement.Candidate],
    _ className: String,
    _ labels: inout PlacedLabels,
    _ placement: inout LabelPlacement,
    text: (LabelPlacement.Box) -> [String]
  ) {
    guard let chosen = placement.place(candidates) else { return }
    if let leader = chosen.leader {
      labels.leaders += "M\(at(leader.from.x, leader.from.y))L\(at(leader.to.x, leader.to.y))"
    }
    let box = chosen.box
    let x =
      switch chosen.anchor {
      case .start: box.left
      case .middle: box.center.x
      case .end: box.right
      }
    labels.texts.append(
      PlacedLabel(
        lines: text(box),
        x: x,
        y: box.top + rise,
        className: className,
        anchor: chosen.anchor
      )
    )
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
      [(y - height - 1, 0.0), (y + 3, 16)].map { top, cost in
        .init(
          box: .init(left: left, top: top, width: width, height: height),
          anchor: .end,
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
      let points = outline.map(place)
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
        [
          (middle - width / 2, SVGCanvas.Anchor.middle, 0.0), (box.left + 4, .start, 2),
          (box.left + box.width - width - 4, .end, 2),
        ].map { left, anchor, cost in
          .init(
            box: .init(left: left, top: top, width: width, height: height),
            anchor: anchor,
            cost: cost + (top - box.top) * 0.1,
            leader: nil
          )
        }
      }
  }
}
