import CellRuntime
import Foundation

/// Names the source places of a stopped program's frames.
struct Symbolizer {
  let toolchain: Toolchain
  /// The chapter's library as the runner loaded it.
  let library: String
  /// The book's own module; its places are told by its name before the file's.
  var engine: EngineProduct?

  struct Frame: Sendable {
    var function: String
    var place: ProgramStop.Place
  }

  /// The frames that lie in the chapter's library or in the book's engine, inlined ones unfolded, innermost first.
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
    var paths = [URL(fileURLWithPath: library).lastPathComponent: library]
    if let engine { paths[engine.libraryName] = engine.library }
    let own = frames.enumerated().compactMap { index, frame in
      paths[frame.image].map { path in
        (path: path, offset: index == trapped ? frame.offset : frame.offset - 1)
      }
    }
    guard !own.isEmpty else { return [] }
    let arguments =
      [toolchain.symbolizer, "--inlines", "--relativenames", "--output-style=JSON"]
      + own.map { "\"\($0.path)\" 0x" + String($0.offset, radix: 16) }
    guard let result = try? ChildProcess.run(arguments),
      let answers = try? JSONDecoder().decode([Answer].self, from: result.standardOutput),
      answers.count == own.count
    else { return [] }
    return zip(own, answers).flatMap { frame, answer in
      let isEngine = frame.path == engine?.library
      return (answer.symbols ?? []).map { symbol in
        // The standard library's own files, inlined, have a path of the machine that built them.
        let isOwn = isEngine && symbol.file.hasSuffix(".swift") && !symbol.file.hasPrefix("/")
        let file = isOwn ? "\(engine?.module ?? "")/\(Self.plain(symbol.file))" : symbol.file
        return Frame(
          function: symbol.function,
          place: ProgramStop.Place(file: file, line: symbol.line, column: symbol.column)
        )
      }
    }
  }

  /// `Rates.swift` of `./Rates.swift`.
  private static func plain(_ file: String) -> String {
    file.hasPrefix("./") ? String(file.dropFirst(2)) : file
  }
}
