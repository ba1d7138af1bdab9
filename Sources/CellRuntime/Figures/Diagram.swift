import Quantities

/// A picture of parts: boxes on a grid, arrows between them, boundaries around them.
///
///     Diagram(
///       nodes: [
///         DiagramNode("router", "router", column: 1.5, row: 0, width: 2),
///         DiagramNode("a", "expert", column: 1, row: 1, kind: .chosen),
///         DiagramNode("b", "expert", column: 2, row: 1, kind: .quiet),
///       ],
///       links: [
///         DiagramLink(from: "router", to: "a", style: .bold),
///         DiagramLink(from: "router", to: "b", style: .quiet),
///       ],
///       groups: [DiagramGroup("one GPU", around: ["a", "b"])])
///
/// Only the places on the grid are given. How large a cell of the grid becomes, where a link meets
/// a box and where its label stands follow from what has to fit.
public struct Diagram: Codable, Hashable, Sendable {
  package let title: FigureText?
  package let nodes: [DiagramNode]
  package let links: [DiagramLink]
  package let groups: [DiagramGroup]

  /// Puts nodes on a grid, joins them by links and draws boundaries around them.
  ///
  /// Stops the cell for a diagram without nodes, an id that is given twice or names no node, and
  /// boxes that lie over each other.
  @inline(never)
  public init(
    _ title: FigureText? = nil,
    nodes: [DiagramNode],
    links: [DiagramLink] = [],
    groups: [DiagramGroup] = []
  ) {
    if nodes.isEmpty { stop("a diagram needs at least one node") }
    var ids: Set<String> = []
    for node in nodes where !ids.insert(node.id).inserted {
      stop("two nodes of the diagram have the id '\(node.id)'")
    }
    func check(_ id: String, _ user: String) {
      if ids.contains(id) { return }
      let near = nearestSpelling(of: id, among: nodes.map(\.id))
      stop(
        "\(user) '\(id)', which no node of the diagram is called"
          + (near.map { "; did you mean '\($0)'?" } ?? "")
      )
    }
    for link in links {
      check(link.from, "a link starts at")
      check(link.to, "the link from '\(link.from)' ends at")
    }
    for group in groups {
      for id in group.members { check(id, "the group '\(group.label.plainText)' is around") }
    }
    for (index, node) in nodes.enumerated() {
      if let other = nodes[..<index].first(where: node.liesOver) {
        stop("the boxes '\(other.id)' and '\(node.id)' lie over each other")
      }
    }
    self.title = title
    self.nodes = nodes
    self.links = links
    self.groups = groups
  }
}

/// A boundary around some nodes of a diagram, with its name in a corner: a GPU, a rack, a stage.
///
/// A group whose nodes are a part of another group's is drawn inside it.
public struct DiagramGroup: Codable, Hashable, Sendable {
  package let label: FigureText
  package let members: [String]

  /// A boundary around the nodes with these ids.
  @inline(never)
  public init(_ label: FigureText = "", around members: [String]) {
    if members.isEmpty { stop("the group '\(label.plainText)' is around nothing") }
    self.label = label
    self.members = members
  }
}
