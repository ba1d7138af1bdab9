/// One way to write a figure: a constant and the way from there.
struct FigureName: Hashable, Comparable {
  let text: String
  /// How many steps it is long; an element of a list, whose number says nothing, is farther than all others.
  let distance: Int
  /// `Chip.b200` of `Chip.b200.memory`.
  private let owner: Substring
  /// `memory`, with what follows it in brackets.
  private let place: Substring

  init(_ text: String) {
    self.text = text
    let steps = text.steps
    place = steps.last ?? ""
    owner = text[..<place.startIndex]
    distance = steps.count + 100 * text.utf8.elementNumbers
  }

  /// What several ways to write one figure have in common, the shortest first.
  static func common(to names: [FigureName]) -> String? {
    guard let first = names.first else { return nil }
    if names.allSatisfy({ $0.owner == first.owner }) { return first.text }
    let places = Dictionary(grouping: names, by: \.place).mapValues(\.count)
    return places.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { String($0.key) }
  }

  static func < (left: FigureName, right: FigureName) -> Bool {
    (left.text.utf8.count, left.text) < (right.text.utf8.count, right.text)
  }
}

extension String {
  /// The steps of an expression between its dots: `Chip`, `b200` and `peaks[.fp8]` of `Chip.b200.peaks[.fp8]`.
  ///
  /// Bytes are looked at: at every weave the names of some thousand figures pass here.
  var steps: [Substring] {
    var steps: [Substring] = []
    var (start, depth) = (startIndex, 0)
    for index in utf8.indices {
      switch utf8[index] {
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ".") where depth == 0:
        steps.append(self[start..<index])
        start = utf8.index(after: index)
      default: break
      }
    }
    return steps + [self[start...]]
  }
}

extension String.UTF8View {
  /// How many brackets hold a number.
  fileprivate var elementNumbers: Int {
    zip(self, dropFirst()).count {
      $0 == UInt8(ascii: "[") && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($1)
    }
  }
}
