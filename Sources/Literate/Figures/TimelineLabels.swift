/// The labels of a timeline's boxes: in the box on one or two lines, or behind it where there is room.
///
/// What would run into its neighbours says nothing: the data table has it. On a narrow canvas
/// a label may be shortened instead.
struct TimelineLabels {
  /// A label in the middle of its box.
  private struct Label {
    let lines: [String]
    /// What parts the lines.
    var joint = " "
    let x: Double
    let y: Double
  }

  private static let smallSize = 11.0

  private let form: PictureForm
  private var inside: [Label] = []
  private var small: [Label] = []
  private var behind: [Label] = []
  /// How many labels have no place.
  private(set) var left = 0
  /// How many have lost letters or stand on two lines for want of room.
  private(set) var shortened = 0

  init(_ form: PictureForm) {
    self.form = form
  }

  private var leading: Double { form.tickSize + 1 }
  private var smallLeading: Double { Self.smallSize + 2 }

  /// Finds a place for the label of a box.
  ///
  /// - Parameters:
  ///   - text: The label.
  ///   - left: Start of the box.
  ///   - right: End of the box.
  ///   - next: Where the next box or the edge of the canvas is.
  ///   - middle: Height of the box's middle.
  mutating func add(
    _ text: String,
    from left: Double,
    to right: Double,
    next: Double,
    middle: Double
  ) {
    if text.isEmpty { return }
    let size = form.tickSize
    let room = right - left - 8
    let center = (left + right) / 2
    let lines = TextMetrics.wrapped(text, width: room, size: size)
    if lines.count <= 2, lines.allSatisfy({ TextMetrics.width($0, size: size) <= room }) {
      let rise = Double(lines.count - 1) * leading / 2
      inside.append(Label(lines: lines, x: center, y: middle + 5 - rise))
      return
    }
    if right + 6 + TextMetrics.width(text, size: size) <= next {
      behind.append(Label(lines: [text], x: right + 6, y: middle + 5))
      return
    }
    let tight = TextMetrics.wrapped(text, width: room + 6, size: Self.smallSize)
    let limit = right - left
    if fits(tight, in: form.isNarrow ? limit - 4 : limit) {
      add(tight, x: center, middle)
    } else if let shorter = shorterWays(text).first(where: { fits($0, in: limit) }) {
      shortened += 1
      add(shorter, joint: text.contains(" ") ? " " : "", x: center, middle)
    } else {
      self.left += 1
    }
  }

  private func fits(_ lines: [String], in width: Double) -> Bool {
    lines.allSatisfy { TextMetrics.width($0, size: Self.smallSize) <= width }
  }

  /// Shorter ways of writing a label on a narrow canvas: `B` above `12`; the number at its end alone.
  private func shorterWays(_ text: String) -> [[String]] {
    let number = String(text.reversed().prefix { $0.isNumber }.reversed())
    if !form.isNarrow || number.isEmpty { return [] }
    let name = String(text.dropLast(number.count)).trimming(" ")
    return name.isEmpty ? [[number]] : [[name, number], [number]]
  }

  private mutating func add(
    _ lines: [String],
    joint: String = " ",
    x: Double,
    _ middle: Double
  ) {
    let shown = Array(lines.prefix(2))
    let rise = Double(shown.count - 1) * smallLeading / 2
    small.append(Label(lines: shown, joint: joint, x: x, y: middle + 4 - rise))
  }

  func draw(into canvas: inout SVGCanvas) {
    draw(inside, "box-label", .middle, leading, &canvas)
    draw(small, "box-label small", .middle, smallLeading, &canvas)
    draw(behind, "box-label", .start, leading, &canvas)
  }

  private func draw(
    _ labels: [Label],
    _ className: String,
    _ anchor: SVGCanvas.Anchor,
    _ leading: Double,
    _ canvas: inout SVGCanvas
  ) {
    if labels.isEmpty { return }
    canvas.beginGroup(["class": className, "text-anchor": anchor.rawValue])
    for label in labels {
      canvas.addText(label.lines, x: label.x, y: label.y, leading: leading, joint: label.joint)
    }
    canvas.endGroup()
  }
}
