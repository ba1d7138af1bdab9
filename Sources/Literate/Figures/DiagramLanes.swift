import CellRuntime

/// Ways round: out on one side, past all that lies between the ends, and in again on the same side.
struct DiagramLanes {
  private let router: DiagramRouter
  /// Lanes in use, each as a stretch on its turned canvas.
  private var taken: [DiagramSide: [(place: Double, start: Double, end: Double)]] = [:]

  init(_ router: DiagramRouter) {
    self.router = router
  }

  private var clearance: Double { router.layout.fit.clearance }

  /// From one lane to the next.
  private var step: Double { clearance * 0.7 }

  mutating func around(
    _ link: DiagramLink,
    _ side: DiagramSide,
    _ start: Polyline.Point,
    _ end: Polyline.Point
  ) -> [Polyline.Point] {
    let turn = DiagramTurn(side: side)
    let (from, to) = (turn(start), turn(end))
    let (top, bottom) = (min(from.y, to.y), max(from.y, to.y))
    var place = min(from.x, to.x) - clearance
    let passed = between(link)
    for box in router.layout.order.filter({ passed.contains($0) }).map({ turn(router.box($0)) })
    where box.bottom > top && box.top < bottom {
      place = min(place, box.left - clearance)
    }
    for group in router.layout.groups
    where !group.members.isDisjoint(with: passed) && group.members.isSubset(of: passed) {
      let box = turn(group.box)
      if box.bottom > top, box.top < bottom { place = min(place, box.left - step) }
    }
    // What else stands in the way pushes the lane out, and so do lanes in use.
    let obstacles = router.layout.order.map { turn(router.box($0)) }
    var isClear = false
    while !isClear {
      isClear = true
      for box in obstacles where box.bottom > top + 1 && box.top < bottom - 1 {
        if place > box.left - 8 && place < box.right + 8 {
          place = box.left - clearance
          isClear = false
        }
      }
      for lane in taken[side] ?? [] where lane.end > top - 6 && lane.start < bottom + 6 {
        if abs(lane.place - place) < step - 1 {
          place = lane.place - step
          isClear = false
        }
      }
    }
    taken[side, default: []].append((place, top, bottom))
    let corners = [
      from, Polyline.Point(x: place, y: from.y), Polyline.Point(x: place, y: to.y), to,
    ]
    return corners.map { turn($0) }
  }

  /// The nodes between the ends of a link: all that hangs together there.
  private func between(_ link: DiagramLink) -> Set<String> {
    let isAcross: Bool =
      if case .around(let side) = link.path { side.isAcross } else { true }
    func place(_ id: String) -> Double {
      let center = router.box(id).center
      return isAcross ? center.y : center.x
    }
    let range = [place(link.from), place(link.to)].sorted()
    var found: Set<String> = []
    var front = [link.from, link.to]
    while let id = front.popLast() {
      for next in router.neighbours(of: id)
      where place(next) > range[0] + 1 && place(next) < range[1] - 1 {
        if found.insert(next).inserted { front.append(next) }
      }
    }
    return found.subtracting([link.from, link.to])
  }
}
