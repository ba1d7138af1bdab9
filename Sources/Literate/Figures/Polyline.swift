/// A line on the canvas: cut at the edges of the plot, freed of points that do not show.
struct Polyline {
  struct Point: Hashable {
    var x: Double
    var y: Double
  }

  /// The part of the canvas in which lines are drawn.
  struct Frame {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    func contains(_ point: Point, slack: Double = 0.01) -> Bool {
      point.x >= left - slack && point.x <= right + slack && point.y >= top - slack
        && point.y <= bottom + slack
    }
  }

  /// Runs of points inside the frame.
  let runs: [[Point]]

  init(_ points: [Point], in frame: Frame) {
    var runs: [[Point]] = []
    var run: [Point] = []
    if points.count == 1, frame.contains(points[0]) { run = points }
    for (start, end) in zip(points, points.dropFirst()) {
      guard let (from, to) = Self.cut(start, end, frame) else { continue }
      if run.last != from {
        if !run.isEmpty { runs.append(run) }
        run = [from]
      }
      if from != to { run.append(to) }
    }
    if !run.isEmpty { runs.append(run) }
    self.runs = runs.map { Self.simplified($0, within: 0.05) }
  }

  /// Points that nothing joins: each is a run of its own.
  init(dots: [Point], in frame: Frame) {
    runs = dots.filter { frame.contains($0) }.map { [$0] }
  }

  /// The data of an SVG path: points that eyes do not miss are left out, and each is told from the one before.
  var pathData: String {
    var path = SVGPath()
    for run in runs {
      for (index, point) in Self.simplified(run, within: 0.2).enumerated() {
        if index == 0 { path.move(to: point) } else { path.line(to: point) }
      }
    }
    return path.data
  }

  /// Points along the line, at most so far apart.
  func samples(every distance: Double) -> [Point] {
    runs.flatMap { run in
      if run.count == 1 { return run }
      return zip(run, run.dropFirst()).flatMap { start, end in
        let length = ((end.x - start.x) * (end.x - start.x) + (end.y - start.y) * (end.y - start.y))
          .squareRoot()
        let count = max(1, Int((length / distance).rounded(.up)))
        return (0...count).map { step in
          let share = Double(step) / Double(count)
          return Point(
            x: start.x + (end.x - start.x) * share,
            y: start.y + (end.y - start.y) * share
          )
        }
      }
    }
  }

  /// The part of a stretch that lies in the frame (Liang and Barsky's parametric clipping).
  private static func cut(_ start: Point, _ end: Point, _ frame: Frame) -> (Point, Point)? {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    var (from, to) = (0.0, 1.0)
    let edges = [
      (-dx, start.x - frame.left), (dx, frame.right - start.x), (-dy, start.y - frame.top),
      (dy, frame.bottom - start.y),
    ]
    for (direction, distance) in edges {
      if direction == 0 {
        if distance < 0 { return nil }
      } else if direction < 0 {
        from = max(from, distance / direction)
      } else {
        to = min(to, distance / direction)
      }
    }
    guard from <= to else { return nil }
    let first = from == 0 ? start : Point(x: start.x + dx * from, y: start.y + dy * from)
    let last = to == 1 ? end : Point(x: start.x + dx * to, y: start.y + dy * to)
    return (first, last)
  }

  /// Leaves out points that lie so near to the line without them (Douglas and Peucker's simplification).
  private static func simplified(_ points: [Point], within tolerance: Double) -> [Point] {
    guard points.count > 2 else { return points }
    let (first, last) = (points[0], points[points.count - 1])
    let (dx, dy) = (last.x - first.x, last.y - first.y)
    let length = (dx * dx + dy * dy).squareRoot()
    var farthest = (index: 0, distance: tolerance)
    for index in 1..<points.count - 1 {
      let (px, py) = (points[index].x - first.x, points[index].y - first.y)
      let distance =
        length > 0 ? abs(px * dy - py * dx) / length : (px * px + py * py).squareRoot()
      if distance > farthest.distance { farthest = (index, distance) }
    }
    if farthest.index == 0 { return [first, last] }
    return simplified(Array(points[...farthest.index]), within: tolerance).dropLast()
      + simplified(Array(points[farthest.index...]), within: tolerance)
  }
}
