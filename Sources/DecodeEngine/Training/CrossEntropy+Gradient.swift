/// The loss of predictions, with its gradient.
///
///     loss = mean over rows of  ln Σ e^logit − logit of the target        (in nats)
///     dlogits = (softmax − 1 at the target) / rows
enum CrossEntropy {
  /// The mean loss.
  static func forward(_ logits: [Float], targets: [Int32]) -> Double {
    let vocabulary = logits.count / targets.count
    var loss = 0.0
    for (row, target) in targets.enumerated() {
      let range = row * vocabulary..<(row + 1) * vocabulary
      let (largest, sum) = sumOfExponentials(logits, in: range)
      let logSum = Double(largest) + PortableMath.logarithm(sum)
      loss += logSum - Double(logits[range.lowerBound + Int(target)])
    }
    return loss / Double(targets.count)
  }

  /// Turns logits into their gradient, in place.
  static func backward(_ logits: inout [Float], targets: [Int32]) {
    let vocabulary = logits.count / targets.count
    for (row, target) in targets.enumerated() {
      let range = row * vocabulary..<(row + 1) * vocabulary
      let (largest, sum) = sumOfExponentials(logits, in: range)
      let factor = Float(1 / (sum * Double(targets.count)))
      for index in range {
        logits[index] = PortableMath.exponential(logits[index] - largest) * factor
      }
      logits[range.lowerBound + Int(target)] -= 1 / Float(targets.count)
    }
  }

  /// The largest logit of a row and the sum of e^(logit − largest).
  private static func sumOfExponentials(_ logits: [Float], in range: Range<Int>) -> (Float, Double)
  {
    var largest = -Float.infinity
    for index in range { largest = max(largest, logits[index]) }
    var sum = 0.0
    for index in range { sum += Double(PortableMath.exponential(logits[index] - largest)) }
    return (largest, sum)
  }
}
