import ArgumentParser
import Literate

/// The command line: each subcommand is a file beside this one.
@main
struct Chalktalk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chalktalk",
    abstract: "A book whose cells run and whose numbers are checked.",
    discussion: """
      A book is a folder of Markdown. Its fences of Swift are compiled and run, its numbers are held against what they \
      compute, and with all of them true it becomes a site.

      Examples:
        chalktalk new mybook
        chalktalk check --book mybook/Chapters

      Shells complete subcommands, options, chapters, cells, models and chips:
        chalktalk --generate-completion-script bash > ~/.local/share/bash-completion/completions/chalktalk
        chalktalk --generate-completion-script zsh > ~/.zsh/completions/_chalktalk
        chalktalk --generate-completion-script fish > ~/.config/fish/completions/chalktalk.fish
      """,
    version: toolVersion,
    groupedSubcommands: [
      CommandGroup(
        name: "Book",
        subcommands: [
          New.self, Build.self, Check.self, Serve.self, Run.self, Explain.self, Eject.self,
          Render.self,
        ]
      ),
      CommandGroup(name: "Board", subcommands: [Estimate.self, Simulate.self]),
      CommandGroup(name: "Engine", subcommands: [Decode.self, Measure.self, Bench.self]),
    ]
  )
}
