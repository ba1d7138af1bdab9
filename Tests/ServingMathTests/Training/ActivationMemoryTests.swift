import Quantities
import ServingMath
import Testing

@Suite struct ActivationMemoryTests {
  /// A model of arXiv 2205.05198, table 3, with what Calculon's validation files expect of it.
  struct Published: Sendable {
    let model: MegatronModel
    let pipeline: Int
    let microbatch: Int
    let batch: Int
    let chunks: Int
    let stored: Double
    let selective: Double
    let state: Double
    let fullSeconds: Double
    let seconds: Double
    let utilisation: Double

    var layout: TrainingLayout {
      TrainingLayout(tensor: 8, pipeline: pipeline, microbatch: microbatch)
    }

    var iteration: PipelineIteration {
      PipelineIteration(
        chunks == 1 ? .oneForwardOneBackward : .interleaved(chunks: chunks),
        stages: pipeline,
        microbatches: layout.microbatches(batch: batch)
      )
    }
  }

  static let published = [
    Published(
      model: MegatronModel(layers: 48, hiddenSize: 6144, heads: 64),
      pipeline: 1,
      microbatch: 4,
      batch: 4,
      chunks: 1,
      stored: 59.25,
      selective: 9.56,
      state: 45.56,
      fullSeconds: 1.42,
      seconds: 1.10,
      utilisation: 41.5
    ),
    Published(
      model: MegatronModel(layers: 96, hiddenSize: 12_288, heads: 96),
      pipeline: 8,
      microbatch: 1,
      batch: 64,
      chunks: 3,
      stored: 66.84,
      selective: 12.35,
      state: 45.56,
      fullSeconds: 18.13,
      seconds: 13.75,
      utilisation: 51.4
    ),
    Published(
      model: MegatronModel(layers: 105, hiddenSize: 20_480, heads: 128),
      pipeline: 35,
      microbatch: 1,
      batch: 280,
      chunks: 3,
      stored: 114.0,
      selective: 23.08,
      state: 31.64,
      fullSeconds: 49.05,
      seconds: 37.83,
      utilisation: 56.0
    ),
    Published(
      model: MegatronModel(layers: 128, hiddenSize: 25_600, heads: 160),
      pipeline: 64,
      microbatch: 1,
      batch: 512,
      chunks: 1,
      stored: 131.25,
      selective: 26.56,
      state: 32.96,
      fullSeconds: 94.42,
      seconds: 71.49,
      utilisation: 56.3
    ),
  ]

  @Test(arguments: published)
  func storedActivationsMeetThePrintedDigits(row: Published) {
    let memory = ActivationMemory(row.model, microbatch: row.microbatch, tensor: 8)
    let bytes = memory.fullestStage(.stored, of: row.iteration)
    // 114.0 is printed to one digit after the point, the others to two.
    let digit = row.stored == 114 ? 0.05 : 0.005
    #expect(abs(bytes.value(in: .gibibytes) - row.stored) <= digit)
  }

  @Test(arguments: published)
  func sequenceParallelAndSelectiveMeetThePrintedDigits(row: Published) {
    let memory = ActivationMemory(
      row.model,
      microbatch: row.microbatch,
      tensor: 8,
      isSequenceParallel: true
    )
    let bytes = memory.fullestStage(.selective, of: row.iteration)
    #expect(abs(bytes.value(in: .gibibytes) - row.selective) <= 0.005)
  }

  @Test(arguments: published)
  func eighteenBytesAParameterMeetThePrintedDigits(row: Published) {
    let bytes = TrainingState.bytesPerChip(
      parameters: Quantity(Double(row.model.blockParameters)),
      layout: row.layout
    )
    #expect(abs(bytes.value(in: .gibibytes) - row.state) <= 0.005)
  }

  @Test(arguments: published)
  func measuredSecondsGiveThePublishedUtilisation(row: Published) {
    let run = ModelFlopUtilisation(
      tokens: Double(row.batch) * row.model.sequence,
      chips: row.layout.chips,
      time: Quantity(row.seconds, .seconds),
      peak: Quantity(312, .teraflopPerSecond)
    )
    let percent = run.utilisation(row.model.work.modelFlop).value(in: .percent)
    // Seconds are printed to two digits after the point: half a percent of the first row's 1.10.
    #expect(close(percent, row.utilisation, within: 0.005))
  }

  @Test func efficiencyOfTheMegatronRunsAlsoGivesTheseEightTimes() {
    let cluster = TrainingCluster.selene(efficiency: Quantity(0.6))
    var total = 0.0
    for row in Self.published {
      for (policy, seconds) in [
        (ActivationPolicy.full, row.fullSeconds), (.selective, row.seconds),
      ] {
        let step = TrainingStep(
          row.model,
          batch: row.batch,
          layout: row.layout,
          on: cluster,
          policy: policy,
          schedule: row.iteration.schedule
        )
        let error = abs(step.time.value(in: .seconds) / seconds - 1)
        #expect(error < 0.2)
        total += error
      }
    }
    #expect(total / 8 < 0.10)
  }

  @Test func onlyReversibleLayersKeepTheSameAtEveryDepth() {
    let memory = ActivationMemory(published0)
    for policy in ActivationPolicy.allCases {
      let (some, twice) = (memory.kept(policy, layers: 12), memory.kept(policy, layers: 24))
      #expect(twice == (policy == .reversible ? some : 2 * some))
    }
  }

  @Test func recomputingMoreKeepsLessAndSplittingTheSequenceKeepsLess() {
    for row in Self.published {
      let plain = ActivationMemory(row.model, tensor: 8)
      let split = ActivationMemory(row.model, tensor: 8, isSequenceParallel: true)
      let kept = ActivationPolicy.allCases.map { plain.perLayer($0) }
      #expect(kept == kept.sorted(by: >))
      for policy in ActivationPolicy.allCases {
        #expect(split.perLayer(policy) <= plain.perLayer(policy))
        #expect(plain.perLayer(policy) + plain.workingSet(policy) == plain.perLayer(.stored))
      }
    }
  }

  private var published0: MegatronModel { Self.published[0].model }
}
