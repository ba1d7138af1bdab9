import DecodeEngine
import Testing

@Suite struct KneeTests {
  /// A machine whose operations do exactly what its two ceilings say.
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
      let products = max(weights / bandwidth, Double(batch) * flop / peak)
      return products + Double(batch) * cache / bandwidth
    }
    let measured = try #require(
      Knee.measured(Dictionary(uniqueKeysWithValues: zip(batches, steps)))
    )
    #expect(abs(measured / predicted - 1) < 1e-9)
    // Before the products turn a further sequence costs its cache, behind that its arithmetic too.
    let turn = weights / bandwidth * peak / flop
    for batch in 2...64 where abs(Double(batch) - turn) > 1 {
      let added = steps[batch - 1] - steps[batch - 2]
      let expected = cache / bandwidth + (Double(batch) < turn ? 0 : flop / peak)
      #expect(abs(added - expected) < 1e-12, "sequence \(batch)")
    }
    #expect(cache > 0 ? predicted < turn : abs(predicted - turn) < 1e-9)
  }

  @Test func anEmptyCurveHasNone() {
    #expect(Knee.measured([:]) == nil)
  }
}
