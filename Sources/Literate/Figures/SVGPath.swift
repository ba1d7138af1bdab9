/// The data of an SVG path in few characters: tenths of a unit, each point told from the one before.
///
/// Points are rounded before they are compared, so that no error grows along the path.
struct SVGPath {
  private(set) var data = ""
  /// Where the pen is, in tenths.
  private var pen = (x: 0, y: 0)
  private var isLine = false

  /// Starts a line.
  mutating func move(to point: Polyline.Point) {
    pen = Self.tenths(point)
    data += "M" + Self.text(pen.x) + Self.separated(pen.y)
    isLine = false
  }

  /// Draws on to a point; nothing where it rounds to the one before.
  mutating func line(to point: Polyline.Point) {
    let next = Self.tenths(point)
    let step = (x: next.x - pen.x, y: next.y - pen.y)
    if step == (0, 0) { return }
    data += isLine ? Self.separated(step.x) : "l" + Self.text(step.x)
    data += Self.separated(step.y)
    pen = next
    isLine = true
  }

  private static func tenths(_ point: Polyline.Point) -> (x: Int, y: Int) {
    (Int((point.x * 10).rounded()), Int((point.y * 10).rounded()))
  }

  /// `.5`, `12`, `-3.1`.
  fileprivate static func text(_ tenths: Int) -> String {
    let (whole, part) = (tenths.magnitude / 10, tenths.magnitude % 10)
    return (tenths < 0 ? "-" : "") + (whole > 0 || part == 0 ? "\(whole)" : "")
      + (part > 0 ? ".\(part)" : "")
  }

  /// A minus sign parts two numbers by itself.
  private static func separated(_ tenths: Int) -> String {
    (tenths < 0 ? "" : " ") + text(tenths)
  }
}

/// A coordinate in tenths of a unit, for texts and boxes that meet no line.
func svgTenths(_ value: Double) -> String { SVGPath.text(Int((value * 10).rounded())) }
