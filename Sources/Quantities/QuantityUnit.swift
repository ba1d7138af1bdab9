/// A unit in which a quantity is written: a symbol, its size and what it measures.
///
/// Units compose: `.gigabytes / .seconds` is the unit that prints `GB/s`. GB is 10⁹ bytes and GiB is
/// 2³⁰; a bit is an eighth of a byte; one multiply-add is two FLOP. Two units are equal when they also
/// print alike, so a watt and a joule per second are different units of one size.
public struct QuantityUnit: Hashable, Sendable {
  /// How the unit prints, and how it can be parsed again: `TB/s`, `$/Mtok`, empty for plain numbers.
  public let symbol: String
  /// What the unit measures.
  public let dimensions: Dimensions

  /// The size is `multiplier / divisor` base units, both whole numbers, so that most conversions round once.
  package let multiplier: Double
  package let divisor: Double

  package init(
    symbol: String,
    multiplier: Double = 1,
    divisor: Double = 1,
    dimensions: Dimensions = .none
  ) {
    let common = Self.greatestCommonDivisor(multiplier, divisor)
    self.symbol = symbol
    self.multiplier = multiplier / common
    self.divisor = divisor / common
    self.dimensions = dimensions
  }

  /// How many base units (B, FLOP, s, tok, $, J and their products) one of this unit is.
  public var factor: Double { multiplier / divisor }

  /// The product of two units.
  public static func * (left: QuantityUnit, right: QuantityUnit) -> QuantityUnit {
    if left.symbol.isEmpty { return right }
    if right.symbol.isEmpty { return left }
    return QuantityUnit(
      symbol: left.symbolAsFactor(allowingProduct: true) + "·"
        + right.symbolAsFactor(allowingProduct: false),
      multiplier: left.multiplier * right.multiplier,
      divisor: left.divisor * right.divisor,
      dimensions: left.dimensions * right.dimensions
    )
  }

  /// The quotient of two units.
  public static func / (left: QuantityUnit, right: QuantityUnit) -> QuantityUnit {
    if right.symbol.isEmpty { return left }
    return QuantityUnit(
      symbol: left.symbol + "/" + right.symbolAsFactor(allowingProduct: false),
      multiplier: left.multiplier * right.divisor,
      divisor: left.divisor * right.multiplier,
      dimensions: left.dimensions / right.dimensions
    )
  }

  /// The unit multiplied by itself `power` times; its reciprocal for negative powers.
  public func raised(to power: Int) -> QuantityUnit {
    if power == 1 || symbol.isEmpty { return self }
    if power == 0 { return .one }
    let size = Self.wholePower(multiplier, power.magnitude)
    let part = Self.wholePower(divisor, power.magnitude)
    let isComposed = symbol.contains(where: Self.isOperator)
    return QuantityUnit(
      symbol: (isComposed ? "(" + symbol + ")" : symbol) + "^\(power)",
      multiplier: power > 0 ? size : part,
      divisor: power > 0 ? part : size,
      dimensions: dimensions.raised(to: power)
    )
  }

  /// The unit with a prefix: bytes with giga is GB; a spelled-out unit keeps a space, `T multiplies`.
  package func prefixed(_ prefix: UnitPrefix) -> QuantityUnit {
    QuantityUnit(
      symbol: prefix.symbol + (symbol.count > 4 ? " " : "") + symbol,
      multiplier: multiplier * prefix.multiplier,
      divisor: divisor * prefix.divisor,
      dimensions: dimensions
    )
  }

  /// A value counted in this unit, counted in base units.
  package func baseValue(of value: Double) -> Double {
    divisor == 1 ? value * multiplier : value * multiplier / divisor
  }

  /// A value counted in base units, counted in this unit.
  package func value(ofBase value: Double) -> Double {
    multiplier == 1 ? value * divisor : value * divisor / multiplier
  }

  // MARK: -

  private func symbolAsFactor(allowingProduct: Bool) -> String {
    let needsParentheses = symbol.contains { character in
      character == "/" || (character == "·" && !allowingProduct)
    }
    return needsParentheses ? "(" + symbol + ")" : symbol
  }

  private static func isOperator(_ character: Character) -> Bool {
    character == "/" || character == "·" || character == "^"
  }

  private static func wholePower(_ base: Double, _ power: UInt) -> Double {
    var result = 1.0
    for _ in 0..<power { result *= base }
    return result
  }

  private static func greatestCommonDivisor(_ first: Double, _ second: Double) -> Double {
    guard first.isFinite, second.isFinite else { return 1 }
    var (larger, smaller) = (first, second)
    while smaller != 0 {
      (larger, smaller) = (smaller, larger.truncatingRemainder(dividingBy: smaller))
    }
    return larger
  }
}

extension QuantityUnit: CustomStringConvertible {
  /// The unit's symbol.
  public var description: String { symbol }
}
