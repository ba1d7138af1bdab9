import Quantities

/// What a node of a diagram stands for; each kind has a shape or an outline of its own.
public enum NodeKind: String, Codable, Hashable, Sendable {
  /// A box.
  case plain
  /// A box that is singled out: tinted, with a heavy outline.
  case chosen
  /// A box that stands back: greyed, with a broken outline.
  case quiet
  /// Stored data: a drum.
  case memory
  /// A small round one, for an operation such as "+".
  case circle
  /// Text without a box.
  case label
  /// A dot where a line branches; its label is not drawn.
  case point

  /// Whether it fills its cells of the grid.
  package var isBox: Bool {
    switch self {
    case .plain, .chosen, .quiet, .memory: true
    case .circle, .label, .point: false
    }
  }
}

/// A box of a diagram, or a circle, or a text, at a place on the diagram's grid.
public struct DiagramNode: Codable, Hashable, Sendable {
  /// By which links and groups refer to it.
  package let id: String
  package let label: FigureText
  /// Centre, in columns to the right.
  package let column: Double
  /// Centre, in rows downwards.
  package let row: Double
  /// Extent in columns; boxes keep a gap to the neighbouring cell.
  package let width: Double
  /// Extent in rows.
  package let height: Double
  package let kind: NodeKind

  /// A node around a place on the grid.
  ///
  /// - Parameters:
  ///   - id: By which links and groups refer to it; unique in the diagram.
  ///   - label: What stands in it; long labels are wrapped.
  ///   - column: Its centre in columns, which count to the right; fractions and negative numbers
  ///     are fine.
  ///   - row: Its centre in rows, which count downwards.
  ///   - width: Columns that it takes.
  ///   - height: Rows that it takes.
  ///   - kind: What it stands for, which says how it is drawn.
  @inline(never)
  public init(
    _ id: String,
    _ label: FigureText = "",
    column: Double,
    row: Double,
    width: Double = 1,
    height: Double = 1,
    kind: NodeKind = .plain
  ) {
    if id.isEmpty { stop("a node of a diagram needs an id") }
    if !column.isFinite || !row.isFinite || abs(column) > 1000 || abs(row) > 1000 {
      stop("the node '\(id)' has no place on the grid (column \(column), row \(row))")
    }
    if !(width > 0 && width <= 1000 && height > 0 && height <= 1000) {
      stop("the node '\(id)' has no size on the grid (\(width) columns, \(height) rows)")
    }
    self.id = id
    self.label = label
    self.column = column
    self.row = row
    self.width = width
    self.height = height
    self.kind = kind
  }

  /// Whether two boxes share more of the grid than rounding explains.
  func liesOver(_ other: DiagramNode) -> Bool {
    guard kind.isBox, other.kind.isBox else { return false }
    let across = (width + other.width) / 2 - abs(column - other.column)
    let down = (height + other.height) / 2 - abs(row - other.row)
    return across > 0.001 && down > 0.001
  }
}
