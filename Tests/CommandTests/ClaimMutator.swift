import CellRuntime
import Literate
import Quantities

/// Makes wrong texts out of a right claim: by the rules of the tolerances, not by the code that judges.
struct ClaimMutator {
  let claim: Claim
  let statement: ClaimStatement
  let value: RecordedValue
  /// The digits in the claim's text, as typed: `2,400`, `0.31`.
  private let digits: String
  private let decimals: Int

  /// One wrong text, and why it is wrong.
  struct Mutation {
    var text: String
    var reason: String
    /// Whether the message must hold both values in one unit.
    var isOffByANumber = true
  }

  /// - Returns: nil for a claim that is bound to a Bool: its value is negated instead.
  init?(_ claim: Claim) {
    guard let statement = claim.statement, let value = claim.value else { return nil }
    if case .flag = value.content { return nil }
    self.claim = claim
    self.statement = statement
    self.value = value
    let number = statement.numberText.firstMatch(of: /\d[\d,]*(\.\d+)?/)
    let digits = number.map { String($0.0) } ?? ""
    self.digits = digits
    decimals = digits.firstIndex(of: ".").map { digits[$0...].count - 1 } ?? 0
  }

  /// All wrong texts of the claim.
  var mutations: [Mutation] {
    switch statement.form {
    case .property: []
    case .number(let number) where statement.isInWords: spelled(number.value)
    case .range(let low, _) where statement.isInWords: spelled(low.value)
    case .ratio where statement.isInWords: words(0.5) + [unitOnAWord]
    case .word(let factor): claim.options.isDisputed ? computedWord : words(factor) + [unitOnAWord]
    case .number(let number): numbers(number) + units(number)
    case .ratio(let above, _): numbers(above) + units(above)
    case .range(let low, let high): ranges(low, high) + units(low)
    }
  }

  // MARK: - The nearest numbers that are wrong

  private func numbers(_ written: ClaimStatement.Written) -> [Mutation] {
    guard case .scalar(let quantity, let isWhole) = value.content else { return [] }
    let computed = inUnit(quantity)
    let scale = statedValue(written) / typed
    guard !claim.options.isDisputed else {
      return [
        Mutation(text: replacing(whole: isWhole, computed / scale), reason: "the computed value")
      ]
    }
    let step = self.step
    var found: [Mutation] = []
    for direction in [-1.0, 1.0] {
      // The first value of as many digits, from the computed one on, that the tolerance leaves out.
      var mantissa = (computed / scale / step).rounded()
      var tries = 0
      while accepts(mantissa * step * scale, computed, mantissa * step, isWhole: isWhole),
        tries < 200_000
      {
        mantissa += direction
        tries += 1
      }
      guard tries < 200_000, mantissa > 0 else { continue }  // at least and at most have one side
      found.append(
        Mutation(
          text: replacing(mantissa * step),
          reason: direction < 0 ? "the nearest below" : "the nearest above"
        )
      )
    }
    return found
  }

  private func ranges(
    _ low: ClaimStatement.Written,
    _ high: ClaimStatement.Written
  ) -> [Mutation] {
    guard case .scalar(let quantity, _) = value.content, !claim.options.isDisputed else {
      return []
    }
    let computed = inUnit(quantity)
    let second = statement.numberText.matches(of: /\d[\d,]*(\.\d+)?/).dropFirst().first
    guard let second, low.value != 0 else { return [] }
    let scale = low.value / typed
    let margin = margin(around: computed)
    let beyond = ((computed + margin) / scale / step).rounded(.down) * step + step
    let below = ((computed - margin) / scale / step).rounded(.up) * step - step
    // Both ends on one side of the computed value, and further away than a tolerance allows.
    return [(beyond, beyond + step), (below - step, below)].filter { $0.0 > 0 }.map { first, last in
      let text = statement.numberText.replacing(String(second.0), with: formatted(last))
        .replacing(digits, with: formatted(first), maxReplacements: 1)
      return Mutation(
        text: claimText.replacing(statement.numberText, with: text),
        reason: "a range beside the computed value"
      )
    }
  }

