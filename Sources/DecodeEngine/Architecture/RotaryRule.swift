/// How fast the pairs of a head's columns turn with position, and how that was stretched to longer contexts.
package struct RotaryRule: Hashable, Sendable {
  /// How frequencies were changed after training on shorter texts.
  package enum Scaling: Hashable, Sendable {
    case none
    /// All positions are divided by the factor.
    case linear(factor: Double)
    /// Each pair is slowed by a factor of its own.
    case factors([Double])
    /// Slow pairs are divided by the factor, fast ones stay, those between are mixed (Llama 3.1).
    case llama3(factor: Double, low: Double, high: Double, original: Double)
    /// The same by the number of turns within the original context, and scores are sharpened (YaRN).
    case yarn(
      factor: Double,
      fast: Double,
      slow: Double,
      original: Double,
      truncates: Bool,
      attentionFactor: Double
    )
  }

  /// Columns that turn.
  package let width: Int
  /// The base of the geometric series of frequencies.
  package let theta: Double
  /// How frequencies were changed.
  package let scaling: Scaling

  /// Radians per position of each pair of columns.
  ///
  ///     θ^(−2i / width), then as `scaling` says
  ///
  /// In single precision throughout, in the order in which the library of Hugging Face rounds: an angle at
  /// position 4,000 carries 4,000 times a frequency's last bit.
  ///
  /// > Source: Su et al., arXiv 2104.09864; Peng et al., arXiv 2309.00071 (YaRN); Llama 3.1's published code.
  package var frequencies: [Float] {
    let periods = (0..<width / 2).map { pair in
      Float(PortableMath.power(theta, Double(Float(2 * pair) / Float(width))))
    }
    let plain = periods.map { 1 / $0 }
    switch scaling {
    case .none: return plain
    case .linear(let factor): return plain.map { $0 / Float(factor) }
    case .factors(let factors): return zip(plain, factors).map { $0 / Float($1) }
    case .llama3(let factor, let low, let high, let original):
      return plain.map {
        Self.llama3($0, Float(factor), Float(low), Float(high), Float(original))
      }
    case .yarn(let factor, let fast, let slow, let original, let truncates, _):
      var first = pairIndex(turns: fast, within: original)
      var last = pairIndex(turns: slow, within: original)
      if truncates { (first, last) = (first.rounded(.down), last.rounded(.up)) }
      first = max(first, 0)
      last = min(last, Double(width - 1))
      let span = first == last ? 0.001 : last - first
      return periods.enumerated().map { index, period in
        let quickness = 1 - min(1, max(0, (Float(index) - Float(first)) / Float(span)))
        return 1 / (Float(factor) * period) * (1 - quickness) + 1 / period * quickness
      }
    }
  }

  private static func llama3(
    _ frequency: Float,
    _ factor: Float,
    _ low: Float,
    _ high: Float,
    _ original: Float
  ) -> Float {
    let period = 2 * Float.pi / frequency
    if period > original / low { return frequency / factor }
    if period < original / high { return frequency }
    let share = (original / period - low) / (high - low)
    return (1 - share) * frequency / factor + share * frequency
  }

  /// By how much positions were stretched; nil where each pair has a factor of its own or none has.
  var stretch: Double? {
    switch scaling {
    case .none, .factors: nil
    case .linear(let factor), .llama3(let factor, _, _, _), .yarn(let factor, _, _, _, _, _): factor
    }
  }

  /// What cosines and sines are multiplied with.
  package var factor: Double {
    guard case .yarn(_, _, _, _, _, let factor) = scaling else { return 1 }
    return factor
  }

  /// The pair that turns so many times within a context, as a fraction.
  private func pairIndex(turns: Double, within original: Double) -> Double {
    let ratio = PortableMath.logarithm(original / (turns * 2 * .pi))
    return Double(width) * ratio / (2 * PortableMath.logarithm(theta))
  }

  /// The table for so many positions.
  func table(positions: Int) -> RotaryTable {
    RotaryTable(frequencies: frequencies.map(Double.init), factor: factor, positions: positions)
  }
}
