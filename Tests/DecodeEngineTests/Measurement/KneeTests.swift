import DecodeEngine
import Testing

@Suite struct KneeTests {
  /// A machine that does exactly what its two ceilings say.
  @Test(arguments: [0, 1e5, 2e7]) func aCurveOnTheCeilingsHasThePredictedKnee(cache: Double) throws
  {
    let (weights, flop, bandwidth, peak) = (4e8, 2e8, 3e10, 1.2e11)
    let predicted = Knee.predicted(
      weightBytes: weights,
      cacheBytes: cache,
      flop: flop,
      bandwidth: bandwidth,
      peak: peak
    )
    let batches = Array(1...64)
    let steps = batches.map { batch in
      max((weights + Double(batch) * cache) / bandwidth, Double(batch) * flop / peak)
    }
    let measured = try #require(
      Knee.measured(Dictionary(uniqueKeysWithValues: zip(batches, steps)))
    )
    #expect(abs(measured / predicted - 1) < 1e-9)
    // Before the curve turns a further sequence costs its cache, behind that its arithmetic.
    let turn = weights / bandwidth / (flop / peak - cache / bandwidth)
    #expect(turn >= predicted - 1 && turn < 20)
    let before = batches.filter { Double($0) < turn - 1 }.map { steps[$0] - steps[$0 - 1] }
    let after = batches.filter { Double($0) > turn + 1 && $0 < 64 }
      .map { steps[$0] - steps[$0 - 1] }
    #expect(before.allSatisfy { $0 <= cache / bandwidth + 1e-12 } && !before.isEmpty)
    #expect(after.allSatisfy { $0 >= flop / peak - 1e-12 } && !after.isEmpty)
  }

  @Test func aCacheThatTakesLongerThanTheArithmeticHasNoKnee() {
    let predicted = Knee.predicted(
      weightBytes: 1,
      cacheBytes: 10,
      flop: 1,
      bandwidth: 1,
      peak: 1
    )
    #expect(predicted == .infinity)
    #expect(Knee.measured([:]) == nil)
  }
}
