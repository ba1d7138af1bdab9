import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct OperationTests {
  /// Plans drawn by seed: models, chips, layouts, batches and contexts that go together.
  static func plans(count: Int, seed: UInt64) throws -> [ServingPlan] {
    var generator = SeededGenerator(seed: seed)
    var plans: [ServingPlan] = []
    while plans.count < count {
      let model = try #require(Model.all.randomElement(using: &generator))
      let chip = try #require(Chip.all.randomElement(using: &generator))
      let layout = try? Layout(
        pipeline: Int.random(in: 1...5, using: &generator),
        tensor: 1 << Int.random(in: 0...4, using: &generator),
        context: Int.random(in: 1...2, using: &generator),
        expert: 1 << Int.random(in: 0...5, using: &generator)
      )
      guard let layout else { continue }
      let plan = try? ServingPlan(
        model.config,
        on: chip,
        layout,
        batch: Int.random(in: 1...20_000, using: &generator),
        context: Int.random(in: 0...100_000, using: &generator)
      )
      if let plan { plans.append(plan) }
    }
    return plans
  }

  @Test func operationsSumToTheTerms() throws {
    for plan in try Self.plans(count: 200, seed: 11) where plan.layout.pipeline == 1 {
      let operations = plan.operations()
      let step = plan.estimate
      let memory = operations.reduce(Quantity(0, .seconds)) { $0 + $1.memoryTime }
      let compute = operations.reduce(Quantity(0, .seconds)) { $0 + $1.computeTime }
      #expect(close(memory, step.memoryTime, within: 1e-12))
      #expect(close(compute, step.computeTime, within: 1e-12))
      let alone = operations.reduce(Quantity(0, .seconds)) { $0 + $1.time }
      #expect(alone >= (1 - 1e-12) * step.rooflineTime)
    }
  }

  @Test func decodingOverTheCacheWaitsForMemoryInEveryGroupedModel() throws {
    for batch in [1, 1000] {
      let plan = try ServingPlan(Model.llama70B.config, on: .h100, batch: batch, context: 8192)
      let attention = try #require(
        plan.operations().first { $0.name == "attention over the cache" }
      )
      #expect(!attention.isComputeBound)
      #expect(close(attention.intensity, Quantity(8, .flopPerByte), within: 1e-12))
    }
  }

  @Test func moreBandwidthNeverCostsTime() throws {
    for plan in try Self.plans(count: 200, seed: 12) where plan.chip.name == Chip.h100.name {
      let faster = try ServingPlan(
        plan.config,
        on: .h200,
        plan.layout,
        batch: plan.batch,
        context: plan.context
      )
      #expect(faster.estimate.stageTime <= plan.estimate.stageTime)
    }
  }

  @Test func splittingConservesWork() throws {
    for model in Model.all {
      let whole = try ServingPlan(model.config, on: .b200, batch: 512, context: 4096)
      let work = whole.operations().reduce(Quantity(0, .flop)) { $0 + $1.work }
      for stages in [2, 5] {
        let plan = try ServingPlan(
          model.config,
          on: .b200,
          Layout(pipeline: stages),
          batch: 512 * stages,
          context: 4096
        )
        let parts = (0..<stages).flatMap { plan.operations(stage: $0) }
        #expect(close(parts.reduce(Quantity(0, .flop)) { $0 + $1.work }, work, within: 1e-12))
      }
      let ranks = try ServingPlan(
        model.config,
        on: .b200,
        Layout(data: 4),
        batch: 512,
        context: 4096
      )
      let parts = ranks.operations().reduce(Quantity(0, .flop)) { $0 + 4 * $1.work }
      #expect(close(parts, work, within: 1e-12), "\(model.name)")
    }
  }

  /// The lecture's E15: cut in more stages, a device keeps as much cache as before.
  @Test func cachePerDeviceDoesNotDependOnTheStages() throws {
    let expected = try ServingPlan(
      Model.llama405B.config,
      on: .b200,
      Layout(tensor: 8),
      batch: 64,
      context: 8192
    ).cacheBytesPerDevice
    for stages in [2, 3, 6, 7, 9, 14, 18] {
      let layout = try Layout(pipeline: stages, tensor: 8)
      let plan = try ServingPlan(
        Model.llama405B.config,
        on: .b200,
        layout,
        batch: 64 * stages,
        context: 8192
      )
      #expect(close(plan.cacheBytesPerDevice, expected, within: 1e-12))
    }
  }

  @Test func costPerTokenFallsToALimit() throws {
    for model in [Model.llama8B, .deepSeekV3, .gptOSS120B] {
      var last = Quantity(.infinity, .dollarsPerMegatoken)
      for exponent in 0...20 {
        let plan = try ServingPlan(model.config, on: .h200, batch: 1 << exponent, context: 2000)
        let cost = plan.estimate.costPerToken(rent: Quantity(2, .dollarsPerHour))
        #expect(cost <= (1 + 1e-9) * last)
        if exponent == 20 { #expect(close(cost, last, within: 0.01)) }
        last = cost
      }
    }
  }
}
