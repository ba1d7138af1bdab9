import ClusterSimulator
import Foundation
import Quantities
import ServingMath
import Testing

@Suite struct DeepSeekClockTests {
  @Test(arguments: Overlap.allCases)
  func explore(overlap: Overlap) throws {
    let config = Model.deepSeekV3.config
    let layout = try Layout(parsing: "pp4,ep64")
    let serving = try ServingPlan(config, on: .gb200, layout, batch: 2400, context: 4096)
    let clock = ClusterClock(ClusterHardware(serving), overlap: overlap)
    for _ in 0..<3 {
      let t0 = ContinuousClock.now
      let plan = try Plan.decode(config, layout, batch: serving.microbatch, context: 4096)
      let t1 = ContinuousClock.now
      let run = clock.run(plan)
      let t2 = ContinuousClock.now
      print(overlap, "lowering plan", t1 - t0, "run", t2 - t1, run.stepTime, run.stageTimes, run.hopTimes, run.devices.count)
    }
    let plan = try Plan.decode(config, layout, batch: serving.microbatch, context: 4096)
    let t3 = ContinuousClock.now
    for r in [0, 30, 64, 100, 128, 200, 192, 255] { _ = plan.device(r) }
    print("8 lowered", ContinuousClock.now - t3)
    print(serving.estimate.stageTime, serving.estimate.stageTimeWithoutOverlap, serving.estimate.terms.map { "\($0.kind) \($0.time)" })
    let run = clock.run(plan)
    for d in run.devices { print(d.ranks.count, d.stage, d.spans.count, DeviceRun.Resource.allCases.map { "\($0) \(d.busyTime($0)) \(d.busyShare($0))" }, ClusterSpan.Bound.allCases.map { "\($0) \(d.time(boundBy: $0))" }) }
  }
}
