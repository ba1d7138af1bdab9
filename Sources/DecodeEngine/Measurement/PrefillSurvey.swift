/// Times prompts of several lengths, each in turn with the two ceilings of its moment.
package final class PrefillSurvey {
  /// The prompts, shortest first.
  package let timers: [PrefillTimer]
  /// How weights are kept.
  package let format: WeightFormat
  /// What multiplied them: `c int8 vnni avx512`.
  package let kernel: String
  private let probe: CeilingProbe
  private let kind: CeilingProbe.Kind
  private var reads: [CeilingProbe.Sample] = []
  private var peaks: [CeilingProbe.Sample] = []

  /// A survey of nothing yet; counts the work of each prompt.
  ///
  /// - Parameters:
  ///   - transformer: The model.
  ///   - options: How it is run.
  ///   - lengths: Tokens of the prompts.
  ///   - probe: Measures the ceilings; its threads are as many as the engine's.
  /// - Throws: `EngineError` for a prompt beyond the context.
  package init(
    _ transformer: Transformer,
    _ options: Engine.Options,
    lengths: [Int],
    probe: CeilingProbe
  ) throws {
    timers = try lengths.sorted().map { try PrefillTimer(transformer, options, tokens: $0) }
    format = transformer.format
    kernel = timers.first?.work.kernel(of: format) ?? options.kernels.rawValue
    kind = RunCeilings.kind(options.kernels, format, probe)
    self.probe = probe
  }

  /// Takes one sample of every prompt and of the token after it.
  package func round() throws {
    for _ in 0..<4 { _ = probe.sample(.read) }
    for timer in timers {
      if let read = probe.sample(.read) { reads.append(read) }
      try timer.roundOfBoth()
      if let peak = probe.sample(kind) { peaks.append(peak) }
    }
  }

  /// The medians of the ceilings.
  package var ceilings: RunCeilings {
    RunCeilings(
      bandwidth: CeilingProbe.median(reads),
      peak: CeilingProbe.median(peaks),
      kind: "\(kind)"
    )
  }
}
