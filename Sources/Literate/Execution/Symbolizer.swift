import CellRuntime
import Foundation

/// Names the source places of a stopped program's frames.
struct Symbolizer {
  let toolchain: Toolchain
  /// The chapter's library as the runner loaded it.
  let library: String

  struct Frame: Sendable {
    var function: String
    var place: ProgramStop.Place
  }

  /// The frames that lie in the chapter's library, inlined ones unfolded, innermost first.
  func frames(_ frames: [Event.Frame]) -> [Frame] {
    struct Answer: Decodable {
      struct Symbol: Decodable {
        let FunctionName: String
        let FileName: String
        let Line: Int
        let Column: Int
      }
      let Symbol: [Symbol]?
    }
    let name = URL(fileURLWithPath: library).lastPathComponent
    let own = frames.enumerated().filter { $0.element.image == name }
    guard !own.isEmpty else { return [] }
    // A return address is one past the call; the first frames are the handler's and the trap's own.
    let offsets = own.map { "0x" + String($0.element.offset - ($0.offset > 1 ? 1 : 0), radix: 16) }
    let arguments =
      [
        toolchain.symbolizer, "--inlines", "--relativenames", "--output-style=JSON",
        "--obj=\(library)",
      ] + offsets
    guard let result = try? ChildProcess.run(arguments),
      let answers = try? JSONDecoder().decode([Answer].self, from: result.standardOutput)
    else { return [] }
    return answers.flatMap { $0.Symbol ?? [] }.map { symbol in
      Frame(
        function: symbol.FunctionName,
        place: ProgramStop.Place(file: symbol.FileName, line: symbol.Line, column: symbol.Column)
      )
    }
  }
}
