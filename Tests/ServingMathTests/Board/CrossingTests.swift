import Quantities
import ServingMath
import Testing

/// X09 of the lecture's cross-checks: where the kink lies when the weights are read too.
@Suite struct CrossingTests {
  /// The lecture's model: a hundred billion active parameters, eight times as many in all.
  private let board = Roofline(Lecture.model, on: .gb200NVL72)

  /// Contexts as shares of the one without weights: 1 − 1/m.
  @Test(arguments: [(2.0, 0.5), (3.0, 2.0 / 3.0), (5.0, 0.8), (10.0, 0.9)])
  func crossingIsOneMinusOneOverTheMultiple(multiple: Double, share: Double) throws {
    let batch = multiple * board.balancedBatch
    let context = try #require(board.crossingContext(batch: batch))
    #expect(close(context, share * board.balancedContext, within: 1e-9))
    let step = board.step(batch: batch, context: context)
    #expect(close(step.computeTime, step.memoryTime, within: 1e-9))
  }

  @Test func thereIsNoneBelowTheBalancedBatch() {
    #expect(board.crossingContext(batch: 0.9 * board.balancedBatch) == nil)
  }
}
