import ArgumentParser
import Literate

/// The command line: each subcommand is a file beside this one.
@main
struct Chalktalk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chalktalk",
    abstract: "A book whose cells run and whose numbers are checked.",
    version: toolVersion,
    subcommands: [
      Build.self, Check.self, Run.self, Explain.self, Render.self, Estimate.self, Decode.self,
      Measure.self,
      Simulate.self,
      Bench.self,
    ]
  )
}
