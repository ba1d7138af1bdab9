import Quantities
import ServingMath
import Testing

@Suite struct StageBalanceTests {
  /// Of 62 layers every sixth looks back all the way: 2, 3, 2 and 3 of them on four stages.
  @Test func layersThatLookFarMakeStagesUneven() throws {
    let long = 10_000_000  // so long that nothing else counts
    let plan = try ServingPlan(
      Model.gemma27B.config,
      on: .h100,
      Layout(pipeline: 4),
      batch: 400,
      context: long
    )
    #expect(close(plan.shareLostToImbalance, Quantity(1 - 2.5 / 3), within: 1e-2))
    #expect(plan.stageMemoryTimes.count == 4)
  }

  /// The slowest stage is what the estimate reports.
  @Test(arguments: [1, 2, 4]) func slowestStageIsTheEstimate(stages: Int) throws {
    let plan = try ServingPlan(
      Model.deepSeekV3.config,
      on: .gb200,
      Layout(pipeline: stages, expert: 64),
      batch: 2400 * stages,
      context: 8192
    )
    let longest = try #require(plan.stageMemoryTimes.max())
    #expect(close(longest, plan.estimate.memoryTime, within: 1e-12))
  }

  @Test func oneStageLosesNothing() throws {
    let plan = try ServingPlan(Model.llama70B.config, on: .h200, batch: 1, context: 1000)
    #expect(plan.shareLostToImbalance == Quantity(0))
  }
}
