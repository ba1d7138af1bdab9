import CellRuntime

extension Diagram {
  /// The diagram without most of the room that its author left empty: on a narrow canvas it is dear.
  var condensed: Diagram {
    let columns = Self.shifts(nodes.map { ($0.column - $0.width / 2, $0.column + $0.width / 2) })
    let rows = Self.shifts(nodes.map { ($0.row - $0.height / 2, $0.row + $0.height / 2) })
    return Diagram(
      title,
      nodes: zip(nodes, zip(columns, rows)).map { node, shift in
        DiagramNode(
          node.id,
          node.label,
          column: node.column - shift.0,
          row: node.row - shift.1,
          width: node.width,
          height: node.height,
          kind: node.kind
        )
      },
      links: links,
      groups: groups
    )
  }

  /// What is left of a stretch in which nothing stands, in cells.
  private static let gap = 0.25

  /// How far each of these extents comes nearer to the start when stretches between them are cut.
  private static func shifts(_ extents: [(start: Double, end: Double)]) -> [Double] {
    var shifts = extents.map { _ in 0.0 }
    var (end, shift) = (Double.infinity, 0.0)
    for index in extents.indices.sorted(by: { (extents[$0].start, $0) < (extents[$1].start, $1) }) {
      shift += max(0, extents[index].start - end - gap)
      shifts[index] = shift
      end = end.isFinite ? max(end, extents[index].end) : extents[index].end
    }
    return shifts
  }
}
