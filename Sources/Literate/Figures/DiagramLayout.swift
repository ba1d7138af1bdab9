import CellRuntime

/// A diagram whose nodes and boundaries have got their places on the canvas.
struct DiagramLayout {
  /// A node with its outline and its text.
  struct Node {
    let node: DiagramNode
    var box: LabelPlacement.Box
    var lines: [String]
  }

  /// A boundary with its name.
  struct Group {
    var box: LabelPlacement.Box
    let lines: [String]
    var corner: Corner
    /// How many boundaries are around it.
    let depth: Int
    let members: Set<String>

    /// Where the name stands.
    var nameBox: LabelPlacement.Box {
      let height = Double(lines.count) * DiagramFit.linkLeading
      let width = DiagramFit.widest(lines, DiagramFit.linkSize)
      return LabelPlacement.Box(
        left: corner.isRight ? box.right - 9 - width : box.left + 9,
        top: corner.isBelow ? box.bottom - 6 - height : box.top + 6,
        width: width,
        height: height
      )
    }

    /// How many of these points lie on the name.
    func hits(_ points: [Polyline.Point]) -> Int {
      let name = nameBox
      return lines.isEmpty ? 0 : points.count { name.contains($0, margin: 2) }
    }
  }

  /// Where the name of a boundary stands.
  struct Corner: Hashable {
    var isBelow = false
    var isRight = false

  }

  private static let padding = 12.0

  let fit: DiagramFit
  let order: [String]
  private(set) var nodes: [String: Node] = [:]
  private(set) var groups: [Group] = []

  /// - Parameters:
  ///   - diagram: What is drawn.
  ///   - room: The width that nodes and boundaries may take.
  ///   - corners: Where names of boundaries stand, by depth; at the upper left if not given.
  init(_ diagram: Diagram, room: Double, corners: [Int: Corner] = [:]) {
    order = diagram.nodes.map(\.id)
    let nesting = DiagramNesting(diagram)
    func corner(_ index: Int) -> Corner { corners[nesting.depth[index]] ?? Corner() }
    let left = diagram.nodes.map { $0.column - $0.width / 2 }.min() ?? 0
    let right = diagram.nodes.map { $0.column + $0.width / 2 }.max() ?? 0

    // Columns: the roomiest way of setting the texts that the width allows.
    var chosen: (fit: DiagramFit, columns: DiagramGrid)?
    for fit in DiagramFit.all {
      var columns = fit.columns(diagram)
      nesting.insert(into: &columns, across: true) { _ in (Self.padding, Self.padding) }
      let available = (room - columns.inserted + columns.gap) / (right - left)
      let isEnough = columns.pitch <= available
      columns.pitch = min(available, max(columns.pitch, 104))
      columns.pitch = max(columns.pitch, 24)
      chosen = (fit, columns)
      if isEnough { break }
    }
    guard let chosen else { preconditionFailure("there is a last way") }
    fit = chosen.fit
    var columns = chosen.columns
    columns.gap = min(columns.gap, columns.pitch / 2)

    var lines: [String: [String]] = [:]
    var widths: [String: (start: Double, end: Double)] = [:]
    for node in diagram.nodes {
      var range = columns.range(around: node.column, extent: node.width)
      if node.kind == .label {
        range = (range.start - columns.gap / 2, range.end + columns.gap / 2)
      }
      let inner = range.end - range.start - DiagramFit.padding(node.kind) + 2
      lines[node.id] = TextMetrics.wrapped(
        node.label.pageText,
        width: inner,
        size: fit.width(of: node)
      )
      widths[node.id] = range
    }

    let names = nesting.groups.map { group in
      let ranges = group.members.compactMap { widths[$0] }
      let width = (ranges.map(\.end).max() ?? 0) - (ranges.map(\.start).min() ?? 0)
      return TextMetrics.wrapped(
        group.label.pageText,
        width: max(width, 40),
        size: DiagramFit.linkSize
      )
    }
    func heading(_ index: Int) -> Double {
      names[index].isEmpty
        ? Self.padding : Double(names[index].count) * DiagramFit.linkLeading + 10
    }
    var rows = fit.rows(diagram, lines: lines, column: columns.pitch)
    nesting.insert(into: &rows, across: false) { index in
      corner(index).isBelow
        ? (Self.padding, heading(index)) : (heading(index), Self.padding)
    }

    for node in diagram.nodes {
      guard let across = widths[node.id] else { continue }
      let down = rows.range(around: node.row, extent: node.height)
      let cell = LabelPlacement.Box(
        left: across.start,
        top: down.start,
        right: across.end,
        bottom: down.end
      )
      let text = lines[node.id] ?? []
      nodes[node.id] = Node(node: node, box: outline(node, cell, text), lines: text)
    }
    widenTightBoxes()

    var placed: [Int: LabelPlacement.Box] = [:]
    for index in nesting.order.reversed() {
      // The innermost come first, so that what is inside has its place.
      var box: LabelPlacement.Box?
      let inner = nesting.children[index].compactMap { placed[$0] }
      for part in nesting.groups[index].members.compactMap({ nodes[$0]?.box }) + inner {
        box = box?.union(part) ?? part
      }
      guard let box else { continue }
      let isBelow = corner(index).isBelow
      placed[index] = LabelPlacement.Box(
        left: box.left - Self.padding,
        top: box.top - (isBelow ? Self.padding : heading(index)),
        right: max(
          box.right + Self.padding,
          box.left + DiagramFit.widest(names[index], DiagramFit.linkSize) + 4
        ),
        bottom: box.bottom + (isBelow ? heading(index) : Self.padding)
      )
    }
    groups = nesting.order.compactMap { index in
      placed[index].map {
        Group(
          box: $0,
          lines: names[index],
          corner: corner(index),
          depth: nesting.depth[index],
          members: Set(nesting.groups[index].members)
        )
      }
    }
  }

