import DecodeEngine
import Testing

@Suite struct KernelSurveyTests {
  private let kernels = Kernels(path: .vector)

  private func products(_ format: WeightFormat, rows: [Int]) -> [KernelTrial] {
    KernelTrial.products(
      format,
      rows: rows,
      kernels,
      on: WorkerPool(threads: 1),
      CeilingProbe(threads: 1, bytes: 1 << 20),
      size: (outputs: 64, inputs: 96, bytes: 40_000)
    )
  }

  @Test(arguments: WeightFormat.allCases)
  func productsReadMoreThanWasAskedForAndCountEveryRow(_ format: WeightFormat) {
    let trials = products(format, rows: [1, 5])
    let one = 64 * format.bytesPerRow(columns: 96)
    for (trial, rows) in zip(trials, [1, 5]) {
      let matrices = trial.bytes / one
      #expect(trial.bytes == matrices * one && trial.bytes >= 40_000)
      #expect(trial.bytes - one < 40_000)
      #expect(trial.work[.flop] == 2 * rows * matrices * 64 * 96)
      #expect(trial.rows == rows && trial.subject == format.rawValue)
    }
    #expect(trials[1].intensity == 5 * trials[0].intensity)
  }

  @Test(arguments: KernelTrial.Heads.kinds.indices)
  func attentionReadsTheWholeCacheOfFourSequences(_ index: Int) {
    let heads = KernelTrial.Heads.kinds[index].shorter
    let trial = KernelTrial.attention(heads, kernels)
    let positions = 4 * heads.context
    #expect(trial.bytes == positions * heads.shape.bytesPerToken(.bf16))
    #expect(
      trial.work[.flop]
        == 2 * positions * heads.queryHeads * (heads.shape.keyWidth + heads.shape.valueWidth)
    )
  }

  @Test func everyRoundIsASampleOfEveryKernelBesideItsCeilings() {
    let attention = KernelTrial.attention(KernelTrial.Heads.kinds[0].shorter, kernels)
    let trials = products(.int8, rows: [2]) + [attention]
    let survey = KernelSurvey(trials, probe: CeilingProbe(threads: 1, bytes: 16 << 20))
    for _ in 0..<3 { survey.round() }
    for result in survey.results {
      #expect(result.samples.samples.count == 3)
      #expect(result.share > 0 && result.seconds > 0 && result.arithmetic > 0)
      let ceilings = survey.ceilings(of: result.trial)
      #expect(ceilings.bandwidth > 1e8 && ceilings.peak > 1e8 && ceilings.kind == "fp32")
    }
  }
}
