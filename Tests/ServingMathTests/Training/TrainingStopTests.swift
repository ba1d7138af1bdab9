import Quantities
import ServingMath
import Testing

@Suite struct TrainingStopTests {
  @Test func batchThatDoesNotDivideStops() async {
    let result = await #expect(
      processExitsWith: .failure,
      observing: [\.standardErrorContent]
    ) {
      _ = TrainingLayout(data: 3).microbatches(batch: 100)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("choose a multiple of 3"))
  }

  @Test func tooFewMicrobatchesForTheWarmUpStop() async {
    let result = await #expect(
      processExitsWith: .failure,
      observing: [\.standardErrorContent]
    ) {
      _ = PipelineIteration(.zeroBubbleH2, stages: 8, microbatches: 8)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("needs 15 microbatches or more"))
  }

  @Test func lossBelowTheIrreducibleStops() async {
    let result = await #expect(
      processExitsWith: .failure,
      observing: [\.standardErrorContent]
    ) {
      _ = LifetimeOptimum(.hoffmann, servedTokens: Quantity(1e12, .tokens))
        .optimum(loss: Quantity(1.69))
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("no model reaches a loss"))
  }
}
