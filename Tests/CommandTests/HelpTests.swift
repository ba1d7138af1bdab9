import Foundation
import Literate
import TestSupport
import Testing

/// Help screens and shell completion.
struct HelpTests {
  /// What `--experimental-dump-help` says, as far as it is looked at here.
  private struct Dump: Decodable {
    let command: Command
  }

  private struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let subcommands: [Command]?
    let arguments: [Argument]?
  }

  private struct Argument: Decodable {
    let abstract: String?
    let valueName: String?
    let shouldDisplay: Bool
  }

  private func commands() throws -> [Command] {
    let text = try tool(["--experimental-dump-help"], in: "/").output
    func all(_ command: Command) -> [Command] {
      [command] + (command.subcommands ?? []).filter { $0.commandName != "help" }.flatMap(all)
    }
    return all(try JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command)
  }

  @Test
  func everyCommandAndOptionSaysWhatItIsFor() throws {
    let commands = try commands()
    #expect(commands.count > 14)
    for command in commands {
      let abstract = try #require(command.abstract, "\(command.commandName)")
      #expect(abstract.hasSuffix(".") && abstract.count <= 100, "\(command.commandName)")
      let discussion = command.discussion ?? ""
      #expect(discussion.split(separator: "\n").count >= 3, "\(command.commandName)")
      for argument in command.arguments ?? [] where argument.shouldDisplay {
        #expect(
          argument.abstract?.isEmpty == false,
          "\(command.commandName) \(argument.valueName ?? "")"
        )
      }
    }
  }

  /// Every example is one that the command line takes: its arguments end in a help screen, and not in a usage error.
  @Test
  func everyExampleIsTaken() throws {
    var count = 0
    for command in try commands() {
      for line in (command.discussion ?? "").split(separator: "\n") {
        let example = line.drop { $0 == " " }
        guard example.hasPrefix("chalktalk "), !example.contains(">") else { continue }
        let words = Self.words(example)
        let result = try tool(Array(words.dropFirst()) + ["--help"], in: "/")
        #expect(result.status == 0, "\(example): \(result.errors)")
        for option in words where option.hasPrefix("--") {
          #expect(result.output.contains(option), "\(example): \(option)")
        }
        count += 1
      }
    }
    #expect(count >= 28)
  }

  private static func words(_ line: Substring) -> [String] {
    line.matches(of: /"([^"]*)"|(\S+)/).map { String($0.1 ?? $0.2 ?? "") }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func scriptsOfAllShellsKnowTheCommands(_ shell: String) throws {
    let script = try tool(["--generate-completion-script", shell], in: "/")
    #expect(script.status == 0)
    let option = shell == "fish" ? "-l 'engine'" : "--engine"
    for word in ["serve", "eject", option, "---completion"] {
      #expect(script.output.contains(word), "\(word)")
    }
  }

  @Test
  func bashCompletesChaptersAndCells() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      func completed(_ line: String) throws -> [String] {
        let command = """
          cd '\(book.root)' && export PATH='\(TemporaryBook.products)':"$PATH" &&
          source <(chalktalk --generate-completion-script bash) &&
          COMP_LINE='\(line)' && COMP_POINT=${#COMP_LINE} && COMP_WORDS=(\(line) '') &&
          COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) && _chalktalk chalktalk '' '\(line.split(separator: " ").last ?? "")' &&
          printf '%s\\n' "${COMPREPLY[@]}"
          """
        let result = try ChildProcess.run(["/bin/bash", "-c", command])
        return String(decoding: result.standardOutput, as: UTF8.self).split(separator: "\n")
          .map(String.init)
      }
      let chapters = try completed("chalktalk run --book book")
      #expect(chapters.contains("01-small"))
      let cells = try completed("chalktalk run --book book 1 --cell")
      #expect(cells.contains("choices"))
      let commands = try completed("chalktalk")
      #expect(commands.contains("serve"))
    }
  }
}
