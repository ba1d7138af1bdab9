public import ServingMath

/// Why a file or text cannot be used as a trace, and where in it.
public struct TraceError: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The file cannot be opened or read.
    case unreadable(path: String, reason: String)
    /// The first line is that of no format that is known here.
    case unknownFormat(firstLine: String)
    /// Something else stands where a part of a row should.
    case unexpected(found: String, expected: String)
    /// A row without one of its parts.
    case missing(key: String)
    /// A row with one part twice.
    case repeated(key: String)
    /// A number that a request cannot have.
    case outOfRange(name: String, value: String, allowed: String)
    /// A row that names more or fewer blocks than its prompt fills.
    case wrongBlockCount(named: Int, prompt: Int, blockTokens: Int)
    /// A prompt that names one block twice.
    case repeatedBlock(Int)
  }

  /// What is wrong.
  public let problem: Problem
  /// Where; nothing for a file that cannot be read.
  public let position: TextPosition?

  init(_ problem: Problem, at position: TextPosition? = nil) {
    self.problem = problem
    self.position = position
  }
}

extension TraceError: CustomStringConvertible {
  /// Line and column, what is wrong, and what to do about it.
  public var description: String {
    position.map { "\($0.line):\($0.column): \(explanation)" } ?? explanation
  }

  /// What is wrong and what to do about it, without the place.
  public var explanation: String {
    switch problem {
    case .unreadable(let path, let reason):
      return "cannot read '\(path)': \(reason); give a trace file that exists and may be read"
    case .unknownFormat(let line):
      return "'\(line)' begins no trace that is known here; give Mooncake's JSON lines, Azure's "
        + "'TIMESTAMP,ContextTokens,GeneratedTokens', or a table that begins with "
        + "'arrival_ms,prompt_tokens,output_tokens'"
    case .unexpected(let found, let expected):
      return "found \(found) where \(expected) should stand"
    case .missing(let key): return "'\(key)' is missing; add it to this row"
    case .repeated(let key): return "'\(key)' stands twice; leave one of them"
    case .outOfRange(let name, let value, let allowed):
      return "'\(name)' is \(value); it should be \(allowed)"
    case .wrongBlockCount(let named, let prompt, let blockTokens):
      let filled = (prompt + blockTokens - 1) / blockTokens
      return "\(named) blocks for a prompt of \(prompt) tokens; name \(filled), one for every "
        + "\(blockTokens) tokens begun"
    case .repeatedBlock(let name):
      return
        "block \(name) stands twice in one prompt; a name stands for all that comes before it too"
    }
  }
}
