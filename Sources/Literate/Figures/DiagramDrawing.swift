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

  let diagram: Diagram
  private(set) var layout: DiagramLayout
  private(set) var routes: [DiagramRoute] = []
  private(set) var labels: [LinkLabel] = []
  private var extent = LabelPlacement.Box(left: 0, top: 0, width: 0, height: 0)

  init(_ diagram: Diagram) {
    var corners: [Int: DiagramLayout.Corner] = [:]
    var best = DiagramDrawing(diagram, corners: corners)
    // Names of boundaries that links run through go to the lower edge if that is better.
    for depth in Set(best.layout.groups.map(\.depth)).sorted() where best.crossings > 0 {
      let others = corners.merging([depth: DiagramLayout.Corner(isBelow: true)]) { $1 }
      let other = DiagramDrawing(diagram, corners: others)
      if other.crossings < best.crossings {
        corners = others
        best = other
      }
    }
    self = best
    // Labels beside links may need room at the edges.
    var room = SVGCanvas.width - 4
    for _ in 0..<4 {
      layout = DiagramLayout(diagram, room: room, corners: corners)
      arrange()
      labels = DiagramLabels(layout, routes).placed()
      extent = labels.reduce(extent) { $0.union($1.box) }
      let excess = extent.width - (SVGCanvas.width - 4)
      if excess <= 0.01 { break }
      room -= excess
    }
  }

  /// Without the labels of links.
  private init(_ diagram: Diagram, corners: [Int: DiagramLayout.Corner]) {
    self.diagram = diagram
    layout = DiagramLayout(diagram, room: SVGCanvas.width - 4, corners: corners)
    arrange()
  }

  /// Finds ways, and what all takes together.
  private mutating func arrange() {
    routes = DiagramRouter(diagram, layout).routes()
    for route in routes where route.points.count > 2 {
      layout.enclose(route.bounds, from: route.link.from, to: route.link.to)
    }
    layout.turnNames(from: routes.flatMap { $0.samples(every: 4) })
    let boxes =
      layout.order.compactMap { layout.nodes[$0]?.box } + layout.groups.map(\.box)
      + routes.map(\.bounds)
    extent = boxes.dropFirst().reduce(boxes[0]) { $0.union($1) }
  }

  /// How many points of links lie on names of boundaries.
  private var crossings: Int {
    let samples = routes.flatMap { $0.samples(every: 4) }
    return layout.groups.reduce(0) { $0 + $1.hits(samples) }
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
