package import CellRuntime
import Quantities

/// Turns the numbers of an axis into shares of its length, and chooses where ticks stand.
package struct PlotScale {
  let scale: Axis.Scale
  /// The ends, in the unit of the axis.
  package let low: Double
  package let high: Double

  /// A tick: its place and, unless it is a minor one, its number.
  package struct Tick: Hashable {
    package let value: Double
    package let label: String?
  }

  /// Takes the axis' own range, or one around the data.
  ///
  /// A padded range ends on ticks and, where that shows the whole of a quantity, begins at zero; one
  /// that is not padded ends where the data end.
  package init(_ axis: Axis, data: [Double], padded: Bool) {
    scale = axis.scale
    if let range = axis.range {
      (low, high) = (range.lowerBound, range.upperBound)
      return
    }
    let data = data.filter(axis.accepts)
    let least = data.min() ?? 1
    let most = data.max() ?? 1
    switch axis.scale {
    case .linear:
      var (low, high) = (least, most)
      if low == high { (low, high) = (min(0, low), max(0, high)) }
      if low == high { high = low + 1 }
      if padded {
        if low > 0, low < high * 0.6 { low = 0 }
        let step = Self.step(low, high, count: 6).value
        low = (low / step + 1e-9).rounded(.down) * step
        high = (high / step - 1e-9).rounded(.up) * step
      }
      (self.low, self.high) = (low, high)
    case .log:
      var (low, high) = (least, most)
      if low == high { (low, high) = (low / 10, high * 10) }
      if padded {
        low = Self.roundMantissas(below: low)
        high = Self.roundMantissas(above: high)
      }
      (self.low, self.high) = (low, high)
    }
  }

  /// 0 at the low end, 1 at the high end.
  package func share(_ value: Double) -> Double {
    switch scale {
    case .linear: (value - low) / (high - low)
    case .log: Self.logarithm(value / low) / Self.logarithm(high / low)
    }
  }

  /// Ticks for an axis with room for about so many numbers.
  package func ticks(about count: Int) -> [Tick] {
    scale == .linear ? linearTicks(count) : logTicks(count)
  }

  /// Ticks for a level axis of a picture: as many as wished, but fewer where their numbers would touch.
  func ticks(about count: Int, in length: Double, _ form: PictureForm) -> [Tick] {
    for count in stride(from: count, to: 2, by: -1) {
      let ticks = ticks(about: count)
      var end = -Double.infinity
      let areApart = ticks.allSatisfy { tick in
        guard let label = tick.label else { return true }
        let middle = share(tick.value) * length
        let half = TextMetrics.width(label, size: form.tickSize) / 2
        defer { end = middle + half + form.tickSize * 0.75 }
        return middle - half >= end
      }
      if areApart { return ticks }
    }
    return ticks(about: 2)
  }

  // MARK: Linear

  private func linearTicks(_ count: Int) -> [Tick] {
    let step = Self.step(low, high, count: count)
    let first = Int((low / step.value - 1e-9).rounded(.up))
    let last = Int((high / step.value + 1e-9).rounded(.down))
    guard first <= last else { return [] }
    let most = max(abs(low), abs(high))
    let needsPowers = most >= 1e7 || most < 1e-3
    return (first...last).map { multiple in
      let (digits, decade) = (multiple * step.mantissa, step.decade)
      let value = Self.scaled(Double(digits), decade)
      let label =
        needsPowers
        ? Self.powerText(digits, decade) : FigureText.number(value, .decimals(max(0, -decade)))
      return Tick(value: value, label: label)
    }
  }

  /// A whole number times a power of ten as a page writes it: `0`, `5×10¹¹`, `1.5×10¹²`.
  private static func powerText(_ digits: Int, _ decade: Int) -> String {
    guard digits != 0 else { return "0" }
    var written = String(digits.magnitude)
    let exponent = decade + written.count - 1
    while written.hasSuffix("0") { written.removeLast() }
    let fraction = written.dropFirst()
    return (digits < 0 ? "−" : "") + written.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
      + "×10" + FigureText.raised(exponent)
  }

  /// A distance between ticks: 1, 2 or 5 times a power of ten.
  private struct Step {
    let mantissa: Int
    let decade: Int

    var value: Double { PlotScale.scaled(Double(mantissa), decade) }
  }

  /// The step that cuts a range into about `count` parts.
  private static func step(_ low: Double, _ high: Double, count: Int) -> Step {
    let raw = (high - low) / Double(count)
    let decade = decade(raw)
    for mantissa in [1, 2, 5] where Double(mantissa) * power(decade) >= raw * 0.999 {
      return Step(mantissa: mantissa, decade: decade)
    }
    return Step(mantissa: 1, decade: decade + 1)
  }

  // MARK: Logarithmic

  private func logTicks(_ count: Int) -> [Tick] {
    let decades = Self.decade(low * 0.999_999)...Self.decade(high * 1.000_001)
    let span = Self.logarithm(high / low) / Self.logarithm(10)
    // Six numbers and more are many.
    let room = min(1, Double(count) / 6)
    let labelled: Set<Int> =
      span < 1.2 * room ? [1, 2, 3, 5, 7] : span < 2.5 * room ? [1, 2, 5] : [1]
    let stride = max(1, Int((span / Double(max(count, 2))).rounded(.up)))
    let isVast = high >= 1e7 || low < 1e-4
    var ticks: [Tick] = []
    for decade in decades {
      for mantissa in 1...9 {
        let value = Self.scaled(Double(mantissa), decade)
        guard value >= low * 0.999_999, value <= high * 1.000_001 else { continue }
        if stride > 1 || span > 7, mantissa > 1 { continue }
        guard labelled.contains(mantissa), decade.isMultiple(of: stride) else {
          ticks.append(Tick(value: value, label: nil))
          continue
        }
        let text =
          isVast && mantissa == 1
          ? "10" + FigureText.raised(decade) : FigureText.number(value, .exact)
        ticks.append(Tick(value: value, label: text))
      }
    }
    return ticks
  }

  private static func roundMantissas(below value: Double) -> Double {
    let decade = decade(value)
    return [5.0, 2].map { scaled($0, decade) }.first { $0 <= value } ?? power(decade)
  }

  private static func roundMantissas(above value: Double) -> Double {
    let decade = decade(value)
    return [1.0, 2, 5].map { scaled($0, decade) }.first { $0 >= value } ?? power(decade + 1)
  }

  // MARK: Arithmetic that is the same on every machine

  /// The power of ten at or below a positive number.
  private static func decade(_ value: Double) -> Int {
    var decade = 0
    while power(decade) > value { decade -= 1 }
    while power(decade + 1) <= value { decade += 1 }
    return decade
  }

  private static func power(_ exponent: Int) -> Double { scaled(1, exponent) }

  /// A mantissa times a power of ten, rounded once.
  private static func scaled(_ mantissa: Double, _ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent.magnitude { power *= 10 }
    return exponent < 0 ? mantissa / power : mantissa * power
  }

  /// The natural logarithm from the four basic operations, which round alike everywhere; the
  /// library's differs in the last digit between processors.
  package static func logarithm(_ value: Double) -> Double {
    var mantissa = value.significand
    var exponent = Double(value.exponent)
    if mantissa > 1.414_213_562_373_095_1 {
      mantissa /= 2
      exponent += 1
    }
    // ln m = 2 artanh s, with |s| < 0.172: the thirteenth term is below 1e-20.
    let s = (mantissa - 1) / (mantissa + 1)
    var term = s
    var sum = 0.0
    for degree in stride(from: 1.0, through: 25, by: 2) {
      sum += term / degree
      term *= s * s
    }
    return 2 * sum + exponent * 0.693_147_180_559_945_3
  }
}

extension FigureText {
  /// A number of an axis as a page writes it.
  static func number(_ value: Double, _ precision: NumberPrecision) -> String {
    let text: FigureText = "\(value, precision)"
    return text.pageText
  }
}
