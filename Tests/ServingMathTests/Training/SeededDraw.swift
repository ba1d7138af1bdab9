import Quantities
import TestSupport

/// Seeded draws for the laws of this folder.
extension SeededGenerator {
  /// A number between two positive bounds, each order of magnitude as likely as the next.
  mutating func magnitude(_ bounds: ClosedRange<Double>) -> Double {
    let exponent = Double.random(in: 0...1, using: &self)
    var result = bounds.lowerBound
    let ratio = bounds.upperBound / bounds.lowerBound
    // ratio^exponent by repeated square roots, so that the test needs no mathematics library.
    var root = ratio
    var rest = exponent
    for _ in 0..<50 {
      root = root.squareRoot()
      rest *= 2
      if rest >= 1 {
        result *= root
        rest -= 1
      }
    }
    return result
  }

  /// The same as a plain quantity.
  mutating func plain(_ bounds: ClosedRange<Double>) -> Quantity { Quantity(magnitude(bounds)) }
}
