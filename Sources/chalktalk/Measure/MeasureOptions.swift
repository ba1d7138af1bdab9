import ArgumentParser
import DecodeEngine
import Foundation

/// What all measurements can be told.
struct MeasureOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Formats of weights (default: all).", valueName: "formats"))
  var dtype: NamedList<WeightFormat> = .init(WeightFormat.allCases)
  @Option(help: "The code of the kernels.")
  var kernels = Named(KernelPath.best)
  @Option(help: ArgumentHelp("Threads (default: 1 and all cores).", valueName: "counts"))
  var threads: CountList?
  @Option(help: "Samples of every point.")
  var rounds: WholeNumber = 12
  @Option(
    help: ArgumentHelp(
      "Where to write the record (default: nowhere, print only).",
      valueName: "dir"
    )
  )
  var out: String?

  func validate() throws {
    guard (1...10_000).contains(rounds.value) else {
      throw ValidationError("--rounds is a number from 1 to 10,000")
    }
    guard let out else { return }
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: out, isDirectory: &isFolder),
      isFolder.boolValue
    else { throw ValidationError("--out: there is no folder '\(out)'") }
  }

  /// Numbers of threads to measure with.
  var counts: [Int] {
    threads?.values ?? Set([1, ProcessInfo.processInfo.activeProcessorCount]).sorted()
  }

  /// Takes all samples of one survey, and says on the terminal how far it is.
  func rounds(of title: String, _ round: () throws -> Void) rethrows {
    Console.note(title)
    let line = ProgressLine()
    defer { line.clear() }
    for number in 1...rounds.value {
      line.show("\(title): round \(number) of \(rounds.value)")
      try round()
    }
  }

  /// The weights of a model in one format.
  func transformer(_ model: String, _ format: WeightFormat) throws -> Transformer {
    var request = try EngineRequest.parse(["--model", model])
    request.dtype = Named(format)
    return try EngineSubject(request).transformer()
  }
}
