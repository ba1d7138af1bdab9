import ArgumentParser
import DecodeEngine
import Foundation

/// `chalktalk bench decode`: the engine beside the machine's ceilings, llama.cpp and llama2.c.
struct BenchDecode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "The decode engine beside this machine's ceilings, llama.cpp and llama2.c.",
    discussion: """
      All run the same weights with as many threads, in turn, round by round; figures are medians of samples
      that nothing else disturbed. `.ci/peers DIR` builds the peers and makes the weights; without --peers
      the engine runs alone on weights by seed. Tables are Markdown.

      Examples:
        chalktalk bench decode
        chalktalk bench decode --peers ../peers
      """
  )

  @Option(help: ArgumentHelp("What .ci/peers was given.", valueName: "dir"))
  var peers: String?
  @Option(
    help: ArgumentHelp("The models (default: models in the peers' folder).", valueName: "dir")
  )
  var models: String?
  @Option(
    help: ArgumentHelp("Which of 110M and 1B (default: those that are there).", valueName: "names")
  )
  var only: String?
  @Option(help: "Formats of weights.")
  var dtype: NamedList<WeightFormat> = .init(WeightFormat.allCases)
  @Option(help: ArgumentHelp("Threads (default: 1 and all cores).", valueName: "counts"))
  var threads: CountList?
  @Option(help: ArgumentHelp("Batches.", valueName: "sizes"))
  var batches: CountList?
  @Option(help: "Rounds (default: 5, with --quick 2).")
  var rounds: WholeNumber?
  @Option(help: "The code of the kernels.")
  var kernels = Named(KernelPath.best)
  @Flag(help: "Fewer rounds and batches, and the small model alone.")
  var quick = false

  func validate() throws {
    if let rounds, !(1...1000).contains(rounds.value) {
      throw ValidationError("--rounds is a number from 1 to 1,000")
    }
    for folder in [peers, models].compactMap({ $0 }) {
      guard FileManager.default.fileExists(atPath: folder) else {
        throw ValidationError("there is no folder '\(folder)'")
      }
    }
  }

  func run() async throws {
    try await withExitCodes {
      do {
        try checkParts()
        for name in try names() { try bench(name) }
      } catch let failure as Peers.Failure {
        throw Fault(failure.description)
      }
    }
  }

  /// Finds out at once what would be missing later.
  private func checkParts() throws {
    let programs = peers.map { Peers(folder: $0).programs } ?? []
    let files = try names().flatMap { name in
      dtype.values.flatMap { DecodeBenchPlan.files(name, $0, in: folder, besides: peers != nil) }
    }
    for path in programs + files where !FileManager.default.fileExists(atPath: path) {
      let place = peers ?? "DIR"
      throw Fault(
        "there is no '\(path)'; .ci/peers \(place) \(try names().joined(separator: " ")) makes it"
      )
    }
  }

  /// The models to run.
  private func names() throws -> [String] {
    let known = SyntheticShape.names
    if let only {
      let names = only.split(separator: ",").map(String.init)
      if let unknown = names.first(where: { !known.contains($0) }) {
        throw ValidationError("--only: there is no '\(unknown)'; known: 110M, 1B")
      }
      return names
    }
    guard let folder, !quick else { return ["110M"] }
    let found = known.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)-F32.gguf") }
    return found.isEmpty ? ["110M"] : found
  }

  private var folder: String? { models ?? peers.map { $0 + "/models" } }

  private func bench(_ name: String) throws {
    let counts =
      threads?.values ?? Set([1, ProcessInfo.processInfo.activeProcessorCount]).sorted()
    let plan = DecodeBenchPlan(
      model: name,
      folder: folder,
      kernels: kernels.value,
      batches: batches?.values.sorted() ?? (quick ? [1, 4, 16, 64] : [1, 2, 4, 8, 16, 32, 64]),
      rounds: rounds?.value ?? (quick ? 2 : 5)
    )
    for count in counts {
      for format in dtype.values {
        let title = "\(name), \(CurveTable.threads(count)), \(format.rawValue)"
        Console.note(title)
        let bench = try DecodeBench(plan, format: format, threads: count, peers.map(Peers.init))
        for round in 1...plan.rounds {
          Console.note("  round \(round) of \(plan.rounds)")
          try bench.round()
        }
        // At once, since a bench of all formats takes long and may be broken off.
        print("## \(title)\n\n" + DecodeBenchTable.markdown(try bench.result()))
        fflush(nil)
      }
    }
  }
}
