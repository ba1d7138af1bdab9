/// What is wrong with a formula, and where.
package struct FormulaError: Error, Hashable, Sendable {
  /// The kinds of mistakes.
  package enum Reason: Hashable, Sendable {
    /// A command outside the subset; `nearest` is one that is spelled much like it.
    case unknownCommand(String, nearest: String?)
    /// An environment outside the subset.
    case unknownEnvironment(String, nearest: String?)
    /// A character that means nothing in a formula.
    case unexpectedCharacter(Character)
    /// A command, a script or an environment whose argument is missing.
    case missingArgument(of: String)
    /// Something opened here and never closed.
    case unclosed(String, by: String)
    /// Something that closes or divides what was never opened.
    case misplaced(String)
    /// A second superscript, or a second subscript, on one base.
    case doubleScript(String)
    /// What follows `\left` or `\right` is not a delimiter.
    case notADelimiter(String)
    /// Nothing but blanks.
    case empty
  }

  package let reason: Reason
  /// Place of the offending text, counted in characters from 0.
  package let offset: Int
  /// Characters of the offending text.
  package let length: Int
}

extension FormulaError: CustomStringConvertible {
  /// The mistake in one phrase.
  package var description: String {
    switch reason {
    case .unknownCommand(let name, _): "unknown command '\(name)' in a formula"
    case .unknownEnvironment(let name, _): "unknown environment '\(name)' in a formula"
    case .unexpectedCharacter(let character): "'\(character)' means nothing in a formula"
    case .missingArgument(let owner): "the argument of '\(owner)' is missing"
    case .unclosed(let opener, let closer): "'\(opener)' is never closed by '\(closer)'"
    case .misplaced(let text): "'\(text)' has nothing to belong to"
    case .doubleScript(let mark): "a second '\(mark)' on one base; use braces"
    case .notADelimiter(let text): "'\(text)' is no delimiter"
    case .empty: "the formula is empty"
    }
  }

  /// What to do about it, where that can be guessed.
  package var help: String? {
    switch reason {
    case .unknownCommand(_, let nearest?), .unknownEnvironment(_, let nearest?):
      "did you mean '\(nearest)'?"
    case .unexpectedCharacter(let character) where "#%$&_{}".contains(character):
      "write '\\\(character)' for the sign itself"
    default: nil
    }
  }
}
