import DecodeEngine
import Quantities
import ServingMath
import Testing

@Suite struct ExpertRouterTests {
  @Test func choosesTheBestScoresBestFirst() {
    let router = ExpertRouter(experts: 5, chosen: 3)
    #expect(router.route([0.1, 0.9, -2, 0.5, 0.9]) == [1, 4, 3])
  }

  @Test func everyTokenVisitsAsManyDifferentExperts() {
    let router = ExpertRouter(experts: 16, chosen: 4)
    #expect(router.expertsTouched(by: [Array(repeating: 0, count: 16)]) == 4)
    #expect(
      ExpertRouter(experts: 16, chosen: 16).meanShareTouched(batch: 1, trials: 1, seed: 1)
        == Quantity(1)
    )
  }

  @Test func oneTokenTouchesExactlyItsShare() {
    let router = ExpertRouter(experts: 256, chosen: 8)
    #expect(router.meanShareTouched(batch: 1, trials: 20, seed: 3) == Quantity(8.0 / 256))
  }

  @Test(arguments: [2, 8, 32, 64, 100])
  func countedShareMeetsTheFormula(batch: Int) {
    let router = ExpertRouter(experts: 256, chosen: 8)
    let counted = router.meanShareTouched(batch: batch, trials: 40, seed: 11)
    let expected = Experts(count: 256, chosen: 8).expectedShareTouched(batch: batch)
    #expect(abs(counted - expected) < Quantity(0.01), "counted \(counted), expected \(expected)")
  }

  @Test func sameSeedSameShare() {
    let router = ExpertRouter(experts: 64, chosen: 6)
    let shares = (0..<2).map { _ in router.meanShareTouched(batch: 9, trials: 3, seed: 42) }
    #expect(shares[0] == shares[1])
    #expect(shares[0] != router.meanShareTouched(batch: 9, trials: 3, seed: 43))
  }
}
