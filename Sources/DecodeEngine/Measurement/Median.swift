/// The middle of measured values.
package enum Median {
  /// The middle one in order of size, of an even number the mean of the two in the middle; NaN of none.
  package static func of(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
