import DecodeEngine
import ServingMath
import Testing

/// The filters that select without sorting keep what their definitions keep after a sort.
struct SelectionTests {
  /// Logits with many equals, from few to thousands.
  private static func logits(_ count: Int, _ seed: UInt64, spread: Float) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float(random.next() % 64) / 64 * spread }
  }

  @Test(arguments: [1, 2, 3, 17, 400, 3_000], [0.5, 6, 40] as [Float])
  func topPKeepsTheFewestOfASort(count: Int, spread: Float) throws {
    let logits = Self.logits(count, UInt64(count), spread: spread)
    let all = try Sampler(SamplingParameters()).probabilities(logits: logits)
    for p in [0.01, 0.3, 0.77, 0.95, 0.999] as [Float] {
      let found = try Sampler(SamplingParameters(topP: p)).probabilities(logits: logits)
      var kept = all.map { _ in false }
      var reached = 0.0
      // The most probable first, the earlier of equals first, until p is passed.
      for index in all.indices.sorted(by: { (all[$1], $0) < (all[$0], $1) }) {
        kept[index] = true
        reached += Double(all[index])
        if reached >= Double(p) - 1e-6 { break }
      }
      let difference = zip(found, kept).count { ($0 > 0) != $1 }
      // Single-precision probabilities leave the last token in doubt.
      #expect(difference <= 1, "top-p \(p)")
      #expect(abs(found.reduce(0) { $0 + Double($1) } - 1) < 1e-4)
    }
  }

  @Test(arguments: [1, 2, 17, 400, 3_000])
  func typicalKeepsTheNearestToTheEntropy(count: Int) throws {
    let logits = Self.logits(count, UInt64(count), spread: 8)
    let all = try Sampler(SamplingParameters()).probabilities(logits: logits).map(Double.init)
    let entropy = -all.reduce(0) { $0 + $1 * PortableMath.logarithm($1) }
    let distances = all.map { abs(-PortableMath.logarithm($0) - entropy) }
    for p in [0.05, 0.5, 0.9] as [Float] {
      let sampler = Sampler(try SamplingParameters(typicalP: p))
      let isKept = try sampler.probabilities(logits: logits).map { $0 > 0 }
      let farthest = zip(distances, isKept).filter(\.1).map(\.0).max() ?? 0
      let mass = zip(all, isKept).filter(\.1).reduce(0) { $0 + $1.0 }
      let inner = zip(all, distances).filter { $0.1 < farthest - 1e-6 }.reduce(0) { $0 + $1.0 }
      #expect(mass >= Double(p) - 1e-5 && inner < Double(p) + 1e-5, "typical \(p)")
      for (distance, kept) in zip(distances, isKept) where abs(distance - farthest) > 1e-6 {
        #expect(kept == (distance < farthest))
      }
    }
  }
}
