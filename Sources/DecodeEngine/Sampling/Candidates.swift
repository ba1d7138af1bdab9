/// The tokens that may still come next, in the order of the vocabulary, and their weights.
///
/// A weight is a probability up to the common factor 1 / `total`; the largest is 1.
struct Candidates {
  private var tokens: [Int32]
  private var weights: [Float]
  private var total: Double

  /// All tokens of finite scores but those whose weight is too small for a `Float`, which are never drawn.
  ///
  ///     weight = exp((score − largest score) / temperature)
  init(scores: [Float], temperature: Float) {
    let largest = scores.max() ?? 0
    tokens = scores.indices.map(Int32.init)
    weights = scores.map { PortableMath.exponential(($0 - largest) / temperature) }
    total = weights.reduce(0) { $0 + Double($1) }
    if weights.contains(0) { keep(weights.map { $0 > 0 }) }
  }

  /// One probability for each of the vocabulary's tokens.
  func probabilities(of vocabulary: Int) -> [Float] {
    var probabilities = [Float](repeating: 0, count: vocabulary)
    for (token, weight) in zip(tokens, weights) {
      probabilities[Int(token)] = Float(Double(weight) / total)
    }
    return probabilities
  }

  /// The token whose share of the line from 0 to 1 holds a point.
  func token(at unit: Double) -> Int32 {
    var left = unit * total
    for (token, weight) in zip(tokens, weights) {
      left -= Double(weight)
      if left < 0 { return token }
    }
    // Only rounding leads here, and past the last token that has a share at all.
    return tokens[tokens.count - 1]
  }

  // MARK: Filters

  /// Keeps the `count` most probable, and those that equal the last of them.
  mutating func keepLargest(_ count: Int) {
    guard count < weights.count else { return }
    let least = Self.largest(count, of: weights)
    keep(weights.map { $0 >= least })
  }

  /// Keeps the fewest most probable tokens that have at least p of the probability.
  ///
  /// Tokens go, least probable first and the later of equals first, as long as what has gone is at most 1 − p.
  mutating func keepNucleus(_ p: Double) {
    let limit = (1 - p) * total
    // Tokens this small cannot reach 1 − p together; of most distributions that is nearly all.
    let small = Float(limit / Double(weights.count)).nextDown
    var goneFirst = 0.0
    var entries: [WeightedSelection.Entry] = []
    for weight in weights {
      if weight < small {
        goneFirst += Double(weight)
      } else {
        entries.append(.init(key: Double(weight), weight: weight))
      }
    }
    let found = WeightedSelection.first(of: entries, after: goneFirst) { $0 > limit }
    let largest = weights.max() ?? 0
    let least = found.map { Float($0.key) } ?? largest
    var gone = found?.before ?? -.infinity
    var isKept = weights.map { $0 > least }
    for index in weights.indices.reversed() where weights[index] == least {
      gone += Double(least)
      isKept[index] = gone > limit
    }
    // Rounding may leave nothing: the most probable one stays always.
    if let first = weights.firstIndex(of: largest) { isKept[first] = true }
    keep(isKept)
  }

  /// Keeps tokens at least so probable as a share of the most probable one.
  mutating func keepAbove(share: Float) {
    let least = share * (weights.max() ?? 0)
    keep(weights.map { $0 >= least })
  }

  /// Keeps the tokens whose information is nearest to the entropy, until they have a probability together.
  ///
  /// > Source: Meister, Pimentel, Wiher and Cotterell, "Locally typical sampling" (2022), section 4.
  mutating func keepTypical(_ p: Double) {
    let information = weights.map { -PortableMath.logarithm(Double($0) / total) }
    var entropy = 0.0
    for (weight, bits) in zip(weights, information) { entropy += Double(weight) / total * bits }
    let distances = information.map { abs($0 - entropy) }
    let entries = zip(distances, weights).map(WeightedSelection.Entry.init)
    let enough = p * total
    let found = WeightedSelection.first(of: entries) { $0 >= enough }
    let farthest = found?.key ?? .infinity
    keep(distances.map { $0 <= farthest })
  }

  private mutating func keep(_ isKept: [Bool]) {
    let kept = weights.indices.filter { isKept[$0] }
    tokens = kept.map { tokens[$0] }
    weights = kept.map { weights[$0] }
    total = weights.reduce(0) { $0 + Double($1) }
  }

  /// The `count`-th largest of numbers, by quickselect; linear on average.
  private static func largest(_ count: Int, of numbers: [Float]) -> Float {
    var (numbers, count) = (numbers, count)
    while true {
      let (first, middle, last) = (
        numbers[0], numbers[numbers.count / 2], numbers[numbers.count - 1]
      )
      let pivot = max(min(first, middle), min(max(first, middle), last))
      let larger = numbers.filter { $0 > pivot }
      if count <= larger.count {
        numbers = larger
        continue
      }
      let smaller = numbers.filter { $0 < pivot }
      let equal = numbers.count - larger.count - smaller.count
      if count <= larger.count + equal { return pivot }
      count -= larger.count + equal
      numbers = smaller
    }
  }
}
