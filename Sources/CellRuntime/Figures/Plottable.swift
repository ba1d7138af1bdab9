public import Quantities

/// A value with a place on an axis: a quantity, or a number that is in the axis' unit already.
public protocol Plottable {
  /// The number to plot, in the unit of the axis.
  ///
  /// A quantity of another dimension than the axis stops the cell, naming both.
  func number(on axis: Axis) -> Double
}

/// A value that a chart can hand to a curve's closure for a place on the horizontal axis.
public protocol Sampleable {
  /// The value at a place on an axis, which is given in the axis' unit.
  init(number: Double, on axis: Axis)
}

extension Double: Plottable, Sampleable {
  /// The number itself.
  public func number(on axis: Axis) -> Double { self }

  /// The number itself.
  public init(number: Double, on axis: Axis) { self = number }
}

extension Int: Plottable, Sampleable {
  /// The number itself.
  public func number(on axis: Axis) -> Double { Double(self) }

  /// The nearest whole number.
  public init(number: Double, on axis: Axis) { self = Int(number.rounded()) }
}

extension Quantity: Plottable, Sampleable {
  /// The value in the axis' unit; a plain number on an axis without unit.
  public func number(on axis: Axis) -> Double {
    guard let unit = axis.unit else { return plain }
    return value(in: unit)
  }

  /// The number with the axis' unit.
  public init(number: Double, on axis: Axis) {
    if let unit = axis.unit { self.init(number, unit) } else { self.init(number) }
  }
}

extension Sourced: Plottable where Value: Plottable {
  /// The place of the sourced value.
  public func number(on axis: Axis) -> Double { value.number(on: axis) }
}
