import ArgumentParser
import DecodeEngine
import Foundation
import Quantities

/// `chalktalk measure`: what this machine can do, and how the engine's steps grow with the batch on it.
struct Measure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record this machine's ceilings and the engine's batch curve on it.",
    discussion: """
      Steps of 1 to 64 sequences are timed in turn with what the same threads can read and compute; medians
      are of samples that nothing else disturbed. engine-curve.csv has a line for each format, number of
      threads and batch; engine-curve.json has the same with the machine, the date and the key of the sources.

      Examples:
        chalktalk measure
        chalktalk measure --out Chapters/data
      """
  )

  @Option(
    help: ArgumentHelp("The model, as decode takes it.", valueName: "model")
  )
  var model = "synthetic:110M"
  @Option(help: ArgumentHelp("Formats of weights (default: all).", valueName: "formats"))
  var dtype: NamedList<WeightFormat> = .init(WeightFormat.allCases)
  @Option(help: "The code of the kernels.")
  var kernels = Named(KernelPath.best)
  @Option(help: ArgumentHelp("Threads (default: 1 and all cores).", valueName: "counts"))
  var threads: CountList?
  @Option(help: ArgumentHelp("Batches.", valueName: "sizes"))
  var batches: CountList = .init([1, 2, 4, 8, 16, 32, 64])
  @Option(help: "Samples of every point.")
  var rounds: WholeNumber = 12
  @Option(
    help: ArgumentHelp(
      "Where to write engine-curve.csv and .json (default: nowhere, print only).",
      valueName: "dir"
    )
  )
  var out: String?

  /// Positions that are cached before a step, so that the cache is no part of what is measured.
  private static let context = 1
  private static let stepsPerSample = 6

  func validate() throws {
    guard (1...10_000).contains(rounds.value) else {
      throw ValidationError("--rounds is a number from 1 to 10,000")
    }
    if let out {
      var isFolder: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: out, isDirectory: &isFolder),
        isFolder.boolValue
      else { throw ValidationError("--out: there is no folder '\(out)'") }
    }
  }

  func run() async throws {
    try await withExitCodes {
      let (curves, machines) = try measured()
      print(CurveTable.text(curves), terminator: "")
      guard let out else { return }
      let record = EngineRecord(
        key: try SourceKey.engine(),
        date: Self.date(),
        command: (["chalktalk"] + CommandLine.arguments.dropFirst()).joined(separator: " "),
        machine: .here(machines.first?.machine ?? ""),
        model: model,
        ceilings: machines.map { machine in
          EngineRecord.Ceilings(
            threads: machine.threads,
            bandwidth: EngineRecord.rounded(machine.readBandwidth),
            fp32: EngineRecord.rounded(machine.fp32),
            bf16: machine.bf16.map(EngineRecord.rounded),
            int8: machine.int8.map(EngineRecord.rounded)
          )
        },
        curves: curves.map(EngineRecord.Curve.init)
      )
      for (name, text) in [("csv", record.csv), ("json", try JSONText.of(record) + "\n")] {
        let path = out + "/engine-curve." + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        Console.note("wrote \(path)")
      }
    }
  }

  private func measured() throws -> ([BatchCurve], [MachineCeilings]) {
    let counts =
      threads?.values ?? Set([1, ProcessInfo.processInfo.activeProcessorCount]).sorted()
    let machines = counts.map { count in
      Console.note("measuring what \(CurveTable.threads(count)) can read and compute")
      return MachineCeilings.measure(threads: count)
    }
    var curves: [BatchCurve] = []
    for format in dtype.values {
      var request = try EngineRequest.parse(["--model", model])
      request.dtype = Named(format)
      let transformer = try EngineSubject(request).transformer()
      for count in counts {
        let title = "\(format.rawValue), \(CurveTable.threads(count))"
        Console.note(title)
        let survey = try survey(transformer, count)
        let line = ProgressLine()
        defer { line.clear() }
        for round in 1...rounds.value {
          line.show("\(title): round \(round) of \(rounds.value)")
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
      Engine.Options(kernels: kernels.value, threads: threads, cache: .bf16),
      largest: sizes.last ?? 1,
      context: Self.context,
      steps: Self.stepsPerSample
    )
    return try CurveSurvey(timer, batches: sizes, probe: CeilingProbe(threads: threads))
  }

  private static func date() -> String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = .withFullDate
    return formatter.string(from: Date())
  }
}
