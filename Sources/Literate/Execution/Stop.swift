/// Why and where a program ended before its end.
package struct ProgramStop: Codable, Sendable {
  package enum Reason: Codable, Sendable, Equatable {
    /// The runtime's own words: `Index out of range`, a `fatalError` message, …
    case trap(String)
    case timeLimit(seconds: Int)
    case outputLimit
    case memoryLimit
    case startedProcess
    case exited(status: Int32)
    case killed(signal: Int32)
  }

  package var reason: Reason
  /// The cell that was running.
  package var cell: String?
  /// Places of the chapter's program on the stack, innermost first.
  package var places: [Place]
  /// What was on standard error, without the stack: its addresses are others each time.
  package var standardError: String

  package struct Place: Codable, Sendable, Hashable {
    package var file: String
    package var line: Int
    package var column: Int
  }
}

extension ProgramStop {
  /// The innermost place of the book's own engine, if that is where the program stopped.
  var placeInEngine: Place? {
    let places = places.filter { $0.line > 0 }
    return places.prefix { !$0.file.contains("#") }.first {
      !$0.file.hasPrefix("/") && $0.file.hasSuffix(".swift") && $0.file.contains("/")
    }
  }
}

extension ProgramStop.Reason {
  package var message: String {
    switch self {
    case .trap(let text): text
    case .timeLimit(let seconds): "this still runs after \(seconds) s, the limit of a cell"
    case .outputLimit: "this printed more than 1 MiB, the limit of a cell"
    case .memoryLimit: "this asked for more than 2 GiB of memory, the limit of a cell"
    case .startedProcess: "a cell may not start processes or open sockets"
    case .exited(let status): "the cell ended the program with status \(status)"
    case .killed(let signal): "the cell was ended by signal \(signal)"
    }
  }
}
