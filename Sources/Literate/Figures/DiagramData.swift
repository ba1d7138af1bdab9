package import CellRuntime

extension Diagram {
  /// The name of a node in a list: its label, with the id where several nodes are labelled alike.
  func name(of id: String) -> FigureText {
    guard let node = nodes.first(where: { $0.id == id }), !node.label.isEmpty else {
      return FigureText(id)
    }
    let isAlone = nodes.count { $0.label == node.label } == 1
    return isAlone ? node.label : "\(node.label) (\(id))"
  }

  /// One row for each link, in the order in which they were given.
  package var dataTable: CellTable {
    let hasLabels = links.contains { !$0.label.isEmpty }
    return CellTable(
      columns: [TableColumn("from"), TableColumn("to")]
        + (hasLabels ? [TableColumn("what passes")] : []),
      rows: links.map { link in
        let ends: [CellValue] = [.text(name(of: link.from)), .text(name(of: link.to))]
        return ends + (hasLabels ? [.text(link.label)] : [])
      }
    )
  }

  /// One row for each boundary and what it is around; nothing without boundaries.
  package var groupTable: CellTable? {
    if groups.isEmpty { return nil }
    return CellTable(
      columns: [TableColumn("boundary"), TableColumn("around")],
      rows: groups.map { group in
        [.text(group.label.isEmpty ? "no name" : group.label), .text(list(group.members))]
      }
    )
  }

  /// The nodes of a diagram that joins none of them.
  package var nodeTable: CellTable {
    CellTable(columns: [TableColumn("part")], rows: nodes.map { [.text(name(of: $0.id))] })
  }

  /// Links and boundaries as tables in HTML.
  package var dataHTML: String {
    (links.isEmpty ? nodeTable : dataTable).html + (groupTable?.html ?? "")
  }

  /// Names with commas between them.
  func list(_ ids: [String]) -> FigureText {
    ids.reduce("") { $0.isEmpty ? name(of: $1) : "\($0), \(name(of: $1))" }
  }
}