  /// What a node occupies of its cell of the grid.
  private func outline(
    _ node: DiagramNode,
    _ cell: LabelPlacement.Box,
    _ lines: [String]
  ) -> LabelPlacement.Box {
    switch node.kind {
    case .plain, .chosen, .quiet, .memory: return cell
    case .circle:
      let diameter = fit.diameter(node)
      return LabelPlacement.Box(center: cell.center, width: diameter, height: diameter)
    case .point: return LabelPlacement.Box(center: cell.center, width: 0, height: 0)
    case .label:
      return LabelPlacement.Box(
        center: cell.center,
        width: DiagramFit.widest(lines, fit.size) + 12,
        height: Double(lines.count) * fit.leading + 2
      )
    }
  }

  /// Boxes that are too narrow even for one word grow into the gaps beside them.
  private mutating func widenTightBoxes() {
    for id in order {
      guard let entry = nodes[id], entry.node.kind.isBox else { continue }
      let missing = DiagramFit.widest(entry.lines, fit.width(of: entry.node)) + 8 - entry.box.width
      if missing <= 0 { continue }
      var wider = entry.box
      wider.left -= missing / 2
      wider.width += missing
      let isFree = order.allSatisfy { other in
        other == id || (nodes[other]?.box.grown(3).overlap(wider) ?? 0) == 0
      }
      if isFree { nodes[id]?.box = wider }
    }
  }

  /// Lets names of boundaries stand at the right where fewer of these points lie on them.
  mutating func turnNames(from points: [Polyline.Point]) {
    for index in groups.indices {
      var other = groups[index]
      other.corner.isRight = true
      if other.hits(points) < groups[index].hits(points) { groups[index] = other }
    }
  }

  /// Lets boundaries grow around ways that lead from one of their nodes to another.
  mutating func enclose(_ box: LabelPlacement.Box, from: String, to: String) {
    for index in groups.indices
    where groups[index].members.contains(from) && groups[index].members.contains(to) {
      groups[index].box = groups[index].box.union(box.grown(8))
    }
  }
}
