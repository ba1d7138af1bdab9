import Quantities

/// A name that a catalogue does not hold, with the one that was probably meant.
public struct UnknownName: Error, Hashable, Sendable {
  /// What was asked for.
  public let name: String
  /// What kind of thing it should have named: `chip`.
  public let kind: String
  /// The name that was probably meant, as the catalogue spells it; nil if none is near.
  public let nearest: String?
  /// Every name that the catalogue holds.
  public let known: [String]

  init(_ name: String, kind: String, among known: [String]) {
    self.name = name
    self.kind = kind
    self.known = known
    let folded = known.map(\.foldedName)
    let asked = name.foldedName
    // A beginning is meant more often than a misspelling: "tpu v6" is v6e rather than v4.
    let begun = asked.count > 2 ? folded.first { $0.hasPrefix(asked) } : nil
    let near = begun ?? nearestSpelling(of: asked, among: folded)
    nearest = near.flatMap(folded.firstIndex(of:)).map { known[$0] }
  }
}

extension UnknownName: CustomStringConvertible {
  /// The name, and the nearest one or else all of them.
  public var description: String {
    let help = nearest.map { "did you mean '\($0)'?" } ?? "known: " + known.joined(separator: ", ")
    return "no \(kind) is called '\(name)'; \(help)"
  }
}

extension String {
  /// The letters and digits alone, in lower case: "TPU v5e" and "tpu-v5e" are one name.
  var foldedName: String { filter { $0.isLetter || $0.isNumber }.lowercased() }
}
