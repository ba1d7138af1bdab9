import Glibc

/// How fast the pairs of a head's columns turn with position, and how that was stretched to longer contexts.
public struct RotaryRule: Hashable, Sendable {
  /// How frequencies were changed after training on shorter texts.
  public enum Scaling: Hashable, Sendable {
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
  public let width: Int
  /// The base of the geometric series of frequencies.
  public let theta: Double
  /// How frequencies were changed.
  public let scaling: Scaling

  /// Radians per position of each pair of columns.
  ///
  ///     θ^(−2i / width), then as `scaling` says
  ///
  /// > Source: Su et al., arXiv 2104.09864; Peng et al., arXiv 2309.00071 (YaRN); Llama 3.1's published code.
  public var frequencies: [Double] {
    let pairs = width / 2
    // Single precision at the points where the models' own code rounds.
    let plain = (0..<pairs).map { Double(1 / Float(pow(theta, Double(2 * $0) / Double(width)))) }
    switch scaling {
    case .none: return plain
    case .linear(let factor): return plain.map { $0 / factor }
    case .factors(let factors): return zip(plain, factors).map { $0 / $1 }
    case .llama3(let factor, let low, let high, let original):
      return plain.map { frequency in
        let turns = original * frequency / (2 * .pi)
        if turns < low { return frequency / factor }
        if turns > high { return frequency }
        let share = (turns - low) / (high - low)
        return (1 - share) * frequency / factor + share * frequency
      }
    case .yarn(let factor, let fast, let slow, let original, let truncates, _):
      var first = pairIndex(turns: fast, within: original)
      var last = pairIndex(turns: slow, within: original)
      if truncates { (first, last) = (first.rounded(.down), last.rounded(.up)) }
      first = max(first, 0)
      last = min(last, Double(width - 1))
      let span = first == last ? 0.001 : last - first
      return plain.enumerated().map { index, frequency in
        let slowness = min(1, max(0, (Double(index) - first) / span))
        return frequency / factor * slowness + frequency * (1 - slowness)
      }
    }
  }

  /// What cosines and sines are multiplied with.
  public var factor: Double {
    guard case .yarn(_, _, _, _, _, let factor) = scaling else { return 1 }
    return factor
  }

  /// The pair that turns so many times within a context, as a fraction.
  private func pairIndex(turns: Double, within original: Double) -> Double {
    Double(width) * log(original / (turns * 2 * .pi)) / (2 * log(theta))
  }

  /// The table for so many positions.
  func table(positions: Int) -> RotaryTable {
    RotaryTable(frequencies: frequencies, factor: factor, positions: positions)
  }
}
