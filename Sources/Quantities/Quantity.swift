/// A number that carries what it measures.
///
///     let bandwidth = Quantity(20, .terabytesPerSecond)
///     let memory = Quantity(288, .gigabytes)
///     memory / bandwidth                      // 14.4 ms
///     memory + bandwidth                      // stops: bytes and bytes per second
///
/// The value is kept in base units (B, FLOP, s, tok, $, J and their products) together with the
/// exponents of its dimensions. Multiplication and division make new dimensions; addition, subtraction
/// and comparison demand equal ones and stop the program, naming both sides, when they differ. A
/// quantity is never made from a bare literal: the unit is always said.
///
/// - `Quantity+Arithmetic.swift` and `Quantity+Comparison.swift`: the laws;
/// - `Quantity+Parsing.swift`: from `3.35 TB/s` to a quantity, with `NumberText` and `UnitParser`;
/// - `Quantity+Formatting.swift`: back to text, with `DisplayScale` choosing the unit.
public struct Quantity: Hashable, Sendable, Codable {
  /// The value in base units.
  public let baseValue: Double
  /// What the value measures.
  public let dimensions: Dimensions

  /// A value counted in a unit.
  public init(_ value: Double, _ unit: QuantityUnit) {
    self.init(baseValue: unit.baseValue(of: value), dimensions: unit.dimensions)
  }

  /// A plain number, of no dimension.
  public init(_ plain: Double) {
    self.init(baseValue: plain, dimensions: .none)
  }

  /// A count of a unit.
  public init(_ count: Int, _ unit: QuantityUnit) {
    self.init(Double(count), unit)
  }

  /// A plain count.
  public init(_ count: Int) {
    self.init(Double(count))
  }

  package init(baseValue: Double, dimensions: Dimensions) {
    self.baseValue = baseValue
    self.dimensions = dimensions
  }

  /// The value counted in a unit.
  ///
  /// Stops the program, naming the quantity and the unit, if they measure different things.
  public func value(in unit: QuantityUnit) -> Double {
    guard dimensions == unit.dimensions else {
      stop(
        "cannot express \(brief) in \(unit.name): "
          + Self.difference(dimensions, unit.dimensions)
      )
    }
    return unit.value(ofBase: baseValue)
  }

  /// The value of a plain number.
  ///
  /// Stops the program, naming the quantity, if it measures something.
  public var plain: Double {
    guard dimensions == .none else {
      stop(
        "cannot use \(brief) as a plain number: "
          + Self.difference(dimensions, .none)
      )
    }
    return baseValue
  }
}

extension Quantity {
  /// Why two quantities do not go together, in words.
  static func difference(_ left: Dimensions, _ right: Dimensions) -> String {
    "\(left) and \(right) are different dimensions"
  }

  /// The quantity to four digits without trailing zeros, as messages name it.
  var brief: String {
    let unit = displayUnit(.significant(4))
    guard baseValue.isFinite else { return formatted(in: unit) }
    let rounded = DecimalDigits(unit.value(ofBase: baseValue), significant: 4).value
    return unit.attached(to: rounded.formatted(.exact))
  }
}
