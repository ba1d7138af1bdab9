import CellRuntime

/// Where the labels of lines and annotations go.
extension LineChartDrawing {
  /// Labels at the right edge stand in a column; those of lines that end in the plot beside the end.
  func drawEndLabels(_ canvas: inout SVGCanvas, _ labels: inout LabelPlacement) {
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

  func drawMarkLabels(_ canvas: inout SVGCanvas, _ labels: inout LabelPlacement) {
    for mark in chart.marks where !mark.label.isEmpty {
      let room = bandBox(mark).map { max(80, min(210, $0.width - 8)) } ?? 210
      let text = TextMetrics.wrapped(mark.label.pageText, width: room)
      let width = text.map { TextMetrics.width($0) }.max() ?? 0
      let height = Double(text.count) * TextMetrics.leading
      var candidates: [LabelPlacement.Candidate] = []
      switch mark {
      case .point(let place, _):
        let place = self.place(place)
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
}
