import Quantities

/// Why a model's `config.json` cannot be used, and where in it.
public struct ConfigError: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The text is not JSON.
    case notJSON(String)
    /// A key that this kind of model needs is absent.
    case missing(key: String)
    /// A key holds something else than it should.
    case wrongValue(key: String, found: String, expected: String)
    /// The file does not say what kind of model it describes, or names one that is not known here.
    case unknownModelType(String?, known: [String])
    /// Two keys contradict each other.
    case inconsistent(String)
  }

  /// What is wrong.
  public let problem: Problem
  /// Where in the file.
  public let position: TextPosition
}

extension ConfigError: CustomStringConvertible {
  /// What is wrong, and what would be right.
  public var description: String {
    switch problem {
    case .notJSON(let problem): return "not JSON: \(problem)"
    case .missing(let key): return "'\(key)' is missing"
    case .wrongValue(let key, let found, let expected):
      return "'\(key)' is \(found); it should be \(expected)"
    case .unknownModelType(nil, let known):
      return "'model_type' is missing; known: \(known.joined(separator: ", "))"
    case .unknownModelType(let name?, let known):
      let nearest = nearestSpelling(of: name, among: known)
      let help =
        nearest.map { "did you mean '\($0)'?" } ?? "known: " + known.joined(separator: ", ")
      return "model type '\(name)' is not known; \(help)"
    case .inconsistent(let sentence): return sentence
    }
  }
}
