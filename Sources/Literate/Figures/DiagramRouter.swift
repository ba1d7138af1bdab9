import CellRuntime

/// Finds the ways of a diagram's links, given where its nodes stand.
///
/// A link meets a box at the side that faces its other end. Where several links meet a side, each
/// has a place of its own there, in the order of their other ends, so that they fan out.
struct DiagramRouter {
  typealias Point = Polyline.Point
  typealias Box = LabelPlacement.Box

  /// One end of a link.
  private struct End: Hashable {
    let link: Int
    let isStart: Bool
  }

  /// A side of a node.
  private struct Face: Hashable {
    let node: String
    let side: DiagramSide
  }

  private let links: [DiagramLink]
  let layout: DiagramLayout
  private var faces: [End: Face] = [:]
  private var ports: [End: Point] = [:]

  init(_ diagram: Diagram, _ layout: DiagramLayout) {
    links = diagram.links
    self.layout = layout
    for (index, link) in links.enumerated() {
      let (leaving, entering) = sides(link)
      faces[End(link: index, isStart: true)] = Face(node: link.from, side: leaving)
      faces[End(link: index, isStart: false)] = Face(node: link.to, side: entering)
    }
    spreadPorts()
  }

  func box(_ id: String) -> Box {
    layout.nodes[id]?.box ?? Box(left: 0, top: 0, width: 0, height: 0)
  }

  /// The other ends of all links of a node.
  func neighbours(of id: String) -> [String] {
    links.compactMap { $0.from == id ? $0.to : $0.to == id ? $0.from : nil }
  }

  private func node(_ id: String) -> DiagramNode? { layout.nodes[id]?.node }

  // MARK: - Sides

  private func sides(_ link: DiagramLink) -> (leaving: DiagramSide, entering: DiagramSide) {
    if case .around(let side) = link.path { return (side, side) }
    let (a, b) = (box(link.from), box(link.to))
    let across = max(b.left - a.right, a.left - b.right)
    let down = max(b.top - a.bottom, a.top - b.bottom)
    let goesAcross = down <= 0 || (across > 0 && runsAcross(link))
    let automatic: (DiagramSide, DiagramSide) =
      if goesAcross {
        a.center.x <= b.center.x ? (.right, .left) : (.left, .right)
      } else {
        a.center.y <= b.center.y ? (.below, .above) : (.above, .below)
      }
    return (link.leaving ?? automatic.0, link.entering ?? automatic.1)
  }

  /// Whether a slanted link belongs to a fan that opens to the left or right.
  private func runsAcross(_ link: DiagramLink) -> Bool {
    guard let a = node(link.from), let b = node(link.to) else { return false }
    // The ends of a fan stand in one row or in one column.
    var (rows, columns) = (0, 0)
    func compare(_ one: DiagramNode, _ other: DiagramNode?) {
      guard let other, other.id != one.id else { return }
      if abs(other.row - one.row) < 0.001 { rows += 1 }
      if abs(other.column - one.column) < 0.001 { columns += 1 }
    }
    for other in links where other.path == link.path {
      if other.from == link.from { compare(b, node(other.to)) }
      if other.to == link.to { compare(a, node(other.from)) }
    }
    if rows != columns { return columns > rows }
    return abs(a.column - b.column) > 2 * abs(a.row - b.row)
  }

  // MARK: - Ports

  /// Where along its side a link may meet a node: not at the corners.
  private func reach(_ face: Face) -> ClosedRange<Double> {
    let box = box(face.node)
    let (start, length) =
      face.side.isAcross ? (box.top, box.height) : (box.left, box.width)
    guard node(face.node)?.kind.isBox == true else {
      return (start + length / 2)...(start + length / 2)
    }
    let margin = min(12, length / 4)
    return (start + margin)...(start + length - margin)
  }

  private mutating func spreadPorts() {
    var ends: [Face: [End]] = [:]
    for index in links.indices {
      for end in [End(link: index, isStart: true), End(link: index, isStart: false)] {
        if let face = faces[end] { ends[face, default: []].append(end) }
      }
    }
    for id in layout.order {
      for side in [DiagramSide.left, .right, .above, .below] {
        let face = Face(node: id, side: side)
        if let here = ends[face] { spread(here, on: face, of: ends) }
      }
    }
  }

  /// Gives the ends that meet one side their places.
  private mutating func spread(_ here: [End], on face: Face, of ends: [Face: [End]]) {
    let reach = self.reach(face)
    let middle = (reach.lowerBound + reach.upperBound) / 2
    // Bent lines without a straight way share the middle, like branches of a tree.
    var shared: [End] = []
    var own: [(end: End, wish: Double)] = []
    for end in here {
      guard let other = faces[End(link: end.link, isStart: !end.isStart)] else { continue }
      let there = self.reach(other)
      let link = links[end.link]
      let faced = other.side.isAcross == face.side.isAcross && other.side != face.side
      let overlap = faced ? Self.overlap(reach, there) : nil
      if let overlap, ends[other]?.count == 1 || here.count == 1 || overlap.width < 1 {
        let isAlone = here.count == 1 && ends[other]?.count == 1
        let aim = isAlone ? overlap.middle : (there.lowerBound + there.upperBound) / 2
        own.append((end, here.count == 1 && !isAlone ? middle : aim))
      } else if link.path == .bent {
        shared.append(end)
      } else if case .around(let side) = link.path {
        // The end that is farther on is the later one on the side.
        let other = box(link.from == face.node ? link.to : link.from).center
        let ahead = side.isAcross ? other.y : other.x
        own.append((end, link.from == link.to ? middle + (end.isStart ? -1 : 1) : ahead))
      } else {
        own.append((end, (there.lowerBound + there.upperBound) / 2))
      }
    }
    let farthest = own.map { abs($0.wish - middle) }.max() ?? 0
    let half = reach.upperBound - middle
    let spread = here.count == 1 ? 0 : 0.85
    let factor = farthest > half ? spread * half / farthest : 1
    var wishes = own.map { middle + ($0.wish - middle) * factor }
    if !shared.isEmpty { wishes.append(middle) }
    let step =
      wishes.count > 1
      ? min(12, (reach.upperBound - reach.lowerBound) / Double(wishes.count - 1)) : 0
    let places = LabelPlacement.column(
      wishes: wishes,
      heights: wishes.map { _ in step },
      top: reach.lowerBound - step / 2,
      bottom: reach.upperBound + step / 2
    )
    for (entry, place) in zip(own, places) { ports[entry.end] = point(on: face, at: place) }
    if let place = places.last { for end in shared { ports[end] = point(on: face, at: place) } }
  }

