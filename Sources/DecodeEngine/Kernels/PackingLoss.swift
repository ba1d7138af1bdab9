/// What a matrix lost when it was rounded to its format.
package struct PackingLoss: Hashable, Sendable {
  /// The sum of the squares of all differences.
  package internal(set) var squaredError = 0.0
  /// The sum of the squares of all weights as they were read.
  package internal(set) var squaredWeights = 0.0
  /// The largest difference.
  package internal(set) var largestError: Float = 0
  /// The largest weight as it was read.
  package internal(set) var largestWeight: Float = 0

  /// Nothing lost, of nothing.
  package init() {}

  /// The root mean square of the differences over that of the weights.
  package var relativeError: Double {
    squaredWeights > 0 ? (squaredError / squaredWeights).squareRoot() : 0
  }

  /// The largest difference over the largest weight.
  package var relativeLargestError: Double {
    largestWeight > 0 ? Double(largestError) / Double(largestWeight) : 0
  }

  /// The loss of two matrices together.
  package static func + (first: PackingLoss, second: PackingLoss) -> PackingLoss {
    var sum = first
    sum.squaredError += second.squaredError
    sum.squaredWeights += second.squaredWeights
    sum.largestError = max(sum.largestError, second.largestError)
    sum.largestWeight = max(sum.largestWeight, second.largestWeight)
    return sum
  }
}
