/// Rotary positions: each pair of a head's elements is turned by an angle that grows with the position.
///
///     angle = position · θ^(−2·i / d)      for i from 0 up to d / 2
///     (a, b) → (a · cos − b · sin, b · cos + a · sin)
///
/// A pair is element i of the first half and element i of the second, as in published Llama checkpoints.
/// Turning back by the same angle is both the inverse and the gradient.
///
/// > Source: arXiv 2104.09864, section 3.4.
struct RotaryPositions: Sendable {
  private let half: Int
  private let sines: [Float]  // (positions, half)
  private let cosines: [Float]  // (positions, half)

  /// The sines and cosines of the first so many positions, calculated in double precision.
  init(positions: Int, headDimension: Int, base: Double) {
    half = headDimension / 2
    let logBase = PortableMath.logarithm(base)
    var sines: [Float] = []
    var cosines: [Float] = []
    for position in 0..<positions {
      for pair in 0..<half {
        let exponent = -2 * Double(pair) / Double(headDimension) * logBase
        let angle = Double(position) * PortableMath.exponential(exponent)
        let (sine, cosine) = PortableMath.sineAndCosine(angle)
        sines.append(Float(sine))
        cosines.append(Float(cosine))
      }
    }
    (self.sines, self.cosines) = (sines, cosines)
  }

  /// Turns all heads of all rows, each sequence from position 0 on; `backwards` turns them back.
  func rotate(
    _ x: inout [Float],
    sequences: [Range<Int>],
    backwards: Bool = false
  ) {
    let rows = sequences.last?.upperBound ?? 0
    let width = x.count / max(rows, 1)
    for sequence in sequences {
      for row in sequence {
        let angles = (row - sequence.lowerBound) * half
        for head in stride(from: row * width, to: (row + 1) * width, by: 2 * half) {
          for pair in 0..<half {
            let sine = backwards ? -sines[angles + pair] : sines[angles + pair]
            let cosine = cosines[angles + pair]
            let (a, b) = (x[head + pair], x[head + half + pair])
            x[head + pair] = a * cosine - b * sine
            x[head + half + pair] = b * cosine + a * sine
          }
        }
      }
    }
  }
}
