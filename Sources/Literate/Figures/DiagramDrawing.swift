import CellRuntime

/// A diagram laid out on the canvas: boundaries at the back, then links, nodes and labels.
struct DiagramDrawing {
  /// A label beside a link.
  struct LinkLabel {
    let lines: [String]
    let box: LabelPlacement.Box
    let anchor: SVGCanvas.Anchor
    let isQuiet: Bool
  }

  private(set) var diagram: Diagram
  private(set) var layout: DiagramLayout
  private(set) var routes: [DiagramRoute] = []
  private(set) var labels: [LinkLabel] = []
  private var extent = LabelPlacement.Box(left: 0, top: 0, width: 0, height: 0)

  init(_ diagram: Diagram) {
    self.diagram = diagram
    var below: Set<Int> = []
    self = DiagramDrawing(diagram, namedBelow: below)
    // Names of boundaries that links run through go to the lower edge if that is better.
    for (index, crossings) in crossedNames where crossings > 0 {
      let other = DiagramDrawing(diagram, namedBelow: below.union([index]))
      if other.crossedNames.map(\.1).reduce(0, +) < crossedNames.map(\.1).reduce(0, +) {
        below.insert(index)
        self = other
      }
    }
  }

  private init(_ diagram: Diagram, namedBelow: Set<Int>) {
    self.diagram = diagram
    var room = SVGCanvas.width - 4
    layout = DiagramLayout(diagram, room: room, namedBelow: namedBelow)
    for _ in 0..<4 {
      layout = DiagramLayout(diagram, room: room, namedBelow: namedBelow)
      arrange()
      let excess = extent.width - (SVGCanvas.width - 4)
      if excess <= 0.01 { break }
      room -= excess
    }
  }

  /// Finds ways and places for labels, and what all takes together.
  private mutating func arrange() {
    routes = DiagramRouter(diagram, layout).routes()
    for route in routes where route.points.count > 2 {
      layout.enclose(route.bounds, from: route.link.from, to: route.link.to)
    }
    labels = DiagramLabels(layout, routes).placed()
    let boxes =
      layout.nodes.values.map(\.box) + layout.groups.map(\.box) + routes.map(\.bounds)
      + labels.map(\.box)
    extent = boxes.dropFirst().reduce(boxes[0]) { $0.union($1) }
  }

  /// How many points of links lie on the name of each boundary, by the number of the group.
  private var crossedNames: [(Int, Int)] {
    let samples = routes.flatMap { $0.samples(every: 4) }
    return layout.groups.map { group in
      let box = Self.nameBox(group)
      return (group.number, samples.count { box.contains($0, margin: 2) })
    }
    .sorted { $0.0 < $1.0 }
  }

  static func nameBox(_ group: DiagramLayout.Group) -> LabelPlacement.Box {
    let height = Double(group.lines.count) * DiagramFit.linkLeading
    return LabelPlacement.Box(
      left: group.box.left + 9,
      top: group.isNamedBelow ? group.box.bottom - 6 - height : group.box.top + 6,
      width: DiagramFit.widest(group.lines, DiagramFit.linkSize),
      height: height
    )
  }

  func svg(id: String, alt: FigureText) -> String {
    var canvas = SVGCanvas()
    let top = diagram.title == nil ? 0.0 : 34
    let titleWidth = diagram.title.map { TextMetrics.width($0.pageText, size: 17) } ?? 0
    if let title = diagram.title { canvas.addText([title.pageText], x: 0, y: 18, class: "title") }
    let moved = DiagramPicture(
      self,
      x: 2 - extent.left,
      y: top + 2 - extent.top
    )
    moved.draw(into: &canvas)
    return canvas.document(
      id: id,
      class: "diagram",
      width: max(extent.width + 4, titleWidth),
      height: top + extent.height + 4,
      alt: alt
    )
  }
}
