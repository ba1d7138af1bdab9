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
  ///
  /// - Parameters:
  ///   - frames: As the handler walked them.
  ///   - trapped: Which of them is the very instruction that trapped; every other is one past a call.
  /// - Returns: None if the library has no debug information.
  func frames(_ frames: [Event.Frame], trapsAt trapped: Int?) -> [Frame] {
    struct Answer: Decodable {
      struct Symbol: Decodable {
        let function: String
        let file: String
        let line: Int
        let column: Int

        enum CodingKeys: String, CodingKey {
          case function = "FunctionName"
          case file = "FileName"
          case line = "Line"
          case column = "Column"
        }
      }
      let symbols: [Symbol]?

      enum CodingKeys: String, CodingKey {
        case symbols = "Symbol"
      }
    }
    let name = URL(fileURLWithPath: library).lastPathComponent
    let own = frames.enumerated().filter { $0.element.image == name }
    guard !own.isEmpty else { return [] }
    let offsets = own.map { index, frame in
      "0x" + String(index == trapped ? frame.offset : frame.offset - 1, radix: 16)
    }
    let arguments =
      [
        toolchain.symbolizer, "--inlines", "--relativenames", "--output-style=JSON",
        "--obj=\(library)",
      ] + offsets
    guard let result = try? ChildProcess.run(arguments),
      let answers = try? JSONDecoder().decode([Answer].self, from: result.standardOutput)
    else { return [] }
    return answers.flatMap { $0.symbols ?? [] }.map { symbol in
      Frame(
        function: symbol.function,
        place: ProgramStop.Place(file: symbol.file, line: symbol.line, column: symbol.column)
      )
    }
  }
}
