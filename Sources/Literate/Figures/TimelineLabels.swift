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
    /// Whether it stands on dots or hatching, which its letters need to be clear of.
    let isOnPattern: Bool
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
  ///   - isOnPattern: Whether the box is dotted or hatched.
  mutating func add(
    _ text: String,
    from left: Double,
    to right: Double,
    next: Double,
    middle: Double,
    isOnPattern: Bool
  ) {
    if text.isEmpty { return }
    // Its words may come out a little wider than reckoned.
    let size = form.tickSize * 1.08
    let room = right - left - 8
    let center = (left + right) / 2
    let whole = Self.holdingOnToNumber(text)
    let lines = TextMetrics.wrapped(whole, width: room, size: size)
    if lines.count <= 2, lines.allSatisfy({ TextMetrics.width($0, size: size) <= room }) {
      let rise = Double(lines.count - 1) * leading / 2
      inside.append(
        Label(lines: lines, x: center, y: middle + 5 - rise, isOnPattern: isOnPattern)
      )
      return
    }
    if right + 6 + TextMetrics.width(text, size: size) <= next {
      behind.append(Label(lines: [text], x: right + 6, y: middle + 5, isOnPattern: false))
      return
    }
    let tight = TextMetrics.wrapped(whole, width: room + 6, size: Self.smallSize)
    let limit = right - left
    if fits(tight, in: form.isNarrow ? limit - 4 : limit) {
      add(tight, x: center, middle, isOnPattern)
    } else if let shorter = shorterWays(text).first(where: { fits($0, in: limit) }) {
      shortened += 1
      add(shorter, joint: text.contains(" ") ? " " : "", x: center, middle, isOnPattern)
    } else {
      self.left += 1
    }
  }

  /// `answer 1`: what is counted does not stand above its number.
  private static func holdingOnToNumber(_ text: String) -> String {
    guard text.last?.isNumber == true, let blank = text.lastIndex(of: " "),
      text[text.index(after: blank)...].allSatisfy(\.isNumber)
    else { return text }
    return String(text[..<blank]) + "\u{A0}" + text[text.index(after: blank)...]
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
    _ middle: Double,
    _ isOnPattern: Bool
  ) {
    let shown = Array(lines.prefix(2))
    let rise = Double(shown.count - 1) * smallLeading / 2
    small.append(
      Label(lines: shown, joint: joint, x: x, y: middle + 4 - rise, isOnPattern: isOnPattern)
    )
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
    for isOnPattern in [false, true] {
      let labels = labels.filter { $0.isOnPattern == isOnPattern }
      if labels.isEmpty { continue }
      let plate = "stroke-width:7px;stroke-opacity:1"
      canvas.beginGroup(
        isOnPattern
          ? ["class": className, "text-anchor": anchor.rawValue, "style": plate]
          : ["class": className, "text-anchor": anchor.rawValue]
      )
      for label in labels {
        canvas.addText(
          label.lines,
          x: label.x,
          y: label.y,
          anchor: anchor,
          isInGroup: true,
          leading: leading,
          joint: label.joint
        )
      }
      canvas.endGroup()
    }
  }
}
