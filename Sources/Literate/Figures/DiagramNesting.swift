import CellRuntime

/// Which boundaries of a diagram lie inside which.
struct DiagramNesting {
  let groups: [DiagramGroup]
  /// Groups inside each group.
  private(set) var children: [[Int]] = []
  /// How many groups are around each group.
  private(set) var depth: [Int] = []
  /// All groups, outer ones first.
  let order: [Int]
  private let nodes: [String: DiagramNode]

  init(_ diagram: Diagram) {
    groups = diagram.groups
    nodes = Dictionary(diagram.nodes.map { ($0.id, $0) }) { first, _ in first }
    let sets = diagram.groups.map { Set($0.members) }
    func isInside(_ inner: Int, _ outer: Int) -> Bool {
      inner != outer && sets[inner].isSubset(of: sets[outer])
        && (sets[inner] != sets[outer] || outer < inner)
    }
    let indices = sets.indices
    let depth = indices.map { inner in indices.count { isInside(inner, $0) } }
    children = indices.map { outer in indices.filter { isInside($0, outer) } }
    order = indices.sorted { (depth[$0], $0) < (depth[$1], $1) }
    self.depth = depth
  }

  /// Puts room for the boundaries between the cells of a grid.
  func insert(
    into grid: inout DiagramGrid,
    across: Bool,
    room: (Int) -> (opening: Double, closing: Double)
  ) {
    func bounds(_ index: Int) -> (start: Double, end: Double) {
      let parts = groups[index].members.compactMap { nodes[$0] }
      let starts = parts.map { across ? $0.column - $0.width / 2 : $0.row - $0.height / 2 }
      let ends = parts.map { across ? $0.column + $0.width / 2 : $0.row + $0.height / 2 }
      return (starts.min() ?? 0, ends.max() ?? 0)
    }
    var openings = groups.indices.map { _ in 0.0 }
    var closings = openings
    for index in order.reversed() {
      let (start, end) = bounds(index)
      let inner = children[index]
      openings[index] =
        room(index).opening
        + (inner.filter { abs(bounds($0).start - start) < 0.001 }.map { openings[$0] }.max() ?? 0)
      closings[index] =
        room(index).closing
        + (inner.filter { abs(bounds($0).end - end) < 0.001 }.map { closings[$0] }.max() ?? 0)
      grid.insert(opening: openings[index], at: start, closing: closings[index], at: end)
    }
  }
}
