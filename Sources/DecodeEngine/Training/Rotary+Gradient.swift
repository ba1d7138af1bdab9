/// Rotary positions over buffers of training, with their gradient.
///
///     (a, b) → (a · cos − b · sin, b · cos + a · sin)
///
/// A pair is element i of the first half of a head and element i of the second, as in published Llama
/// checkpoints. Turning back by the same angle is both the inverse and the gradient.
///
/// > Source: arXiv 2104.09864, section 3.4.
extension RotaryTable {
  /// Turns all heads of all rows, each sequence from position 0 on; `backwards` turns them back.
  ///
  /// - Parameters:
  ///   - x: (rows, heads · width), where heads are as wide as the table turns columns.
  ///   - sequences: The rows of each sequence, none longer than the table has positions.
  ///   - backwards: Whether angles are taken with the opposite sign.
  func rotate(
    _ x: inout [Float],
    sequences: [Range<Int>],
    backwards: Bool = false
  ) {
    let half = width / 2
    let rows = sequences.last?.upperBound ?? 0
    let rowWidth = x.count / max(rows, 1)
    for sequence in sequences {
      for row in sequence {
        let cosines = (row - sequence.lowerBound) * width
        let sines = cosines + half
        for head in stride(from: row * rowWidth, to: (row + 1) * rowWidth, by: width) {
          for pair in 0..<half {
            let sine = backwards ? -turns[sines + pair] : turns[sines + pair]
            let cosine = turns[cosines + pair]
            let (a, b) = (x[head + pair], x[head + half + pair])
            x[head + pair] = a * cosine - b * sine
            x[head + half + pair] = b * cosine + a * sine
          }
        }
      }
    }
  }
}
