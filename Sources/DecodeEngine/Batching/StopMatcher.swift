/// Finds stop strings in a text that comes in pieces, and holds back what may be the start of one.
package struct StopMatcher {
  private let stops: [[UInt8]]
  private var held: [UInt8] = []

  package init(_ stops: [String]) { self.stops = stops.map { Array($0.utf8) } }

  /// Adds a piece of text.
  ///
  /// - Returns: Text that can be given out, and whether a stop string ended it: the one that is complete first,
  ///   and of those that end together the longest. So it does not matter how the text was cut into pieces.
  package mutating func add(_ piece: String) -> (text: String, isStopped: Bool) {
    guard !stops.isEmpty else { return (piece, false) }
    held += piece.utf8
    for end in held.indices.map({ $0 + 1 }) {
      let ending = stops.filter { held[..<end].suffix($0.count).elementsEqual($0) }
      guard let longest = ending.map(\.count).max() else { continue }
      defer { held = [] }
      return (String(decoding: held[..<(end - longest)], as: UTF8.self), true)
    }
    // A stop string begins with a whole character, so the cut never falls inside one.
    let keep = held.indices.first { start in stops.contains { $0.starts(with: held[start...]) } }
    let end = keep ?? held.count
    defer { held.removeFirst(end) }
    return (String(decoding: held[..<end], as: UTF8.self), false)
  }

  /// What was held back, when no more text comes.
  package mutating func rest() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }
}
