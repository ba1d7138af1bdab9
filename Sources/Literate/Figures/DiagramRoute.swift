import CellRuntime

/// The way of one link over the canvas.
struct DiagramRoute {
  let link: DiagramLink
  /// Corners, from the border of the first node to that of the second.
  var points: [Polyline.Point]
  let hasHeadAtStart: Bool
  let hasHeadAtEnd: Bool

  private static let radius = 9.0

  /// Length and breadth of an arrowhead.
  var head: (length: Double, breadth: Double) { link.style == .bold ? (12, 11) : (9, 8) }

  /// The line, which ends inside the arrowheads, with rounded corners.
  var pathData: String {
    var points = points
    let last = points.count - 1
    if hasHeadAtStart { points[0] = shortened(points[0], points[1]) }
    if hasHeadAtEnd { points[last] = shortened(points[last], points[last - 1]) }
    var path = "M\(text(points[0]))"
    for index in points.indices.dropFirst() {
      if index == last {
        path += "L\(text(points[index]))"
        continue
      }
      let (before, corner, after) = (points[index - 1], points[index], points[index + 1])
      let radius = min(
        Self.radius,
        (corner - before).length / (index == 1 ? 1 : 2),
        (after - corner).length / (index == last - 1 ? 1 : 2)
      )
      path += "L\(text(corner + corner.direction(to: before) * radius))"
      path += "Q\(text(corner)) \(text(corner + corner.direction(to: after) * radius))"
    }
    return path
  }

  /// The arrowheads, as one path of triangles; empty without any.
  var headData: String {
    var data = ""
    if hasHeadAtStart { data += triangle(at: points[0], from: points[1]) }
    if hasHeadAtEnd {
      data += triangle(at: points[points.count - 1], from: points[points.count - 2])
    }
    return data
  }

  private func triangle(at tip: Polyline.Point, from: Polyline.Point) -> String {
    let back = tip.direction(to: from)
    let base = tip + back * head.length
    let side = Polyline.Point(x: -back.y, y: back.x) * (head.breadth / 2)
    return "M\(text(tip))L\(text(base + side)) \(text(base - side))Z"
  }

  private func shortened(_ end: Polyline.Point, _ next: Polyline.Point) -> Polyline.Point {
    end + end.direction(to: next) * min(head.length - 1.5, (next - end).length * 0.9)
  }

  private func text(_ point: Polyline.Point) -> String { "\(svgText(point.x)) \(svgText(point.y))" }

  /// Stretches between the corners.
  var segments: [(from: Polyline.Point, to: Polyline.Point)] {
    zip(points, points.dropFirst()).map { (from: $0, to: $1) }
  }

  /// The smallest box around the line.
  var bounds: LabelPlacement.Box {
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    return LabelPlacement.Box(
      left: xs.min() ?? 0,
      top: ys.min() ?? 0,
      right: xs.max() ?? 0,
      bottom: ys.max() ?? 0
    )
  }

  /// Points on the line, so far apart.
  func samples(every distance: Double) -> [Polyline.Point] {
    segments.flatMap { from, to in
      let count = max(1, Int(((to - from).length / distance).rounded(.up)))
      return (0...count).map { from + (to - from) * (Double($0) / Double(count)) }
    }
  }
}