  private static func overlap(
    _ one: ClosedRange<Double>,
    _ other: ClosedRange<Double>
  ) -> (middle: Double, width: Double)? {
    let start = max(one.lowerBound, other.lowerBound)
    let end = min(one.upperBound, other.upperBound)
    return start <= end + 0.01 ? ((start + end) / 2, end - start) : nil
  }

  private func point(on face: Face, at place: Double) -> Point {
    let box = box(face.node)
    return switch face.side {
    case .left: Point(x: box.left, y: place)
    case .right: Point(x: box.right, y: place)
    case .above: Point(x: place, y: box.top)
    case .below: Point(x: place, y: box.bottom)
    }
  }

  // MARK: - Ways

  /// The ways of all links, in the order of the links.
  func routes() -> [DiagramRoute] {
    var routes: [Int: DiagramRoute] = [:]
    var lanes = DiagramLanes(self)
    // Short ways round lie inside longer ones.
    let order = links.indices.sorted {
      (length(of: $0), $0) < (length(of: $1), $1)
    }
    for index in order {
      let link = links[index]
      guard let start = ports[End(link: index, isStart: true)],
        let end = ports[End(link: index, isStart: false)],
        let (leaving, entering) = faces[End(link: index, isStart: true)].flatMap({ face in
          faces[End(link: index, isStart: false)].map { (face.side, $0.side) }
        })
      else { continue }
      var points: [Point]
      switch link.path {
      case .straight: points = straight(link, start, end)
      case .around(let side): points = lanes.around(link, side, start, end)
      case .bent:
        points =
          leaving == entering
          ? lanes.around(link, leaving, start, end) : bent(start, leaving, end, entering)
      }
      points = Self.simplified(points)
      routes[index] = DiagramRoute(
        link: link,
        points: points,
        hasHeadAtStart: link.arrow == .both && node(link.from)?.kind != .point,
        hasHeadAtEnd: link.arrow != .none && node(link.to)?.kind != .point
      )
    }
    return links.indices.compactMap { routes[$0] }
  }

  private func length(of index: Int) -> Double {
    (box(links[index].from).center - box(links[index].to).center).length
  }

  /// A straight way; round nodes are met where the line to their middle does.
  private func straight(_ link: DiagramLink, _ start: Point, _ end: Point) -> [Point] {
    func met(_ id: String, _ port: Point, from other: Point) -> Point {
      let box = box(id)
      guard node(id)?.kind == .circle else { return port }
      return box.center + box.center.direction(to: other) * (box.width / 2)
    }
    let centerOrPort = { (id: String, port: Point) in
      node(id)?.kind == .circle ? box(id).center : port
    }
    let (a, b) = (centerOrPort(link.from, start), centerOrPort(link.to, end))
    return [met(link.from, a, from: b), met(link.to, b, from: a)]
  }

  /// A way along rows and columns between sides that differ.
  private func bent(
    _ start: Point,
    _ leaving: DiagramSide,
    _ end: Point,
    _ entering: DiagramSide
  ) -> [Point] {
    if leaving.isAcross != entering.isAcross {
      let corner =
        leaving.isAcross ? Point(x: end.x, y: start.y) : Point(x: start.x, y: end.y)
      return [start, corner, end]
    }
    // Two bends on a line somewhere between the sides; the one that meets fewest boxes.
    func way(_ place: Double) -> [Point] {
      leaving.isAcross
        ? [start, Point(x: place, y: start.y), Point(x: place, y: end.y), end]
        : [start, Point(x: start.x, y: place), Point(x: end.x, y: place), end]
    }
    let (a, b) = leaving.isAcross ? (start.x, end.x) : (start.y, end.y)
    let sign = a <= b ? 1.0 : -1
    let gap = layout.fit.size + 6
    let wishes = [(a + b) / 2, b - sign * gap, a + sign * gap]
    let ways = wishes.map(way)
    let hits = ways.map { way in
      layout.order.reduce(0) { sum, id in
        let box = box(id).grown(-1)
        return sum + zip(way, way.dropFirst()).count { box.touches($0, $1) }
      }
    }
    let best = hits.indices.min { (hits[$0], $0) < (hits[$1], $1) } ?? 0
    return ways[best]
  }

  /// A way without points that say nothing.
  private static func simplified(_ points: [Point]) -> [Point] {
    var kept: [Point] = []
    for point in points {
      if let last = kept.last, (point - last).length < 0.01 { continue }
      if kept.count >= 2 {
        let (before, last) = (kept[kept.count - 2], kept[kept.count - 1])
        let (one, other) = (before.direction(to: last), last.direction(to: point))
        if abs(one.x * other.y - one.y * other.x) < 1e-6 { kept.removeLast() }
      }
      kept.append(point)
    }
    if kept.count == 1 { kept.append(kept[0]) }
    return kept
  }
}