  /// How far a tolerance reaches to the side where it reaches furthest.
  private func margin(around computed: Double) -> Double {
    switch claim.options.tolerance {
    case .relative(let share): share * abs(computed)
    case .absolute(let width): width.value(in: statement.unit ?? .one)
    case .factor(let factor): (factor - 1) * abs(computed)
    default: 0
    }
  }

  /// Whether the rules let `stated` stand for `computed`; `mantissa` is what is typed.
  private func accepts(
    _ stated: Double,
    _ computed: Double,
    _ mantissa: Double,
    isWhole: Bool
  ) -> Bool {
    let gap = abs(stated - computed)
    let slack = 1e-9 * max(abs(stated), abs(computed))
    switch claim.options.tolerance {
    case .relative(let share): return gap <= share * abs(computed) + slack
    case .absolute(let width): return gap <= width.value(in: statement.unit ?? .one) + slack
    case .factor(let factor):
      let ratio = stated / computed
      return ratio <= factor * (1 + 1e-9) && ratio >= (1 - 1e-9) / factor
    case .exact: return gap <= slack
    case .atLeast: return stated <= computed + slack
    case .atMost: return stated >= computed - slack
    case nil: break
    }
    if case .ratio = statement.form, !statement.isApproximate { return gap <= slack }
    let scale = stated / mantissa
    if statement.isApproximate {
      let place = mantissa > 0 ? Self.powerOfTen(below: mantissa) : step
      return gap <= place / 2 * scale + slack
    }
    return gap <= (isWhole ? 0 : step / 2 * scale) + slack
  }

  private static func powerOfTen(below number: Double) -> Double {
    var power = 1.0
    while power * 10 <= number { power *= 10 }
    while power > number { power /= 10 }
    return power
  }

  // MARK: - Wrong units

  private func units(_ written: ClaimStatement.Written) -> [Mutation] {
    var found = [
      Mutation(
        text: withUnit(statement.dimensions == QuantityUnit.seconds.dimensions ? " GB" : " ms"),
        reason: "a unit of another dimension",
        isOffByANumber: false
      )
    ]
    // Nothing is a thousand times nothing.
    guard !claim.options.isDisputed, typed != 0 else { return found }
    // The side on which a one-sided tolerance can fail.
    let factor = claim.options.tolerance == .atMost ? 1e-3 : 1e3
    if let unit = statement.unit, unit.factor != 0.01 {
      let wanted = unit.factor * factor
      let names =
        Self.unitNames.first { name in
          guard let other = try? QuantityUnit(parsing: name) else { return false }
          return other.dimensions == unit.dimensions && abs(other.factor / wanted - 1) < 1e-9
        }
      // Where no unit of that size has a name, the number is a thousand times away instead.
      if let names {
        found.append(Mutation(text: withUnit(" " + names), reason: "a unit a thousand times away"))
      }
    }
    if found.count == 1, case .range = statement.form {
      found.append(Mutation(text: everyNumber(times: factor), reason: "a thousand times away"))
    } else if found.count == 1 {
      found.append(
        Mutation(
          text: replacing(typed * factor, decimals: factor < 1 ? decimals + 3 : decimals),
          reason: "a thousand times away"
        )
      )
    }
    return found
  }

  private static let unitNames: [String] = {
    let bytes = ["mB", "B", "kB", "MB", "GB", "TB", "PB", "EB"]
    let rates = ["/s", "/tok", "/h", ""]
    let flop = ["FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP"]
    let times = ["ns", "us", "ms", "s", "ks"]
    let tokens = ["tok", "ktok", "Mtok", "Gtok", "Ttok"]
    let others = ["W", "kW", "MW", "J", "kJ", "MJ", "kWh", "MWh"]
    return times + others + (bytes + flop + tokens).flatMap { unit in rates.map { unit + $0 } }
  }()

  private var unitOnAWord: Mutation {
    Mutation(text: "3 ms", reason: "a unit on a plain number", isOffByANumber: false)
  }

  /// The computed value in place of a word that is announced as disputed.
  private var computedWord: [Mutation] {
    guard case .scalar(let quantity, _) = value.content else { return [] }
    let text = quantity.baseValue.formatted(.significant(12))
    return [Mutation(text: text, reason: "the computed value", isOffByANumber: false)]
  }

