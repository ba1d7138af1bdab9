import CellRuntime

/// Finds places for the labels of links: beside their lines, clear of boxes, lines and each other.
struct DiagramLabels {
  private let layout: DiagramLayout
  private let routes: [DiagramRoute]

  init(_ layout: DiagramLayout, _ routes: [DiagramRoute]) {
    self.layout = layout
    self.routes = routes
  }

  func placed() -> [DiagramDrawing.LinkLabel] {
    let far = 1e5
    var placement = LabelPlacement(
      frame: Polyline.Frame(left: -far, top: -far, right: far, bottom: far)
    )
    for id in layout.order {
      if let box = layout.nodes[id]?.box { placement.take(box.grown(3)) }
    }
    for group in layout.groups {
      let box = group.box
      let corners = [
        Polyline.Point(x: box.left, y: box.top), Polyline.Point(x: box.right, y: box.top),
        Polyline.Point(x: box.right, y: box.bottom), Polyline.Point(x: box.left, y: box.bottom),
        Polyline.Point(x: box.left, y: box.top),
      ]
      placement.obstacles += Self.samples(corners)
      if !group.lines.isEmpty { placement.take(group.nameBox.grown(2)) }
    }
    for route in routes { placement.obstacles += route.samples(every: 5) }

    return routes.compactMap { route in
      let text = route.link.label.pageText
      if text.isEmpty { return nil }
      var settings: [[String]] = []
      for width in [1000.0, 120, 80, 50] {
        let lines = TextMetrics.wrapped(text, width: width, size: layout.fit.linkSize)
        if !settings.contains(lines), lines.count <= 4 { settings.append(lines) }
      }
      var lines: [LabelPlacement.Box: [String]] = [:]
      var candidates: [LabelPlacement.Candidate] = []
      for (index, setting) in settings.enumerated() {
        for candidate in self.candidates(route, setting, cost: Double(index) * 5) {
          lines[candidate.box] = setting
          candidates.append(candidate)
        }
      }
      guard let best = placement.place(candidates), let setting = lines[best.box] else {
        return nil
      }
      return DiagramDrawing.LinkLabel(
        lines: setting,
        box: best.box,
        anchor: best.anchor,
        isQuiet: route.link.style == .quiet
      )
    }
  }

  private static func samples(_ corners: [Polyline.Point]) -> [Polyline.Point] {
    zip(corners, corners.dropFirst()).flatMap { from, to in
      let count = max(1, Int(((to - from).length / 5).rounded(.up)))
      return (0..<count).map { from + (to - from) * (Double($0) / Double(count)) }
    }
  }

  /// Places along the line, on both of its sides, the nearer the better; on the line if need be.
  private func candidates(
    _ route: DiagramRoute,
    _ lines: [String],
    cost: Double
  ) -> [LabelPlacement.Candidate] {
    let width = DiagramFit.widest(lines, layout.fit.linkSize) * layout.fit.wideness
    let height = Double(lines.count) * layout.fit.linkLeading
    let longest = route.segments.map { ($0.to - $0.from).length }.max() ?? 0
    return route.segments.flatMap { from, to -> [LabelPlacement.Candidate] in
      let length = (to - from).length
      if length < min(14, longest) { return [] }
      let along = from.direction(to: to)
      let ahead = cost + (longest - length) * 0.1
      return stride(from: 0.1, through: 0.9, by: 0.05).flatMap {
        share -> [LabelPlacement.Candidate] in
        let point = from + (to - from) * share
        let off = ahead + abs(share - 0.5) * 16
        var found: [LabelPlacement.Candidate] = []
        for sign in [1.0, -1] {
          // To the right of a column, above a row.
          let normal =
            abs(along.y) > abs(along.x) * 0.4
            ? Polyline.Point(x: abs(along.y), y: along.y > 0 ? -along.x : along.x) * sign
            : Polyline.Point(x: along.x > 0 ? along.y : -along.y, y: -abs(along.x)) * sign
          let support = width / 2 * abs(normal.x) + height / 2 * abs(normal.y) + layout.fit.labelGap
          for more in stride(from: 0.0, through: 60, by: 4) {
            let center = point + normal * (support + more)
            found.append(
              LabelPlacement.Candidate(
                box: LabelPlacement.Box(center: center, width: width, height: height),
                anchor: normal.x > 0.7 ? .start : normal.x < -0.7 ? .end : .middle,
                cost: off + (sign < 0 ? 3 : 0) + more * 0.6
              )
            )
          }
        }
        let onLine = LabelPlacement.Box(center: point, width: width, height: height)
        let own =
          layout.fit.breaksLines
          ? route.samples(every: 5).count { onLine.contains($0, margin: 2) } : 0
        found.append(
          LabelPlacement.Candidate(
            box: onLine,
            anchor: .middle,
            cost: off + 30 - LabelPlacement.costOfPoint * Double(own)
          )
        )
        return found
      }
    }
  }
}
