/// Finds places for labels beside what they name, clear of lines and of each other.
package struct LabelPlacement {
  struct Box: Hashable {
    var left: Double
    var top: Double
    var width: Double
    var height: Double

    func overlap(_ other: Box) -> Double {
      let across = min(left + width, other.left + other.width) - max(left, other.left)
      let down = min(top + height, other.top + other.height) - max(top, other.top)
      return across > 0 && down > 0 ? across * down : 0
    }

    func contains(_ point: Polyline.Point, margin: Double) -> Bool {
      point.x > left - margin && point.x < left + width + margin && point.y > top - margin
        && point.y < top + height + margin
    }
  }

  /// A place that a label might take, and how little it is liked for itself.
  struct Candidate {
    let box: Box
    let anchor: SVGCanvas.Anchor
    var cost: Double
    /// A leader line, for places far from what is named.
    var leader: (from: Polyline.Point, to: Polyline.Point)?
  }

  /// What it costs to cover a point on a line.
  static let costOfPoint = 12.0

  let frame: Polyline.Frame
  /// Points on lines, which labels should not cover.
  var obstacles: [Polyline.Point] = []
  /// Boxes that are taken.
  private(set) var taken: [Box] = []

  init(frame: Polyline.Frame) {
    self.frame = frame
  }

  mutating func take(_ box: Box) {
    taken.append(box)
  }

  /// Takes the best of several places.
  mutating func place(_ candidates: [Candidate]) -> Candidate? {
    var best: (cost: Double, candidate: Candidate)?
    for candidate in candidates where candidate.cost < best?.cost ?? .infinity {
      let cost = cost(of: candidate)
      if cost < best?.cost ?? .infinity { best = (cost, candidate) }
    }
    guard let chosen = best?.candidate else { return nil }
    // Words of the next label do not go on where these end.
    var box = chosen.box
    box.left -= 5
    box.width += 10
    taken.append(box)
    return chosen
  }

  private func cost(of candidate: Candidate) -> Double {
    let box = candidate.box
    var cost = candidate.cost
    cost += 5 * taken.reduce(0) { $0 + $1.overlap(box) }
    cost += Self.costOfPoint * Double(obstacles.count { box.contains($0, margin: 2) })
    let outside =
      max(0, frame.left + 2 - box.left) + max(0, box.left + box.width - frame.right)
      + max(0, frame.top - box.top) + max(0, box.top + box.height - frame.bottom + 2)
    cost += 400 * outside
    if let leader = candidate.leader {
      let middle = Polyline.Point(
        x: (leader.from.x + leader.to.x) / 2,
        y: (leader.from.y + leader.to.y) / 2
      )
      cost += 6 * Double(taken.count { $0.contains(middle, margin: 1) })
    }
    return cost
  }

  /// Places around a point on a fine grid; the nearer the better, and rather to the upper right.
  ///
  /// From places farther than a dot's breadth a leader line goes back to the point.
  static func around(_ point: Polyline.Point, width: Double, height: Double) -> [Candidate] {
    var candidates: [Candidate] = []
    for down in stride(from: -132 - height, through: 132, by: 6) {
      for across in stride(from: -150 - width, through: 150, by: 6) {
        let box = Box(left: point.x + across, top: point.y + down, width: width, height: height)
        let nearest = Polyline.Point(
          x: min(max(point.x, box.left), box.left + width),
          y: min(max(point.y, box.top + 4), box.top + height - 4)
        )
        let (dx, dy) = (nearest.x - point.x, nearest.y - point.y)
        let gap = (dx * dx + dy * dy).squareRoot()
        if gap < 7 { continue }
        let cost = gap * 0.6 + (dx < 0 ? 3 : 0) + (dy > 0 ? 2 : 0) + (dx == 0 ? 1 : 0)
        let isFar = gap > 14
        candidates.append(
          Candidate(
            box: box,
            anchor: dx > 0 ? .start : dx < 0 ? .end : .middle,
            cost: cost + (isFar ? 4 : 0),
            leader: isFar
              ? (
                from: Polyline.Point(x: point.x + dx * 7 / gap, y: point.y + dy * 7 / gap),
                to: Polyline.Point(x: nearest.x - dx * 2 / gap, y: nearest.y - dy * 2 / gap)
              ) : nil
          )
        )
      }
    }
    return candidates
  }

  /// Heights for labels in one column, as near to the wished ones as their sizes allow.
  ///
  /// Labels that would overlap share a block around the mean of their wishes.
  package static func column(
    wishes: [Double],
    heights: [Double],
    top: Double,
    bottom: Double
  ) -> [Double] {
    struct Block {
      var members: [Int]
      var height: Double
      var middle: Double
    }
    var blocks: [Block] = []
    let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
    func bounded(_ block: Block) -> Double {
      let half = block.height / 2
      return max(top + half, min(bottom - half, block.middle))
    }
    for index in order {
      blocks.append(Block(members: [index], height: heights[index], middle: wishes[index]))
      while blocks.count > 1 {
        let (last, previous) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
        let gap =
          bounded(last) - last.height / 2 - bounded(previous) - previous.height / 2
        if gap >= -0.001 { break }
        blocks.removeLast(2)
        let height = previous.height + last.height
        // The middle of the block that puts its members nearest to their wishes on average.
        let members = previous.members + last.members
        var offset = -height / 2
        var sum = 0.0
        for member in members {
          sum += wishes[member] - (offset + heights[member] / 2)
          offset += heights[member]
        }
        blocks.append(
          Block(members: members, height: height, middle: sum / Double(members.count))
        )
      }
    }
    var places = Array(repeating: 0.0, count: wishes.count)
    for block in blocks {
      var y = bounded(block) - block.height / 2
      for member in block.members {
        places[member] = y + heights[member] / 2
        y += heights[member]
      }
    }
    return places
  }
}
