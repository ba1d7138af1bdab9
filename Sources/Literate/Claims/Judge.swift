package import CellRuntime
import Quantities

/// What came of holding a claim against its computed value.
package enum Verdict: Sendable, Equatable {
  case holds
  /// Announced as not what comes out, and it is not.
  case disputed
  /// Does not hold: a message, and what to do about it.
  case failed(message: String, help: String?)
  /// The expression has no value: its cell failed.
  case unresolved
}

/// The rules by which a written number is held against a computed one.
///
/// Every link that states a number goes through here.
package struct Judge {
  let statement: ClaimStatement
  let options: ClaimOptions

  /// The interval of the last comparison.
  private var allowed: ClosedRange<Double>?

  private init(statement: ClaimStatement, options: ClaimOptions) {
    self.statement = statement
    self.options = options
  }

  /// Ends of intervals are inclusive, with this much slack.
  private static let slack = 1e-9

  package static func verdict(
    _ statement: ClaimStatement,
    _ options: ClaimOptions,
    against value: RecordedValue
  ) -> Verdict {
    var judge = Judge(statement: statement, options: options)
    let outcome = judge.outcome(value.content)
    switch outcome {
    case .misfit(let message, let help): return .failed(message: message, help: help)
    case .holds where options.isDisputed:
      return .failed(
        message: "claim '\(statement.numberText)' is announced as disputed, but it holds"
          + judge.computedWords(value.content),
        help: "drop 'disputed', or tighten the tolerance"
      )
    case .holds: return .holds
    case .off where options.isDisputed: return .disputed
    case .off(let message, let help): return .failed(message: message, help: help)
    }
  }

  /// The numbers that a text allows a scalar to be, in the unit of the text; nil where nothing is compared.
  package static func allowed(
    _ statement: ClaimStatement,
    _ options: ClaimOptions,
    against value: RecordedValue
  ) -> ClosedRange<Double>? {
    guard case .scalar = value.content else { return nil }
    var judge = Judge(statement: statement, options: options)
    _ = judge.outcome(value.content)
    return judge.allowed
  }

  private enum Outcome {
    case holds
    case off(message: String, help: String?)
    /// The text and the value are not of one kind: wrong under `disputed` too.
    case misfit(message: String, help: String?)
  }

  // MARK: -

  private mutating func outcome(_ value: RecordedValue.Content) -> Outcome {
    switch (value, statement.form) {
    case (.flag(let isTrue), .property):
      return Self.outcome(ofFlag: isTrue)
    case (.flag(let isTrue), _) where statement.isInWords:
      return Self.outcome(ofFlag: isTrue)
    case (.flag, _):
      return .misfit(
        message: "claim '\(statement.numberText)' states a number, but its expression is a Bool",
        help: "state no number, or link to an expression that has one"
      )
    case (.scalar(let computed, _), .property):
      return .misfit(
        message: "this claim states no number, but its expression is \(brief(computed))",
        help: "state the number, or link to an expression of type Bool"
      )
    case (.range, .property):
      return .misfit(
        message: "this claim states no number, but its expression is a range",
        help: "state the range, or link to an expression of type Bool"
      )
    case (.scalar(let computed, let isWhole), let form):
      if let misfit = dimensionMisfit(computed) { return misfit }
      switch form {
      case .number(let number): return judge(number, computed, isWhole: isWhole)
      case .range(let low, let high): return judge(between: low, high, computed)
      case .ratio(let above, let below): return judge(ratio: above, below, computed)
      case .word(let factor): return judge(word: factor, computed)
      case .property: return .holds
      }
    case (.range(let low, let high), .range(let statedLow, let statedHigh)):
      if let misfit = dimensionMisfit(low) { return misfit }
      if case .off(let message, let help) = judge(statedLow, low, isWhole: false) {
        return .off(message: "the lower end: " + message, help: help)
      }
      if case .off(let message, let help) = judge(statedHigh, high, isWhole: false) {
        return .off(message: "the upper end: " + message, help: help)
      }
      return .holds
    case (.range(let low, let high), _):
      return .misfit(
        message:
          "claim '\(statement.numberText)' states one number, but its expression is the range "
          + "\(brief(low)) to \(brief(high))",
        help: "state a range: 'A–B'"
      )
    }
  }

  private static func outcome(ofFlag isTrue: Bool) -> Outcome {
    isTrue
      ? .holds
      : .off(
        message: "this claim says so, but its expression is false",
        help: "say what is true, or correct the expression"
      )
  }

  /// A unit on a plain number, a number without its unit, or a unit of another dimension.
  private func dimensionMisfit(_ computed: Quantity) -> Outcome? {
    let stated = statement.dimensions
    guard stated != computed.dimensions else { return nil }
    let (text, value) = (statement.numberText, brief(computed))
    if stated == Dimensions.none {
      return .misfit(
        message: "claim '\(text)' states no unit, but the computed value is \(value)",
        help: "write '\(value)'"
      )
    }
    if computed.dimensions == Dimensions.none {
      return .misfit(
        message: "claim '\(text)' has a unit, but the computed value is the plain number \(value)",
        help: "write '\(value)', with what it counts if you like"
      )
    }
    let comparison = DimensionComparison(stated: stated, computed: computed.dimensions)
    return .misfit(
      message: "claim '\(text)' is in \(stated), but the computed value is \(value), in "
        + "\(computed.dimensions)",
      help: (["write '\(value)'"] + [comparison.suggestion].compactMap { $0 })
        .joined(separator: ", ")
    )
  }

  // MARK: Intervals, all in the statement's unit

  private mutating func judge(
    _ stated: ClaimStatement.Written,
    _ computed: Quantity,
    isWhole: Bool
  ) -> Outcome {
    let value = inUnit(computed)
    let margin =
      statement.isApproximate
      ? stated.halfUnitOfFirstDigit : isWhole ? 0 : stated.halfUnitOfLastDigit
    return judge(
      low: stated.value,
      high: stated.value,
      value,
      margin: margin,
      corrected: isWhole
        ? attached(value.formatted(.decimals(0)))
        : corrected(value, digits: stated.significantDigits)
    )
  }

  private mutating func judge(
    between low: ClaimStatement.Written,
    _ high: ClaimStatement.Written,
    _ computed: Quantity
  ) -> Outcome {
    judge(
      low: low.value,
      high: high.value,
      inUnit(computed),
      margin: nil,
      lowMargin: statement.isApproximate ? low.halfUnitOfFirstDigit : 0,
      highMargin: statement.isApproximate ? high.halfUnitOfFirstDigit : 0,
      corrected: nil
    )
  }

  private mutating func judge(
    ratio above: ClaimStatement.Written,
    _ below: ClaimStatement.Written,
    _ computed: Quantity
  ) -> Outcome {
    let stated = above.value / below.value
    var (low, high) = (stated, stated)
    if statement.isApproximate {
      low = above.value / (below.value + below.halfUnitOfFirstDigit)
      high = above.value / max(below.value - below.halfUnitOfFirstDigit, .leastNonzeroMagnitude)
    }
    let value = inUnit(computed)
    return judge(
      low: stated,
      high: stated,
      value,
      margin: nil,
      lowMargin: stated - low,
      highMargin: high - stated,
      corrected: "1 in \((1 / value).formatted(.significant(3)))"
    )
  }

  private mutating func judge(word factor: Double, _ computed: Quantity) -> Outcome {
    let value = inUnit(computed)
    return judge(
      low: factor,
      high: factor,
      value,
      margin: nil,
      tolerance: .relative(0.05),
      corrected: nil
    )
  }

  /// The one comparison.
  ///
  /// `value` must lie in the interval from `low` to `high`, widened by the tolerance, or by the margins when
  /// no tolerance is given.
  private mutating func judge(
    low: Double,
    high: Double,
    _ value: Double,
    margin: Double?,
    lowMargin: Double = 0,
    highMargin: Double = 0,
    tolerance: ClaimOptions.Tolerance? = nil,
    corrected: String?
  ) -> Outcome {
    var from = low - (margin ?? lowMargin)
    var to = high + (margin ?? highMargin)
    var allowed = margin.map { $0 == 0 ? "a whole number is exact" : "±\(shown($0)) allowed" } ?? ""
    var holds: (from: Double, to: Double)?
    switch options.tolerance ?? tolerance {
    case nil: if from < to { holds = (from, to) }
    case .relative(let share):
      (from, to) = (low - share * abs(value), high + share * abs(value))
      allowed = "±\((share * 100).formatted(.exact)) % allowed"
      // The share is one of the computed value, so the ends are not equally far away.
      if share < 1, low > 0 { holds = (low / (1 + share), high / (1 - share)) }
    case .absolute(let width):
      let unit = statement.unit ?? .one
      guard width.dimensions == unit.dimensions else {
        return .misfit(
          message: "the tolerance is in \(width.dimensions), the claim in \(unit.dimensions)",
          help: "give the tolerance in the claim's unit"
        )
      }
      let half = width.value(in: unit)
      (from, to) = (low - half, high + half)
      allowed = "±\(shown(half)) allowed"
      holds = (from, to)
    case .factor(let factor):
      (from, to) = low >= 0 ? (low / factor, high * factor) : (low * factor, high / factor)
      allowed = "a factor of \(factor.formatted(.exact)) allowed"
      holds = (from, to)
    case .exact:
      (from, to) = (low, high)
      allowed = "exact"
    case .atLeast:
      (from, to) = (low, .infinity)
      allowed = "at least that"
    case .atMost:
      (from, to) = (-.infinity, high)
      allowed = "at most that"
    }
    if !from.isNaN, !to.isNaN { self.allowed = min(from, to)...max(from, to) }
    if let holds {
      allowed += "\(allowed.isEmpty ? "it allows" : ",") \(shown(holds.from)) to \(shown(holds.to))"
    }
    guard value.isFinite else { return .off(message: gap(low, high, value, allowed), help: nil) }
    let slack = Self.slack * max(abs(value), max(abs(low), abs(high)))
    if value >= from - slack, value <= to + slack { return .holds }
    return .off(message: gap(low, high, value, allowed), help: help(value, corrected))
  }

  // MARK: Words

  private func gap(_ low: Double, _ high: Double, _ value: Double, _ allowed: String) -> String {
    let nearest = value < low ? low : high
    let side = nearest > value ? "above" : "below"
    var distance = "\(side) the computed \(shown(value))"
    if value != 0, value.isFinite {
      let percent = abs(nearest - value) / abs(value) * 100
      distance = "\(percent.formatted(.significant(2))) % \(distance)"
    }
    return "claim '\(statement.numberText)' is \(distance)"
      + (allowed.isEmpty ? "" : "; \(allowed)")
  }

  private func help(_ value: Double, _ corrected: String?) -> String? {
    guard let corrected else {
      return "write a range that holds \(shown(value)), or give a tolerance"
    }
    return "write '\(corrected)', or give the claim a tolerance"
  }

  private func computedWords(_ value: RecordedValue.Content) -> String {
    guard case .scalar(let computed, _) = value else { return "" }
    return ": the computed value is \(shown(inUnit(computed)))"
  }

  private func corrected(_ value: Double, digits: Int) -> String {
    attached(value.formatted(.significant(max(1, digits))))
  }

  /// A value of the statement's unit, in that unit, with enough digits to tell it from the stated one.
  private func shown(_ value: Double) -> String {
    let isShortWhole = value == value.rounded() && abs(value) < 1e6
    let digits = isShortWhole ? 7 : max(4, statement.significantDigits + 1)
    return attached(value.formatted(.significant(digits)).shortened)
  }

  private func attached(_ number: String) -> String {
    statement.unit?.attached(to: number) ?? number
  }

  private func inUnit(_ quantity: Quantity) -> Double {
    statement.unit.map { quantity.value(in: $0) } ?? quantity.baseValue
  }

  /// A value in the unit that suits it, without zeros at the end of its number.
  private func brief(_ quantity: Quantity) -> String {
    quantity.formatted(.significant(4)).replacing(/\.([0-9]*?)0+(?![0-9])/) { match in
      match.1.isEmpty ? "" : ".\(match.1)"
    }
  }
}

extension String {
  /// A decimal number without zeros at its end.
  fileprivate var shortened: String {
    guard contains("."), !contains("×"), !contains("e") else { return self }
    return trimmingZeros
  }

  private var trimmingZeros: String {
    var text = self[...]
    while text.hasSuffix("0") { text = text.dropLast() }
    if text.hasSuffix(".") { text = text.dropLast() }
    return String(text)
  }
}
