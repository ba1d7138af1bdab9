/// Finds places for labels beside what they name, clear of lines and of each other.
struct LabelPlacement {
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
    let cost: Double
    /// Where a leader line ends, for places far from what is named.
    var leader: Polyline.Point?
  }

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
    let best = candidates.map { (cost: cost(of: $0), candidate: $0) }
      .enumerated().min { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }
    guard let chosen = best?.element.candidate else { return nil }
    taken.append(chosen.box)
    return chosen
  }

  private func cost(of candidate: Candidate) -> Double {
    let box = candidate.box
    var cost = candidate.cost
    cost += 5 * taken.reduce(0) { $0 + $1.overlap(box) }
    cost += 12 * Double(obstacles.count { box.contains($0, margin: 2) })
    let outside =
      max(0, frame.left + 2 - box.left) + max(0, box.left + box.width - frame.right)
      + max(0, frame.top - box.top) + max(0, box.top + box.height - frame.bottom + 2)
    return cost + 400 * outside
  }

  /// Places around a point: eight directions, at growing distances with a leader line.
  static func around(_ point: Polyline.Point, width: Double, height: Double) -> [Candidate] {
    var candidates: [Candidate] = []
    let directions: [(x: Double, y: Double, cost: Double)] = [
      (1, -1, 0), (1, 1, 1), (-1, -1, 2), (-1, 1, 3), (1, 0, 1), (-1, 0, 3), (0, -1, 2), (0, 1, 3),
    ]
    for distance in [8.0, 22, 40, 64, 96] {
      for direction in directions {
        let isDiagonal = direction.x != 0 && direction.y != 0
        let reach = isDiagonal ? distance * 0.75 : distance
        let x = point.x + direction.x * reach
        let y = point.y + direction.y * reach
        let left = direction.x > 0 ? x : direction.x < 0 ? x - width : x - width / 2
        let top =
          direction.y > 0 ? y : direction.y < 0 ? y - height : y - height / 2
        candidates.append(
          Candidate(
            box: Box(left: left, top: top, width: width, height: height),
            anchor: direction.x > 0 ? .start : direction.x < 0 ? .end : .middle,
            cost: direction.cost + distance * 0.6,
            leader: distance > 10 ? Polyline.Point(x: x, y: y) : nil
          )
        )
      }
    }
    return candidates
  }

  /// Heights for labels in one column, as near to the wished ones as their sizes allow.
  ///
  /// Labels that would overlap share a block around the mean of their wishes.
  static func column(
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
