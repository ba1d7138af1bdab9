import CellRuntime

extension Diagram {
  /// The diagram with columns as rows: what ran from left to right runs downwards.
  var turned: Diagram {
    Diagram(
      title,
      nodes: nodes.map { node in
        DiagramNode(
          node.id,
          node.label,
          column: node.row,
          row: node.column,
          width: node.height,
          height: node.width,
          kind: node.kind
        )
      },
      links: links.map { link in
        DiagramLink(
          from: link.from,
          to: link.to,
          link.label,
          style: link.style,
          arrow: link.arrow,
          path: link.path.turned,
          leaving: link.leaving?.turned,
          entering: link.entering?.turned
        )
      },
      groups: groups
    )
  }
}

extension LinkPath {
  fileprivate var turned: LinkPath {
    if case .around(let side) = self { .around(side.turned) } else { self }
  }
}

extension DiagramSide {
  fileprivate var turned: DiagramSide {
    switch self {
    case .left: .above
    case .above: .left
    case .right: .below
    case .below: .right
    }
  }
}
