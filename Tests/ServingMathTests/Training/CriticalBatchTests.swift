import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct CriticalBatchTests {
  private let critical = CriticalBatch(Quantity(2, .megatokens))

  @Test func atTheCriticalBatchBothAreDoubled() {
    #expect(critical.examples(batch: critical.size) == Quantity(2))
    #expect(critical.steps(batch: critical.size) == Quantity(2))
  }

  @Test(arguments: [0.01, 0.3, 1, 7, 400])
  func theTradeIsAHyperbola(share: Double) {
    let batch = share * critical.size
    let excess =
      (critical.examples(batch: batch) - Quantity(1)) * (critical.steps(batch: batch) - Quantity(1))
    #expect(close(excess, Quantity(1), within: 1e-12))
  }

  @Test func examplesOverStepsIsTheBatch() {
    // A run of S steps at batch B sees S · B examples; fewest examples over fewest steps is B_crit.
    let batch = Quantity(0.5, .megatokens)
    let perStep = critical.examples(batch: batch) / critical.steps(batch: batch) * critical.size
    #expect(close(perStep, batch, within: 1e-12))
  }
}
