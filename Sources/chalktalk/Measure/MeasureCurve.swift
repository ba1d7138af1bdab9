import ArgumentParser
import DecodeEngine

/// `chalktalk measure curve`, and `measure` alone: how the engine's steps grow with the batch.
struct MeasureCurve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curve",
    abstract: "The engine's step over the batch, beside the machine's ceilings.",
    discussion: """
      Steps of 1 to 64 sequences are timed. engine-curve.csv has a line for each format, number of threads and
      batch; engine-curve.json has the same with the machine, the date and the key of the sources.

      Examples:
        chalktalk measure curve
        chalktalk measure curve --out Chapters/data
      """
  )

  @Option(help: ArgumentHelp("The model, as decode takes it.", valueName: "model"))
  var model = "synthetic:110M"
  @Option(help: ArgumentHelp("Batches.", valueName: "sizes"))
  var batches: CountList = .init([1, 2, 4, 8, 16, 32, 64])
  @OptionGroup var options: MeasureOptions

  /// Positions that are cached before a step, so that the cache is no part of what is measured.
  private static let context = 1
  private static let stepsPerSample = 6

  func run() async throws {
    try await withExitCodes {
      let (curves, machines) = try measured()
      print(CurveTable.text(curves), terminator: "")
      guard let out = options.out else { return }
      let record = MeasuredRecord(
        head: try RecordHead(
          processor: machines.first?.machine ?? "",
          timers: ["BatchCurve", "BatchTimer"]
        ),
        body: EngineRecord(
          model: model,
          ceilings: machines.map(EngineRecord.Ceilings.init),
          curves: curves.map(EngineRecord.Curve.init)
        )
      )
      try MeasuredRecord<EngineRecord>.write(record.body.csv, to: out + "/engine-curve.csv")
      try record.write("engine-curve", in: out)
    }
  }

  private func measured() throws -> ([BatchCurve], [MachineCeilings]) {
    let machines = options.counts.map { count in
      Console.note("measuring what \(CurveTable.threads(count)) can read and compute")
      return MachineCeilings.measure(threads: count)
    }
    var curves: [BatchCurve] = []
    for format in options.dtype.values {
      let transformer = try options.transformer(model, format)
      for count in options.counts {
        let survey = try survey(transformer, count)
        try options.rounds(of: "\(format.rawValue), \(CurveTable.threads(count))") {
          try survey.round()
        }
        curves.append(survey.curve)
      }
    }
    return (curves, machines)
  }

  private func survey(_ transformer: Transformer, _ threads: Int) throws -> CurveSurvey {
    let sizes = batches.values.sorted()
    let timer = BatchTimer(
      transformer,
      Engine.Options(kernels: options.kernels.value, threads: threads, cache: .bf16),
      largest: sizes.last ?? 1,
      context: Self.context,
      steps: Self.stepsPerSample
    )
    return try CurveSurvey(timer, batches: sizes, probe: CeilingProbe(threads: threads))
  }
}
