import Quantities
import ServingMath
import Testing

/// The bare roofline against published measurements of time per output token.
@Suite struct MeasuredStepTests {
  /// Six of 1,785 rows beat the bound.
  ///
  /// Five are one block of one day (gpt-oss-120b, H100, vLLM, 512
  /// clients), where the label says more sequences than the server can have admitted; one is Llama 70B
  /// with random lengths below the nominal ones.
  @Test func rooflineBoundsAllButMislabelledRows() throws {
    let rows = try MeasuredRow.all()
    #expect(rows.count == 1785)
    let judged = rows.map { (row: $0, verdict: $0.plan.estimate.verdict(onMeasured: $0.time)) }
    let impossible = judged.filter { $0.verdict == .impossible }.map(\.row)
    let uncertain = judged.filter { $0.verdict == .withinLabelUncertainty }.map(\.row)
    #expect(impossible.count == 4 && uncertain.count == 2)
    #expect(
      impossible.allSatisfy { $0.model.name == "gpt-oss-120b" && $0.plan.chip.name == "H100" }
    )
    // Not even the cache of so many sequences would fit beside the weights in the worst of them.
    #expect(impossible.contains { !$0.plan.fits })
  }

  /// The bound is real, and about three times too optimistic.
  @Test func rooflineExplainsAThirdOfTheTime() throws {
    let ratios = try MeasuredRow.all().map {
      ($0.plan.estimate.rooflineTime / $0.time).plain
    }.sorted()
    let median = ratios[ratios.count / 2]
    let error = ratios.reduce(0) { $0 + abs($1 - 1) } / Double(ratios.count)
    #expect(abs(median - 0.33) < 0.03, "median \(median)")
    #expect(abs(error - 0.65) < 0.04, "mean absolute error \(error)")
  }
}

/// The bound on throughput against the figures of an engine's own documentation.
@Suite struct MeasuredThroughputTests {
  @Test func noRowBeatsTheBound() throws {
    let rows = try ThroughputRow.all()
    #expect(rows.count == 138)
    let ratios = rows.map { row in (row.bound / row.measured).plain }.sorted()
    #expect(ratios.allSatisfy { $0 >= 1 }, "\(ratios.prefix(3))")
    let median = ratios[ratios.count / 2]
    #expect(median > 2 && median < 4, "median \(median)")
  }
}

/// The knees that were measured on matrices of Llama 2 70B, where a flat time meets a rising one.
@Suite struct MeasuredKneeTests {
  /// Source: profiles of microsoft/vidur: time of the gate and up projections at few tokens, and at many.
  @Test(arguments: [
    (Chip.h100, Quantity(311, .microseconds), Quantity(5668, .microseconds) / 4096, 225.0),
    (.a100, Quantity(580, .microseconds), Quantity(3.89, .microseconds), 149),
  ])
  func kneeLiesBelowTheRidgeByTheEfficiencyOfTheMatrices(
    chip: Chip,
    flat: Quantity,
    perToken: Quantity,
    knee: Double
  ) {
    #expect(abs((flat / perToken).plain - knee) < 1)
    let ridge = chip.boardRatio(.bf16).plain
    #expect(knee <= ridge && knee >= 0.75 * ridge, "\(chip.name): \(ridge)")
    // The flat part is the weights at a share of the peak bandwidth.
    let weights = Quantity(8192 * 57_344 * 2, .bytes) / chip.memoryBandwidth.value
    #expect((weights / flat).plain > 0.75 && weights < flat)
  }
}
