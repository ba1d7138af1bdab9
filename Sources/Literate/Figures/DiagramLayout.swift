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
    /// How its name is set.
    let fit: DiagramFit

    /// Where the name stands.
    var nameBox: LabelPlacement.Box {
      let height = Double(lines.count) * fit.linkLeading
      let width = DiagramFit.widest(lines, fit.linkSize)
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

  let fit: DiagramFit
  /// Whether the grid has the room that texts ask for.
  let isRoomy: Bool
  let order: [String]
  private(set) var nodes: [String: Node] = [:]
  private(set) var groups: [Group] = []

  /// - Parameters:
  ///   - diagram: What is drawn.
  ///   - form: The canvas that it is laid out for.
  ///   - room: The width that nodes and boundaries may take.
  ///   - corners: Where names of boundaries stand, by depth; at the upper left if not given.
  init(_ diagram: Diagram, _ form: PictureForm, room: Double, corners: [Int: Corner] = [:]) {
    order = diagram.nodes.map(\.id)
    let nesting = DiagramNesting(diagram)
    func corner(_ index: Int) -> Corner { corners[nesting.depth[index]] ?? Corner() }
    let left = diagram.nodes.map { $0.column - $0.width / 2 }.min() ?? 0
    let right = diagram.nodes.map { $0.column + $0.width / 2 }.max() ?? 0

    // Columns: the roomiest way of setting the texts that the width allows.
    var chosen: (fit: DiagramFit, columns: DiagramGrid, isEnough: Bool)?
    for fit in DiagramFit.all(form) {
      var columns = fit.columns(diagram)
      nesting.insert(into: &columns, across: true) { _ in (fit.margin, fit.margin) }
      let available = (room - columns.inserted + columns.gap) / (right - left)
      let isEnough = columns.pitch <= available
      columns.pitch = min(available, max(columns.pitch, 104))
      columns.pitch = max(columns.pitch, 24)
      chosen = (fit, columns, isEnough)
      if isEnough { break }
    }
    guard let chosen else { preconditionFailure("there is a last way") }
    let fit = chosen.fit
    self.fit = fit
    isRoomy = chosen.isEnough
    var columns = chosen.columns
    columns.gap = min(columns.gap, columns.pitch / 2)

    var lines: [String: [String]] = [:]
    var widths: [String: (start: Double, end: Double)] = [:]
    for node in diagram.nodes {
      var range = columns.range(around: node.column, extent: node.width)
      if node.kind == .label {
        range = (range.start - columns.gap / 2, range.end + columns.gap / 2)
      }
      let inner = range.end - range.start - fit.padding(node.kind) + 2
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
        size: fit.linkSize
      )
    }
    func heading(_ index: Int) -> Double {
      names[index].isEmpty
        ? fit.margin : Double(names[index].count) * fit.linkLeading + 10
    }
    var rows = fit.rows(diagram, lines: lines, column: columns.pitch)
    nesting.insert(into: &rows, across: false) { index in
      corner(index).isBelow
        ? (fit.margin, heading(index)) : (heading(index), fit.margin)
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
        left: box.left - fit.margin,
        top: box.top - (isBelow ? fit.margin : heading(index)),
        right: max(
          box.right + fit.margin,
          box.left + DiagramFit.widest(names[index], fit.linkSize) * fit.wideness * fit.wideness + 4
        ),
        bottom: box.bottom + (isBelow ? heading(index) : fit.margin)
      )
    }
    groups = nesting.order.compactMap { index in
      placed[index].map {
        Group(
          box: $0,
          lines: names[index],
          corner: corner(index),
          depth: nesting.depth[index],
          members: Set(nesting.groups[index].members),
          fit: fit
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

  /// Whether each box is wide enough for its lines, and boxes and boundaries are apart.
  var holdsItsTexts: Bool {
    let boxes = order.compactMap { nodes[$0] }.filter(\.node.kind.isBox)
    let areWide = boxes.allSatisfy { entry in
      DiagramFit.widest(entry.lines, fit.width(of: entry.node)) + 5 <= entry.box.width
    }
    let areApart = boxes.indices.allSatisfy { index in
      boxes[..<index].allSatisfy { $0.box.overlap(boxes[index].box) < 0.01 }
    }
    return areWide && areApart
      && groups.allSatisfy { one in
        groups.allSatisfy {
          !$0.members.isDisjoint(with: one.members) || $0.box.overlap(one.box) < 0.01
        }
      }
  }

  /// Boxes that are too narrow even for one word grow into the gaps beside them.
  private mutating func widenTightBoxes() {
    for id in order {
      guard let entry = nodes[id], entry.node.kind.isBox else { continue }
      let margin = min(8, fit.padding)
      let missing =
        DiagramFit.widest(entry.lines, fit.width(of: entry.node)) + margin - entry.box.width
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

  /// Lets boundaries below each other that are nearly of one width end where the widest does.
  mutating func alignGroups() {
    let before = groups
    for index in groups.indices {
      let own = before[index]
      let right =
        before.filter { other in
          other.depth == own.depth && abs(other.box.left - own.box.left) < 0.5
            && abs(other.box.right - own.box.right) < 30
        }.map(\.box.right).max() ?? own.box.right
      var wider = own.box
      wider.width = right - wider.left
      let isFree = before.indices.allSatisfy {
        $0 == index || !before[$0].members.isDisjoint(with: own.members)
          || before[$0].box.overlap(wider) < 0.01
      }
      if isFree { groups[index].box = wider }
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
