import CellRuntime
package import Quantities

/// The values for which a claim would hold, for a program that judges its claims without this tool.
///
/// Found by asking the judge, which alone knows the rules: the values that it lets pass lie in one interval around
/// the stated one.
package struct ClaimInterval: Sendable {
  /// In base units; infinite where the claim has no end on that side.
  package let low: Double
  package let high: Double
  package let dimensions: Dimensions

  /// The interval of a claim about one value.
  ///
  /// - Returns: nil for a claim without a number and for one about a range.
  package init?(_ claim: Claim) {
    guard let statement = claim.statement,
      case .scalar(let computed, let isWhole) = claim.value?.content,
      let stated = statement.stated
    else { return nil }
    var options = claim.options
    options.isDisputed = false
    let unit = statement.unit ?? .one
    func passes(_ value: Double) -> Bool {
      let content = RecordedValue.Content.scalar(Quantity(value, unit), isWhole: isWhole)
      return Judge.verdict(statement, options, against: RecordedValue(content)) == .holds
    }
    guard passes(stated) else { return nil }
    func end(_ sign: Double) -> Double {
      if passes(sign * 1e300) { return sign * .infinity }
      var step = max(abs(stated), 1) * 1e-12
      while passes(stated + sign * step) { step *= 2 }
      var (inside, outside) = (stated, stated + sign * step)
      for _ in 0..<200 where inside != outside {
        let middle = (inside + outside) / 2
        if passes(middle) { inside = middle } else { outside = middle }
      }
      return inside
    }
    let factor = Quantity(1, unit).baseValue
    low = end(-1) * factor
    high = end(1) * factor
    dimensions = computed.dimensions
  }
}

extension ClaimStatement {
  /// A value that the statement itself names, in its unit.
  fileprivate var stated: Double? {
    switch form {
    case .property: nil
    case .number(let number): number.value
    case .range(let low, _): low.value
    case .ratio(let above, let below): above.value / below.value
    case .word(let factor): factor
    }
  }
}