  private func words(_ factor: Double) -> [Mutation] {
    (factor < 1 ? ["two thirds", "a tenth"] : ["tenfold", "half"]).compactMap { word in
      guard let other = try? ClaimTextReader.statement(word), case .word(let number) = other.form,
        number != factor, isRefused(number, instead: factor)
      else { return nil }
      return Mutation(text: word, reason: "another factor")
    }
  }

  /// Whether a tolerance of one side leaves this side out.
  private func isRefused(_ number: Double, instead stated: Double) -> Bool {
    switch claim.options.tolerance {
    case .atMost: number < stated
    case .atLeast: number > stated
    default: true
    }
  }

  /// Other numbers in words, and a unit where none belongs.
  private func spelled(_ stated: Double) -> [Mutation] {
    let counts: [(String, Double)] = [
      ("three", 3), ("seventeen", 17), ("ninety", 90), ("five trillion", 5e12),
    ]
    let unit = statement.unit.map { $0.attached(to: "").drop { $0 == " " } }.map { " " + $0 } ?? ""
    var found = counts.filter { count in
      (count.1 < stated / 20 || count.1 > stated * 2 || abs(count.1 - stated) >= 1 && stated < 100)
        && isRefused(count.1, instead: stated)
    }
    .map { Mutation(text: $0.0 + unit, reason: "another count", isOffByANumber: false) }
    let other = statement.dimensions == QuantityUnit.seconds.dimensions ? "GB" : "ms"
    found.append(
      Mutation(text: "nine \(other)", reason: "a unit of another dimension", isOffByANumber: false)
    )
    return claim.options.isDisputed ? computedWord : found
  }

  // MARK: - Writing texts

  private var claimText: String {
    String(claim.text.map { "\u{A0}\u{202F}\n".contains($0) ? " " : $0 })
  }
  private var typed: Double { Double(digits.replacing(",", with: "")) ?? .nan }
  private var step: Double { (0..<decimals).reduce(1) { step, _ in step / 10 } }

  private func statedValue(_ written: ClaimStatement.Written) -> Double {
    guard case .ratio(let above, let below) = statement.form else { return written.value }
    return above.value / below.value
  }

  private func inUnit(_ quantity: Quantity) -> Double {
    statement.unit.map { quantity.value(in: $0) } ?? quantity.baseValue
  }

  private func formatted(_ number: Double, decimals count: Int? = nil) -> String {
    number.formatted(.decimals(count ?? decimals))
  }

  private func replacing(_ number: Double, decimals: Int? = nil) -> String {
    claimText.replacing(digits, with: formatted(number, decimals: decimals), maxReplacements: 1)
  }

  /// The text with each of its numbers multiplied.
  private func everyNumber(times factor: Double) -> String {
    claimText.replacing(/\d[\d,]*(\.\d+)?/) { match in
      let number = (Double(match.0.filter { $0 != "," }) ?? .nan) * factor
      return number.formatted(.decimals(factor < 1 ? decimals + 3 : decimals))
    }
  }

  private func replacing(whole: Bool, _ number: Double) -> String {
    // A computed value that is announced as disputed, with enough digits to hold.
    claimText.replacing(
      digits,
      with: number.formatted(whole ? .decimals(0) : .significant(12)),
      maxReplacements: 1
    )
  }

  /// The number as it is typed, another unit behind it, and no other words.
  private func withUnit(_ unit: String) -> String {
    let isRatioOrRange =
      switch statement.form {
      case .range, .ratio: true
      default: false
      }
    let suffix = claimText.firstRange(of: digits).flatMap { range -> Character? in
      let rest = claimText[range.upperBound...]
      guard let first = rest.first, "kMBT".contains(first) else { return nil }
      return rest.dropFirst().first.map { $0.isLetter || $0 == "/" } == true ? nil : first
    }
    let scaleWord = ["thousand", "million", "billion", "trillion"].first {
      statement.numberText.contains($0)
    }
    let number =
      isRatioOrRange
      ? String(
        statement.numberText.prefix {
          !$0.isLetter && $0 != "%" || $0 == "t" || $0 == "o" || $0 == "i" || $0 == "n" || $0 == "f"
        }
      )
      : digits + (suffix.map(String.init) ?? "") + (scaleWord.map { " " + $0 } ?? "")
    return number.trimmingEnd + unit
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
