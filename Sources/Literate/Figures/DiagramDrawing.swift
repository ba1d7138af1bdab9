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
  let form: PictureForm
  private(set) var layout: DiagramLayout
  private(set) var routes: [DiagramRoute] = []
  private(set) var labels: [LinkLabel] = []
  private var extent = LabelPlacement.Box(left: 0, top: 0, width: 0, height: 0)

  /// The diagram on the canvas of a form.
  ///
  /// For a narrow canvas empty room is cut; where that is not enough, columns become rows.
  ///
  /// - Returns: nil if a narrow canvas has no room for that either.
  static func fitting(_ diagram: Diagram, _ form: PictureForm) -> DiagramDrawing? {
    if !form.isNarrow { return DiagramDrawing(diagram, form) }
    let condensed = diagram.condensed
    for way in [condensed, diagram, condensed.turned, diagram.turned] {
      let drawing = DiagramDrawing(way, form)
      if drawing.fits { return drawing }
    }
    return nil
  }

  private init(_ diagram: Diagram, _ form: PictureForm) {
    var corners: [Int: DiagramLayout.Corner] = [:]
    var best = DiagramDrawing(diagram, form, corners: corners)
    // Names of boundaries that links run through go to the lower edge if that is better.
    for depth in Set(best.layout.groups.map(\.depth)).sorted() where best.crossings > 0 {
      let others = corners.merging([depth: DiagramLayout.Corner(isBelow: true)]) { $1 }
      let other = DiagramDrawing(diagram, form, corners: others)
      if other.crossings < best.crossings {
        corners = others
        best = other
      }
    }
    self = best
    // Labels beside links may need room at the edges.
    var room = form.width - 4
    for _ in 0..<4 {
      layout = DiagramLayout(diagram, form, room: room, corners: corners)
      arrange()
      labels = DiagramLabels(layout, routes).placed()
      extent = labels.reduce(extent) { $0.union($1.box) }
      let excess = extent.width - (form.width - 4)
      if excess <= 0.01 { break }
      room -= excess
    }
  }

  /// Without the labels of links.
  private init(_ diagram: Diagram, _ form: PictureForm, corners: [Int: DiagramLayout.Corner]) {
    self.diagram = diagram
    self.form = form
    layout = DiagramLayout(diagram, form, room: form.width - 4, corners: corners)
    arrange()
  }

  /// Whether all is on the canvas, texts in their boxes, and boundaries apart.
  private var fits: Bool {
    layout.isRoomy && layout.holdsItsTexts && extent.width <= form.width - 3.9
  }

  /// Finds ways, and what all takes together.
  private mutating func arrange() {
    routes = DiagramRouter(diagram, layout).routes()
    for route in routes where route.points.count > 2 {
      layout.enclose(route.bounds, from: route.link.from, to: route.link.to)
    }
    layout.alignGroups()
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
    var canvas = SVGCanvas(form)
    let title =
      diagram.title.map {
        TextMetrics.wrapped($0.pageText, width: form.width, size: form.labelSize + 1)
      } ?? []
    let top = title.isEmpty ? 0 : Double(title.count) * 20 + 14
    let titleWidth = title.map { TextMetrics.width($0, size: form.labelSize + 2) }.max() ?? 0
    canvas.addText(title, x: 0, y: 18, class: "title", leading: 20)
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
