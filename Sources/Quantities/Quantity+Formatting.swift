extension Quantity: CustomStringConvertible {
  /// The quantity to three significant digits in the unit of `formatted(in:_:)`'s choice.
  public var description: String { formatted() }

  /// The quantity as text: `3.35 TB/s`, `$0.31/Mtok`, `14.4 ms`, `2,400`.
  ///
  /// - Parameters:
  ///   - unit: The unit to print in; without one, the prefix that leaves 1 to 999 after rounding. Bytes
  ///     take decimal prefixes, seconds none above one, dollars none; prices are per hour and per million
  ///     tokens. The program stops, naming both, if the unit measures something else.
  ///   - precision: How many digits, three significant ones by default. With `exact` the text reads back
  ///     as the same quantity; where no value in a chosen unit does, a smaller unit is chosen. In a
  ///     unit asked for, it then is the exact `value(in:)`.
  /// - Returns: The number, a space and the unit; a dollar sign before the number, a percent sign after it.
  public func formatted(
    in unit: QuantityUnit? = nil,
    _ precision: NumberPrecision = .significant(3)
  ) -> String {
    if let unit {
      let value = value(in: unit)
      if precision == .exact, let text = exactNumber(in: unit) { return unit.attached(to: text) }
      return unit.attached(to: value.formatted(precision))
    }
    let chosen = displayUnit(precision)
    guard precision == .exact else {
      return chosen.attached(to: chosen.value(ofBase: baseValue).formatted(precision))
    }
    let scale = DisplayScale(of: dimensions)
    for unit in [chosen] + scale.steps.reversed().filter({ $0.factor < chosen.factor }) {
      if let text = exactNumber(in: unit) { return unit.attached(to: text) }
    }
    return scale.base.attached(to: baseValue.formatted(.exact))
  }

  /// What is printed to so many significant digits in the unit of `formatted(in:_:)`'s choice, as a quantity.
  ///
  /// - Parameter count: How many digits, from 1 on.
  /// - Returns: The quantity that the printed number is; a value that is not finite as it is.
  package func rounded(toSignificant count: Int) -> Quantity {
    guard baseValue.isFinite else { return self }
    let unit = displayUnit(.significant(count))
    let number = DecimalDigits(unit.value(ofBase: baseValue), significant: count).value
    return Quantity(number, unit)
  }

  /// The unit in which the quantity prints when none is asked for.
  package func displayUnit(_ precision: NumberPrecision) -> QuantityUnit {
    DisplayScale(of: dimensions).unit(for: baseValue, precision)
  }

  /// The shortest number that, counted in the unit, is this very quantity; nil if no number is.
  private func exactNumber(in unit: QuantityUnit) -> String? {
    let value = unit.value(ofBase: baseValue)
    guard value.isFinite else { return baseValue.isFinite ? nil : value.formatted(.exact) }
    for count in 1...17 {
      let rounded = DecimalDigits(value, significant: count).value
      if unit.baseValue(of: rounded) == baseValue { return rounded.formatted(.exact) }
    }
    // Converting rounds twice, so the number may be a neighbour of the converted one.
    return [value.nextUp, value.nextDown].first { unit.baseValue(of: $0) == baseValue }?
      .formatted(.exact)
  }
}

extension QuantityUnit {
  /// The unit as messages name it.
  var name: String { symbol.isEmpty ? "plain numbers" : symbol }

  /// A number with its unit: the currency goes before it, other units behind.
  package func attached(to number: String) -> String {
    if symbol.isEmpty { return number }
    if symbol == "%" { return number + symbol }
    if symbol.hasPrefix("$") && !symbol.hasPrefix("$^") {
      let isNegative = number.hasPrefix("-")
      return (isNegative ? "-$" : "$") + number.drop { $0 == "-" } + symbol.dropFirst()
    }
    let isWord = ["day", "month", "year"].contains(symbol)
    return number + " " + symbol + (isWord && number != "1" ? "s" : "")
  }
}
