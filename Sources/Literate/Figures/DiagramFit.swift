import CellRuntime

/// How texts are set in a diagram, and how large its grid has to be for them.
///
/// There are several such ways, from roomy to tight; the first whose grid is narrow enough is taken.
struct DiagramFit {
  /// The most lines a label is set on.
  let lineLimit: Int
  /// Size of labels in nodes.
  let size: Double
  /// Labels of nodes up to this length stay on one line.
  let wholeLength: Double
  /// Whether labels of links along a row must have room between its boxes.
  let keepsLinkLabelsBetween: Bool

  /// Size of labels beside links and of boundaries.
  var linkSize = 13.0
  /// What boxes in neighbouring cells leave free between them, at least.
  var gap = 28.0
  /// What a box keeps free beside its text, on both sides together.
  var padding = 18.0
  /// What a boundary keeps free around what it encloses.
  var margin = 12.0
  /// What rows leave free between them, at least.
  var rowGap = 34.0
  /// What a box is higher than its text, and its least height.
  var height: (more: Double, least: Double) = (14, 38)
  /// How far a way round keeps from what it passes.
  var clearance = 20.0
  /// Whether a label may stand on its line, which is broken there, as well as beside it.
  var breaksLines = false
  /// How much wider than reckoned words may come out, where what is beside them is near; heavy ones twice so.
  var wideness = 1.0
  /// What a label keeps free between itself and its line.
  var labelGap = 7.0

  var linkLeading: Double { linkSize + 3 }

  var leading: Double { size + 3 }

  /// The size by which a node's text is measured: heavy letters are wider.
  func width(of node: DiagramNode) -> Double {
    (node.kind == .chosen ? size * 1.15 : size) * wideness
  }

  /// What a node of a kind keeps free beside its text, on both sides together.
  func padding(_ kind: NodeKind) -> Double {
    kind == .label || kind == .point ? 4 : padding
  }

  /// The least width on which a text needs so few lines, and those lines.
  static func narrowest(_ text: String, lines limit: Int, size: Double) -> (Double, [String]) {
    let least = text.split(separator: " ").map { TextMetrics.width(String($0), size: size) }.max()
    var width = least ?? 0
    let full = TextMetrics.width(text, size: size)
    while width < full {
      let lines = TextMetrics.wrapped(text, width: width + 0.01, size: size)
      if lines.count <= limit { return (widest(lines, size), lines) }
      width += 2
    }
    return (full, text.isEmpty ? [] : TextMetrics.wrapped(text, width: full + 1, size: size))
  }

  static func widest(_ lines: [String], _ size: Double) -> Double {
    lines.map { TextMetrics.width($0, size: size) }.max() ?? 0
  }

  /// Diameter of a round node.
  func diameter(_ node: DiagramNode) -> Double {
    max(30, TextMetrics.width(node.label.pageText, size: size + 2) + 14)
  }

  /// What the text of a node needs across.
  private func textWidth(_ node: DiagramNode) -> Double {
    let (text, size) = (node.label.pageText, width(of: node))
    let whole = TextMetrics.width(text, size: size)
    return whole <= wholeLength
      ? whole : Self.narrowest(text, lines: lineLimit, size: size).0
  }

  /// Columns: the narrowest grid for these nodes and links.
  func columns(_ diagram: Diagram) -> DiagramGrid {
    var grid = DiagramGrid(pitch: 0, gap: gap)
    let links = keepsLinkLabelsBetween ? labels(of: diagram, across: true) : []
    for link in links where link.cells < 0.001 { grid.gap = max(grid.gap, link.length + 14) }
    let widths = diagram.nodes.map { node in
      switch node.kind {
      case .point: grid.pitch(for: 0, extent: node.width)
      case .circle: grid.pitch(for: diameter(node), extent: node.width)
      default:
        grid.pitch(for: textWidth(node) + padding(node.kind), extent: node.width)
      }
    }
    let spans = links.filter { $0.cells >= 0.001 }.map { ($0.length + 14 - grid.gap) / $0.cells }
    grid.pitch = (widths + spans).max() ?? 0
    return grid
  }

  /// Rows: the lowest grid for these nodes, whose texts have been set.
  ///
  /// Where links fan out over many columns, the rows stand farther apart.
  func rows(_ diagram: Diagram, lines: [String: [String]], column: Double) -> DiagramGrid {
    var grid = DiagramGrid(pitch: 0, gap: rowGap)
    for link in diagram.links where link.path == .straight {
      guard let from = diagram.nodes.first(where: { $0.id == link.from }),
        let to = diagram.nodes.first(where: { $0.id == link.to }),
        abs(abs(from.row - to.row) - (from.height + to.height) / 2) < 0.3
      else { continue }
      let reach = (max(from.width, to.width) - 1) / 4
      let slant = max(0, abs(from.column - to.column) - reach) * column
      grid.gap = max(grid.gap, min(68, slant * 0.22))
    }
    let links = labels(of: diagram, across: false)
    for link in links where link.cells < 0.001 { grid.gap = max(grid.gap, link.length + 22) }
    let heights = diagram.nodes.map { node in
      let text = Double(lines[node.id]?.count ?? 0) * leading
      let height: Double =
        switch node.kind {
        case .point: 0
        case .circle: diameter(node)
        case .label: text
        case .memory: max(height.least + 6, text + height.more + 12)
        default: max(height.least, text + height.more)
        }
      return grid.pitch(for: height, extent: node.height)
    }
    let spans = links.filter { $0.cells >= 0.001 }.map { ($0.length + 22 - grid.gap) / $0.cells }
    grid.pitch = (heights + spans).max() ?? 0
    return grid
  }

  /// Lengths that labels of links along a row (or a column) take, and over how many empty cells.
  private func labels(of diagram: Diagram, across: Bool) -> [(length: Double, cells: Double)] {
    diagram.links.compactMap { link in
      guard !link.label.isEmpty, link.path == .straight || link.path == .bent,
        let from = diagram.nodes.first(where: { $0.id == link.from }),
        let to = diagram.nodes.first(where: { $0.id == link.to })
      else { return nil }
      let columns = abs(from.column - to.column) - (from.width + to.width) / 2
      let rows = abs(from.row - to.row) - (from.height + to.height) / 2
      let text = link.label.pageText
      if across {
        guard columns >= -0.001, rows < -0.001 else { return nil }
        let length = Self.narrowest(text, lines: 2, size: linkSize).0
        // Round nodes leave a part of their cell free.
        let free = [from, to].count { !$0.kind.isBox }
        return (length - Double(free) * 20, columns)
      }
      guard rows >= -0.001 else { return nil }
      let lines = TextMetrics.wrapped(text, width: 120, size: linkSize)
      return (Double(lines.count) * linkLeading, rows)
    }
  }
}
