import CellRuntime

extension LabelPlacement.Box {
  var right: Double { left + width }
  var bottom: Double { top + height }
  var center: Polyline.Point { Polyline.Point(x: left + width / 2, y: top + height / 2) }

  init(left: Double, top: Double, right: Double, bottom: Double) {
    self.init(left: left, top: top, width: right - left, height: bottom - top)
  }

  init(center: Polyline.Point, width: Double, height: Double) {
    self.init(left: center.x - width / 2, top: center.y - height / 2, width: width, height: height)
  }

  /// The smallest box around two.
  func union(_ other: Self) -> Self {
    Self(
      left: min(left, other.left),
      top: min(top, other.top),
      right: max(right, other.right),
      bottom: max(bottom, other.bottom)
    )
  }

  func grown(_ margin: Double) -> Self {
    Self(left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin)
  }

  /// Whether a stretch along a row or a column, or any short one, touches the box.
  func touches(_ from: Polyline.Point, _ to: Polyline.Point) -> Bool {
    let frame = Polyline.Frame(left: left, top: top, right: right, bottom: bottom)
    return !Polyline([from, to], in: frame).runs.isEmpty
  }
}

extension Polyline.Point {
  static func + (left: Self, right: Self) -> Self { Self(x: left.x + right.x, y: left.y + right.y) }
  static func - (left: Self, right: Self) -> Self { Self(x: left.x - right.x, y: left.y - right.y) }
  static func * (left: Self, right: Double) -> Self { Self(x: left.x * right, y: left.y * right) }

  var length: Double { (x * x + y * y).squareRoot() }

  /// The direction to another point, of length 1; to the right if both are the same.
  func direction(to other: Self) -> Self {
    let way = other - self
    return way.length > 0 ? way * (1 / way.length) : Self(x: 1, y: 0)
  }
}

extension DiagramSide {
  /// Away from the node.
  var direction: Polyline.Point {
    switch self {
    case .left: Polyline.Point(x: -1, y: 0)
    case .right: Polyline.Point(x: 1, y: 0)
    case .above: Polyline.Point(x: 0, y: -1)
    case .below: Polyline.Point(x: 0, y: 1)
    }
  }

  /// Whether links leave it along a row.
  var isAcross: Bool { self == .left || self == .right }
}

/// Turns one of the four sides into the left one, so that a way round needs to be found only there.
///
/// Every turn is its own inverse.
struct DiagramTurn {
  let side: DiagramSide

  func callAsFunction(_ point: Polyline.Point) -> Polyline.Point {
    switch side {
    case .left: point
    case .right: Polyline.Point(x: -point.x, y: point.y)
    case .above: Polyline.Point(x: point.y, y: point.x)
    case .below: Polyline.Point(x: -point.y, y: -point.x)
    }
  }

  func callAsFunction(_ box: LabelPlacement.Box) -> LabelPlacement.Box {
    let a = self(Polyline.Point(x: box.left, y: box.top))
    let b = self(Polyline.Point(x: box.right, y: box.bottom))
    return LabelPlacement.Box(
      left: min(a.x, b.x),
      top: min(a.y, b.y),
      right: max(a.x, b.x),
      bottom: max(a.y, b.y)
    )
  }
}
