import DecodeEngine
import ServingMath
import TestSupport
import Testing

@Suite struct BatchTimerTests {
  private func timer(_ name: String = "llama") throws -> BatchTimer {
    let reference = try ReferenceFile(name)
    return BatchTimer(
      try Transformer(folder: reference.folder),
      Engine.Options(kernels: .vector),
      largest: 8,
      context: 5,
      steps: 3
    )
  }

  @Test func everySampleOfABatchDoesTheSame() throws {
    let timer = try timer()
    let engine = timer.engine
    engine.stepSizes = []
    for batch in [2, 8, 2] { #expect(try timer.sample(batch: batch).seconds > 0) }
    let steps = try #require(engine.stepSizes).filter { $0.logits > 0 }
    #expect(steps.map(\.rows) == [2, 2, 2, 8, 8, 8, 2, 2, 2])
    #expect(steps[0..<3] == steps[6..<9])
    #expect(steps.allSatisfy { $0.feeds.allSatisfy { (5...7).contains($0.first) } })
  }

  @Test func weightsAreReadOnceAStepAndCachesOnceASequence() throws {
    let timer = try timer()
    let (one, eight) = (try timer.work(batch: 1), try timer.work(batch: 8))
    #expect(eight[.flop] == 8 * one[.flop])
    #expect(eight[.cacheBytesRead] == 8 * one[.cacheBytesRead])
    // Beyond the one matrix there are only rows of the embedding.
    let row = 4 * 64
    #expect(eight[.weightBytesRead] == one[.weightBytesRead] + 7 * row)
    #expect(!timer.engine.counts)
  }

  @Test func aSurveyHasEveryPointWithItsCeilings() throws {
    let survey = try CurveSurvey(
      try timer(),
      batches: [1, 4],
      probe: CeilingProbe(threads: 1, bytes: 16 << 20)
    )
    for _ in 0..<2 { try survey.round() }
    let curve = survey.curve
    #expect(curve.points.map(\.batch) == [1, 4])
    #expect(curve.points.allSatisfy { $0.samples.samples.count == 2 && $0.bandwidthShare > 0 })
    #expect(curve.ceilings.bandwidth > 1e8 && curve.ceilings.peak > 1e8)
    #expect(curve.ceilings.kind == "fp32" && curve.kernel.hasPrefix("c fp32"))
    #expect(try #require(curve.measuredKnee) > 0)
    #expect(try #require(curve.predictedKnee) > 0)
  }
}
