/// The largest difference of two tables of numbers over the largest size in the second.
func relativeError(_ found: [[Float]], _ expected: [[Float]]) -> Float {
  guard found.count == expected.count else { return .infinity }
  var difference: Float = 0
  var size: Float = 0
  for (found, expected) in zip(found, expected) {
    guard found.count == expected.count else { return .infinity }
    for (found, expected) in zip(found, expected) {
      guard found.isFinite else { return .infinity }
      difference = max(difference, abs(found - expected))
      size = max(size, abs(expected))
    }
  }
  return difference / size
}

/// The index of the largest number; the first of equals.
func argmax(_ numbers: [Float]) -> Int32 {
  var best = 0
  for index in numbers.indices where numbers[index] > numbers[best] { best = index }
  return Int32(best)
}
