import Quantities
import ServingMath
import Testing

@Suite struct ServingPlanTests {
  /// SGLang's published decode step on 9 nodes of 8 H100, 91.9 ms: the sum of its terms, nothing overlapped,
  /// explains three quarters of it or more, and never exceeds it.
  ///
  /// Source: lm-sys/lm-sys.github.io, blog/2025-05-05-large-scale-ep.md: 256 sequences a GPU at 2,000 tokens,
  /// 32 redundant experts.
  @Test func expertParallelStepOfSGLangIsExplained() throws {
    let layout = try Layout(expert: 72, redundantExperts: 32)
    let plan = try ServingPlan(
      Model.deepSeekV3.config,
      on: .h100,
      layout,
      batch: 256 * 72,
      context: 2000
    )
    let step = plan.estimate
    let measured = Quantity(91.9, .milliseconds)
    let ratio = (step.stageTimeWithoutOverlap / measured).plain
    #expect(ratio > 0.75 && ratio < 1, "\(ratio)")
    #expect(close(step.memoryTime, Quantity(18.6, .milliseconds), within: 0.01))
    #expect(close(step.computeTime, Quantity(18.3, .milliseconds), within: 0.02))
    #expect(step.binds == .allToAll)
    // With all eight copies charged to the network card, as the report's own accounting does.
    let everything = 58 * plan.dispatchAndCombineBytes / Quantity(50, .gigabytesPerSecond)
    #expect(close(everything, Quantity(51.1, .milliseconds), within: 0.002))
    #expect(plan.fits)
  }

  /// Cache and weights of DeepSeek-V3 at the lecture's batch; X09's table of C110 and C111.
  @Test(arguments: [(1, 10.5), (2, 5.2), (4, 2.6), (8, 1.3)])
  func stagesCutWeightsAndNotTheCache(stages: Int, gigabytes: Double) throws {
    let layout = try Layout(pipeline: stages, expert: 64)
    let plan = try ServingPlan(
      Model.deepSeekV3.config,
      on: .gb200,
      layout,
      batch: 2400 * stages,
      context: 8192
    )
    // The board deals all weights out; ours holds attention whole on each device, so it is above.
    #expect(plan.weightBytesPerDevice > Quantity(gigabytes, .gigabytes))
    let cache = plan.cacheBytesPerDevice
    let even = 2400 * 8192 * 70_272.0 / 64
    let layers = Double((61 + stages - 1) / stages * stages) / 61
    let sequences = (2400.0 / 64).rounded(.up) * 64 / 2400
    #expect(close(cache, Quantity(even * layers * sequences, .bytes), within: 1e-9))
  }

  @Test func oneDeviceIsTheBoard() throws {
    for model in [Model.llama8B, .llama70B, .deepSeekV3] {
      let plan = try ServingPlan(
        model.config,
        on: .b200,
        batch: 100_000,
        context: 500,
        weights: .init(.fp8)
      )
      let count = model.config.parameters
      let step = plan.estimate
      let bandwidth = Chip.b200.memoryBandwidth.value
      let read = Quantity(Double(count.total - count.inputEmbedding), .bytes)
      #expect(close(step.time(.weights), read / bandwidth, within: 1e-6))
      let work = Quantity(1e5 * Double(count.active(.outputHeadOnly)), .multiplyAdds)
      #expect(close(step.time(.weightArithmetic), work / Chip.b200.peak(.fp8).value, within: 1e-9))
      let cache = 1e5 * model.config.keyValueBytes(context: 500, .bf16)
      #expect(close(step.time(.cache), cache / bandwidth, within: 1e-9))
    }
  }

  @Test func kneeIsWhereArithmeticTakesOver() throws {
    let plan = try ServingPlan(Model.llama8B.config, on: .h100, batch: 1, context: 0)
    let knee = try #require(plan.knee)
    #expect(close(Double(knee), 295, within: 0.01))
    let before = try plan.with(batch: knee - 1).estimate
    #expect(before.computeTime < before.memoryTime)
    let long = try ServingPlan(Model.llama8B.config, on: .h100, batch: 1, context: 100_000)
    #expect(long.knee == nil)
  }

  @Test func largestBatchFitsAndTheNextDoesNot() throws {
    for text in ["tp8", "dp8,ep8", "pp2,tp4"] {
      let plan = try ServingPlan(
        Model.qwen235B.config,
        on: .h200,
        Layout(parsing: text),
        batch: 1,
        context: 4096,
        weights: .init(.fp8)
      )
      let largest = plan.largestBatch
      #expect(largest > 0)
      #expect(try plan.with(batch: largest).fits, "\(text) \(largest)")
      #expect(try !plan.with(batch: largest + plan.layout.pipeline * plan.layout.data).fits)
    }
  }

  @Test func everyModelOnEveryChipAnswers() throws {
    for model in Model.all {
      for chip in Chip.all + Chip.onChipMemory {
        let plan = try ServingPlan(model.config, on: chip, batch: 7, context: 1000)
        let step = plan.estimate
        #expect(step.stepTime > Quantity(0, .seconds), "\(model.name) on \(chip.name)")
        #expect(step.stageTimeWithoutOverlap >= step.stageTime)
        #expect(plan.fewestDevices >= 1)
        _ = plan.knee
      }
    }
  }

  @Test(arguments: Model.all)
  func tensorParallelPartsSumToAtLeastTheWhole(model: Model) throws {
    for degree in [2, 4, 8] {
      guard
        let plan = try? ServingPlan(
          model.config,
          on: .h100,
          Layout(tensor: degree),
          batch: 8,
          context: 100
        )
      else { continue }
      let whole = try ServingPlan(model.config, on: .h100, batch: 8, context: 100)
      let parts = Double(degree) * plan.weightBytesPerDevice
      #expect((1 + 1e-9) * parts >= whole.weightBytesPerDevice, "\(model.name) tp\(degree)")
      #expect(plan.estimate.memoryTime <= whole.estimate.memoryTime)
      #expect(Double(degree) * plan.cacheBytesPerDevice >= (1 - 1e-12) * whole.cacheBytesPerDevice)
    }
  }

  @Test(arguments: [0, -5])
  func emptyBatchIsRefused(batch: Int) {
    #expect(throws: PlanError.noSequences(batch)) {
      try ServingPlan(Model.llama8B.config, on: .h100, batch: batch, context: 10)
    }
  }
}
