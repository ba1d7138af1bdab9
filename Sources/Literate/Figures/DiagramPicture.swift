import CellRuntime

/// Puts a diagram that has been laid out onto a canvas.
///
/// Kinds and styles differ by outline and width as well as by tint, so that they survive on paper.
struct DiagramPicture {
  private let drawing: DiagramDrawing
  private let x: Double
  private let y: Double

  /// - Parameters:
  ///   - drawing: What is drawn.
  ///   - x: How far everything is moved to the right.
  ///   - y: How far everything is moved down.
  init(_ drawing: DiagramDrawing, x: Double, y: Double) {
    self.drawing = drawing
    self.x = x
    self.y = y
  }

  private func moved(_ box: LabelPlacement.Box) -> LabelPlacement.Box {
    LabelPlacement.Box(left: box.left + x, top: box.top + y, width: box.width, height: box.height)
  }

  func draw(into canvas: inout SVGCanvas) {
    for group in drawing.layout.groups {
      addRectangle(moved(group.box), class: "boundary", radius: 9, &canvas)
    }
    for style in [LinkStyle.quiet, .dashed, .regular, .bold] { drawLinks(style, &canvas) }
    for id in drawing.layout.order {
      if let node = drawing.layout.nodes[id] { draw(node, &canvas) }
    }
    for group in drawing.layout.groups where !group.lines.isEmpty {
      let box = moved(group.nameBox)
      canvas.addText(
        group.lines,
        x: group.corner.isRight ? box.right : box.left,
        y: box.top + drawing.layout.fit.linkLeading * 0.75,
        class: "label boundary-name",
        anchor: group.corner.isRight ? .end : .start,
        leading: drawing.layout.fit.linkLeading
      )
    }
    for label in drawing.labels {
      let box = moved(label.box)
      let x =
        switch label.anchor {
        case .start: box.left
        case .middle: box.center.x
        case .end: box.right
        }
      canvas.addText(
        label.lines,
        x: x,
        y: box.top + drawing.layout.fit.linkLeading * 0.75,
        class: label.isQuiet ? "label link-label quiet" : "label link-label",
        anchor: label.anchor,
        leading: drawing.layout.fit.linkLeading
      )
    }
  }

  // MARK: - Links

  private func drawLinks(_ style: LinkStyle, _ canvas: inout SVGCanvas) {
    let routes = drawing.routes.filter { $0.link.style == style }
    if routes.isEmpty { return }
    canvas.beginGroup(["class": "link \(style.rawValue)", "stroke": "currentColor"])
    for var route in routes {
      route.points = route.points.map { Polyline.Point(x: $0.x + x, y: $0.y + y) }
      canvas.add("path", ["fill": "none", "d": route.pathData])
      let heads = route.headData
      if !heads.isEmpty { canvas.add("path", ["class": "head", "stroke": "none", "d": heads]) }
    }
    canvas.endGroup()
  }

  // MARK: - Nodes

  private func draw(_ entry: DiagramLayout.Node, _ canvas: inout SVGCanvas) {
    let box = moved(entry.box)
    let kind = entry.node.kind
    var middle = box.center.y
    switch kind {
    case .plain, .chosen, .quiet:
      addRectangle(box, class: "node \(kind.rawValue)", radius: 5, &canvas)
    case .memory:
      middle += 5
      addDrum(box, &canvas)
    case .circle:
      canvas.add(
        "circle",
        [
          "class": "node circle", "fill": "none", "stroke": "currentColor",
          "cx": svgText(box.center.x), "cy": svgText(box.center.y), "r": svgText(box.width / 2),
        ]
      )
    case .point:
      canvas.add(
        "circle",
        [
          "class": "junction", "cx": svgText(box.center.x), "cy": svgText(box.center.y), "r": "3.5",
        ]
      )
      return
    case .label: break
    }
    if entry.lines.isEmpty { return }
    let fit = drawing.layout.fit
    let size = kind == .circle ? fit.size + 2 : fit.size
    let first =
      middle + size * 0.35 - Double(entry.lines.count - 1) * fit.leading / 2
    canvas.addText(
      entry.lines,
      x: box.center.x,
      y: first,
      class: "\(kind == .label ? "label " : "")node-label \(kind.rawValue) size-\(svgText(size))",
      anchor: .middle,
      leading: fit.leading
    )
  }

  private func addRectangle(
    _ box: LabelPlacement.Box,
    class className: String,
    radius: Double,
    _ canvas: inout SVGCanvas
  ) {
    canvas.add(
      "rect",
      [
        "class": className, "fill": "none", "stroke": "currentColor", "x": svgText(box.left),
        "y": svgText(box.top), "width": svgText(box.width), "height": svgText(box.height),
        "rx": svgText(radius),
      ]
    )
  }

  /// A drum: its lid is drawn once more at the top.
  private func addDrum(_ box: LabelPlacement.Box, _ canvas: inout SVGCanvas) {
    let lid = 6.0
    let arc = "a\(svgText(box.width / 2)) \(svgText(lid)) 0 0"
    let (left, top) = (svgText(box.left), svgText(box.top + lid))
    let (width, depth) = (svgText(box.width), svgText(box.height - 2 * lid))
    canvas.add(
      "path",
      [
        "class": "node memory", "fill": "none", "stroke": "currentColor",
        "d": "M\(left) \(top)\(arc) 1 \(width) 0v\(depth)\(arc) 1 -\(width) 0z",
      ]
    )
    canvas.add(
      "path",
      [
        "class": "lid", "fill": "none", "stroke": "currentColor",
        "d": "M\(left) \(top)\(arc) 0 \(width) 0",
      ]
    )
  }
}
