public import Quantities

/// One axis of a chart: what it measures, in which unit, how it is spaced, how far it reaches.
///
///     Axis("batch", counting: "sequences", scale: .log, range: 1...10_000)
///     Axis("time of a step", in: .milliseconds)
public struct Axis: Codable, Hashable, Sendable {
  /// How values are spaced along an axis.
  public enum Scale: String, Codable, Hashable, Sendable {
    /// Equal steps are equal differences.
    case linear
    /// Equal steps are equal ratios; values must be positive.
    case log
  }

  package let label: FigureText
  /// What stands in brackets behind the label: a unit's symbol or a counting noun.
  package let unitName: FigureText?
  package let scale: Scale
  /// Ends of the axis in its unit; without it the data decide.
  package let range: ClosedRange<Double>?
  /// The unit into which quantities are turned; it stays in the cell's process.
  package private(set) var unit: QuantityUnit? = nil

  private enum CodingKeys: String, CodingKey {
    case label
    case unitName
    case scale
    case range
  }

  /// An axis of plain numbers, with the noun that they count, if any.
  @inline(never)
  public init(
    _ label: FigureText,
    counting noun: FigureText? = nil,
    scale: Scale = .linear,
    range: ClosedRange<Double>? = nil
  ) {
    self.label = label
    self.unitName = noun
    self.scale = scale
    self.range = range
    requireDrawableRange()
  }

  /// An axis of plain numbers between two that were computed.
  ///
  /// Stops if an end of the range measures something.
  @inline(never)
  public init(
    _ label: FigureText,
    counting noun: FigureText? = nil,
    scale: Scale = .linear,
    range: ClosedRange<Quantity>
  ) {
    let ends = range.lowerBound.plain...range.upperBound.plain
    self.init(label, counting: noun, scale: scale, range: ends)
  }

  /// An axis of quantities, shown in one unit; the range is in that unit.
  @inline(never)
  public init(
    _ label: FigureText,
    in unit: QuantityUnit,
    scale: Scale = .linear,
    range: ClosedRange<Double>? = nil
  ) {
    self.label = label
    self.unitName = FigureText(unit.symbol)
    self.scale = scale
    self.range = range
    self.unit = unit
    requireDrawableRange()
  }

  /// An axis of quantities, shown in one unit, between two quantities.
  @inline(never)
  public init(
    _ label: FigureText,
    in unit: QuantityUnit,
    scale: Scale = .linear,
    range: ClosedRange<Quantity>
  ) {
    self.init(
      label,
      in: unit,
      scale: scale,
      range: range.lowerBound.value(in: unit)...range.upperBound.value(in: unit)
    )
  }

  /// Label and unit as a table's header writes them: `batch (sequences)`.
  package var header: FigureText {
    guard let unitName, !unitName.isEmpty else { return label }
    return "\(label) (\(unitName))"
  }

  /// Whether a number has a place on this axis.
  package func accepts(_ number: Double) -> Bool {
    number.isFinite && (scale == .linear || number > 0)
  }

  private func requireDrawableRange() {
    guard let range else { return }
    if range.lowerBound == range.upperBound || !accepts(range.lowerBound)
      || !accepts(range.upperBound)
    {
      stop(
        "axis '\(label.plainText)': \(range.lowerBound)...\(range.upperBound) is no range of a "
          + "\(scale.rawValue) axis"
      )
    }
  }
}
