import ServingMath

/// Why a tokenizer cannot be read, or a text or token cannot be converted.
public struct TokenizerError: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    // The file.

    /// The file cannot be read, or is not built as its format says.
    case file(CheckpointError.Problem)
    /// Something that this reader does not do; it would tokenise otherwise than the file asks.
    case unsupported(what: String, found: String, supported: String)
    /// A pattern that splits texts cannot be used.
    case badPattern(String, reason: String, at: Int)
    /// A piece that something refers to is not in the vocabulary.
    case unknownPiece(String, of: String)
    /// Two pieces want one number, or one piece two.
    case conflict(String)
    /// A number that no vocabulary of this size has.
    case badIdentifier(piece: String, Int)
    /// The folder holds no tokenizer.
    case noTokenizer(lookedFor: [String])

    // Texts and tokens.

    /// A part of the text for which the vocabulary has no token, not even an unknown one.
    case noToken(for: String)
    /// A number that is no token.
    case unknownToken(Int32, vocabulary: Int)
    /// A pattern takes far more steps than the text is long.
    case patternTooSlow(String)
  }

  /// What is wrong.
  public let problem: Problem
  /// The file, if one is at fault.
  public let file: String?
  /// Where in the file.
  public let place: CheckpointError.Place

  init(_ problem: Problem, file: String? = nil, at place: CheckpointError.Place = .file) {
    self.problem = problem
    self.file = file
    self.place = place
  }

  init(_ error: CheckpointError) {
    self.init(.file(error.problem), file: error.file, at: error.place)
  }
}

extension TokenizerError: CustomStringConvertible {
  /// The file, the place, what is wrong and what to do.
  public var description: String {
    guard let file else { return "\(problem)" }
    return switch place {
    case .file: "\(file): \(problem)"
    case .byte(let offset): "\(file): byte \(offset): \(problem)"
    case .position(let position): "\(file):\(position.line):\(position.column): \(problem)"
    }
  }
}

extension TokenizerError.Problem: CustomStringConvertible {
  /// What is wrong, and what would be right.
  public var description: String {
    switch self {
    case .file(let problem): "\(problem)"
    case .unsupported(let what, let found, let supported):
      "\(what) is \(found), which cannot be done here; supported: \(supported)"
    case .badPattern(let pattern, let reason, let place):
      "the pattern '\(pattern)' cannot be used: \(reason), at its byte \(place)"
    case .unknownPiece(let piece, let owner): "'\(piece)' of \(owner) is not in the vocabulary"
    case .conflict(let what): what
    case .badIdentifier(let piece, let number):
      "'\(piece)' has the number \(number), which no vocabulary of this size has"
    case .noTokenizer(let lookedFor):
      "holds none of \(lookedFor.joined(separator: ", ")); give a folder with a tokenizer"
    case .noToken(let text): "the vocabulary has no token for '\(text)'"
    case .unknownToken(let token, let vocabulary):
      "\(token) is no token; the vocabulary ends before \(vocabulary)"
    case .patternTooSlow(let pattern):
      "the pattern '\(pattern)' takes too many steps on this text"
    }
  }
}
