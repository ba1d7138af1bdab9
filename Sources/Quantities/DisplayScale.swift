/// The units among which the printed form of a quantity chooses.
///
/// The first factor above the fraction bar takes the prefix that leaves 1 to 999: bytes, FLOP and tokens
/// decimal ones, seconds those below one. Prices have one customary unit each: the hour, the million
/// tokens, the gigabyte, the kilowatt-hour.
struct DisplayScale {
  /// From the smallest to the largest.
  let steps: [QuantityUnit]
  /// The unit of factor 1.
  let base: QuantityUnit
  /// Whether 1,000 and more of the largest step is printed as such rather than as a power of ten.
  let groupsAboveTop: Bool

  init(of dimensions: Dimensions) {
    var above: [QuantityUnit] = []
    var below: [QuantityUnit] = []
    var leadingPrefixes: [UnitPrefix] = []
    for part in Self.parts(of: dimensions) where part.exponent != 0 {
      let unit = part.unit.raised(to: Int(part.exponent.magnitude))
      if part.exponent > 0 {
        if above.isEmpty && part.exponent == 1 { leadingPrefixes = part.prefixes }
        above.append(unit)
      } else {
        below.append(unit)
      }
    }
    let leading = above.first ?? .one
    let others = above.dropFirst()
    let divisor = below.reduce(QuantityUnit.one, *)
    func composed(_ first: QuantityUnit) -> QuantityUnit { others.reduce(first, *) / divisor }

    base = composed(leading)
    if let customary = Self.customary[dimensions] {
      steps = [customary]
      groupsAboveTop = true
    } else {
      let prefixed = leadingPrefixes.map { composed(leading.prefixed($0)) }
      steps = (prefixed + [base]).sorted { $0.factor < $1.factor }
      groupsAboveTop = steps.last == base
    }
  }

  /// The step that leaves 1 to 999 after rounding.
  func unit(for baseValue: Double, _ precision: NumberPrecision) -> QuantityUnit {
    guard baseValue.isFinite, baseValue != 0 else { return steps.count == 1 ? steps[0] : base }
    let magnitude = baseValue.magnitude
    var index = steps.lastIndex { $0.value(ofBase: magnitude) >= 1 } ?? 0
    if precision.rounded(steps[index].value(ofBase: magnitude)) >= 1000 {
      if index + 1 < steps.count {
        index += 1
      } else if !groupsAboveTop {
        return base
      }
    }
    return steps[index]
  }

  // MARK: -

  private static func parts(
    of dimensions: Dimensions
  ) -> [(exponent: Int8, unit: QuantityUnit, prefixes: [UnitPrefix])] {
    if dimensions == QuantityUnit.watts.dimensions {
      return [(1, .watts, [.milli] + UnitPrefix.decimal)]
    }
    return [
      (dimensions.dollars, .dollars, []),
      (dimensions.bytes, .bytes, UnitPrefix.decimal),
      (dimensions.flop, .flop, UnitPrefix.decimal),
      (dimensions.tokens, .tokens, [.kilo, .mega, .giga, .tera]),
      (dimensions.joules, .joules, UnitPrefix.fractions + UnitPrefix.decimal),
      (dimensions.seconds, .seconds, [.nano, .micro, .milli]),
    ]
  }

  private static let customary: [Dimensions: QuantityUnit] = [
    QuantityUnit.dollarsPerHour.dimensions: .dollarsPerHour,
    QuantityUnit.dollarsPerMegatoken.dimensions: .dollarsPerMegatoken,
    (QuantityUnit.dollars / .bytes).dimensions: .dollars / .gigabytes,
    (QuantityUnit.dollars / .joules).dimensions: .dollars / .kilowattHours,
  ]
}

extension NumberPrecision {
  /// The number that is printed, as a number.
  fileprivate func rounded(_ number: Double) -> Double {
    switch self {
    case .significant(let count): DecimalDigits(number, significant: count).value
    case .decimals(let count): DecimalDigits(number, decimals: count).value
    case .exact: number
    }
  }
}
