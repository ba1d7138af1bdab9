import ArgumentParser
import DecodeEngine
import Quantities

/// `chalktalk measure prefill`: prompts of several lengths, and the token after each.
struct MeasurePrefill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prefill",
    abstract: "Prompts in one pass beside the token after them, and the machine's ceilings.",
    discussion: """
      A prompt passes through the layers at once, and one more token follows it alone. engine-prefill.json has both
      times and what the kernels counted for each length, with the machine, the date and the key of the sources.

      Examples:
        chalktalk measure prefill
        chalktalk measure prefill --lengths 16,256 --threads 1
        chalktalk measure prefill --out Chapters/data
      """
  )

  @Option(help: ArgumentHelp("The model, as decode takes it.", valueName: "model"))
  var model = "synthetic:110M"
  @Option(help: ArgumentHelp("Tokens of the prompts.", valueName: "counts"))
  var lengths: CountList = .init([1, 4, 16, 64, 256, 512])
  @OptionGroup var options: MeasureOptions

  func run() async throws {
    try await withExitCodes {
      var curves: [PrefillRecord.Curve] = []
      for format in options.dtype.values {
        let transformer = try options.transformer(model, format)
        for count in options.counts {
          let survey = try PrefillSurvey(
            transformer,
            Engine.Options(kernels: options.kernels.value, threads: count, cache: .bf16),
            lengths: lengths.values,
            probe: CeilingProbe(threads: count)
          )
          try options.rounds(of: "prompts, \(format.rawValue), \(CurveTable.threads(count))") {
            try survey.round()
          }
          curves.append(PrefillRecord.Curve(survey, threads: count))
        }
      }
      print(Self.table(curves), terminator: "")
      guard let out = options.out else { return }
      let machine = MachineCeilings.measure(threads: 1).machine
      try MeasuredRecord(
        head: try RecordHead(processor: machine, timers: ["PrefillSurvey", "PrefillTimer"]),
        body: PrefillRecord(model: model, curves: curves)
      ).write("engine-prefill", in: out)
    }
  }

  private static func table(_ curves: [PrefillRecord.Curve]) -> String {
    let title = [
      "weights", "threads", "prompt", "pass", "a token", "next token", "ratio", "of peak", "clean",
    ]
    let rows = curves.flatMap { curve in
      curve.points.map { point in
        let token = point.prompt.milliseconds / Double(point.tokens)
        let share = Double(point.prompt.flop) / point.prompt.milliseconds * 1e3 / curve.peak
        return [
          curve.weights, "\(curve.threads)", "\(point.tokens)",
          Quantity(point.prompt.milliseconds, .milliseconds).formatted(),
          Quantity(token, .milliseconds).formatted(),
          Quantity(point.next.milliseconds, .milliseconds).formatted(),
          Quantity(point.next.milliseconds / token).formatted(.significant(2)),
          Quantity(share).formatted(in: .percent, .significant(2)),
          "\(point.prompt.clean) of \(point.prompt.samples)",
        ]
      }
    }
    return AlignedColumns.text([title] + rows, rightAligned: Set(1...8))
  }
}
