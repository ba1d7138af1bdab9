import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct MegatronTests {
  /// A row of table 1 with the ratios of predicted to measured time that our facts sheet lists.
  private static let ratios: [(naive: Double, atSixty: Double)] = [
    (0.51, 0.80), (0.55, 0.84), (0.61, 0.92), (0.59, 0.88), (0.57, 0.87), (0.58, 0.89),
    (0.60, 0.94), (0.62, 0.98), (0.64, 1.03), (0.63, 1.02),
  ]

  private static func ratio(_ run: MegatronRun, efficiency: Double) -> Double {
    let cluster = TrainingCluster.selene(efficiency: Quantity(efficiency))
    let step = TrainingStep(run.model, batch: run.batch, layout: run.layout, on: cluster)
    return (step.time / run.publishedTime).plain
  }

  @Test func parameterFormulaGivesTheTenPublishedSizes() {
    for run in MegatronRun.weakScaling {
      let billions = (Double(run.model.parameters) / 1e8).rounded() / 10
      #expect(close(billions, run.publishedParameters.value.plain / 1e9, within: 1e-9))
    }
  }

  @Test func workOfAnIterationIsThePapersFormula() {
    for run in MegatronRun.weakScaling {
      let (l, h) = (Double(run.model.layers), Double(run.model.hiddenSize))
      let (s, v, b) = (2048.0, 51_200.0, Double(run.batch))
      let full = 96 * b * s * l * h * h * (1 + s / (6 * h) + v / (16 * l * h))
      let stored = 72 * b * s * l * h * h * (1 + s / (6 * h) + v / (12 * l * h))
      let ours = run.model.flopPerIteration(batch: run.batch)
      #expect(close(ours, Quantity(full, .flop), within: 1e-12))
      let model = run.model.flopPerIteration(batch: run.batch, .stored)
      #expect(close(model, Quantity(stored, .flop), within: 1e-12))
    }
  }

  @Test func naiveBoundIsHalfToTwoThirdsOfTheMeasuredTime() {
    for (run, expected) in zip(MegatronRun.weakScaling, Self.ratios) {
      #expect(abs(Self.ratio(run, efficiency: 1) - expected.naive) < 0.0055)
    }
  }

  @Test func oneEfficiencyGivesAllTenRowsWithinTenPercentOnAverage() {
    var total = 0.0
    for (run, expected) in zip(MegatronRun.weakScaling, Self.ratios) {
      let ratio = Self.ratio(run, efficiency: 0.6)
      #expect(abs(ratio - expected.atSixty) < 0.0055)
      total += abs(ratio - 1)
    }
    #expect(total / Double(Self.ratios.count) < 0.10)
  }

  @Test(arguments: [
    (12_288, 96, 96, 1536, 384, 144.0, 0.51, 0.96), (12_288, 96, 96, 1536, 768, 88, 0.63, 0.63),
    (12_288, 96, 96, 1536, 1536, 44, 0.63, 0.63), (20_480, 105, 128, 2560, 640, 138, 0.50, 0.92),
    (20_480, 105, 128, 2240, 1120, 98, 0.71, 0.71), (20_480, 105, 128, 2240, 2240, 48, 0.69, 0.69),
  ])
  func shardedTrainingIsBoundByTheNetworkOnManyChips(
    hidden: Int,
    layers: Int,
    heads: Int,
    batch: Int,
    gpus: Int,
    measured: Double,
    naive: Double,
    at150: Double
  ) {
    let model = MegatronModel(layers: layers, hiddenSize: hidden, heads: heads)
    for (efficiency, expected) in [(1, naive), (150.0 / 312, at150)] {
      let cluster = TrainingCluster.selene(efficiency: Quantity(efficiency))
      let step = ShardedStep(model, batch: batch, chips: gpus, on: cluster)
      let ratio = Quantity(measured, .teraflopPerSecond) / step.rate
      #expect(abs(ratio.plain - expected) < 0.0075)
    }
  }

  @Test(arguments: [UInt64(4), 5])
  func moreBandwidthOrEfficiencyNeverCostsTime(seed: UInt64) {
    var numbers = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      guard let run = MegatronRun.weakScaling.randomElement(using: &numbers) else { continue }
      let up = numbers.magnitude(1e9...1e13)
      let out = numbers.magnitude(1e8...1e12)
      let efficiency = numbers.magnitude(0.05...0.5)
      func step(_ up: Double, _ out: Double, _ efficiency: Double) -> TrainingStep {
        let cluster = TrainingCluster(
          peak: Quantity(312, .teraflopPerSecond),
          efficiency: Quantity(efficiency),
          scaleUpBandwidth: Quantity(up, .bytesPerSecond),
          networkBandwidth: Quantity(out, .bytesPerSecond)
        )
        return TrainingStep(run.model, batch: run.batch, layout: run.layout, on: cluster)
      }
      let base = step(up, out, efficiency)
      #expect(step(2 * up, out, efficiency).time <= base.time)
      #expect(step(up, 2 * out, efficiency).time <= base.time)
      #expect(step(up, out, 2 * efficiency).time < base.time)
      let parts = base.computeTime + base.tensorTime + base.bubbleTime + base.gradientTime
      #expect(close(parts, base.time, within: 1e-12))
      #expect(base.modelUtilisation.plain <= efficiency)
    }
  }
}
