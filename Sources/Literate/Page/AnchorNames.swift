/// Gives the things of one page ids made of their words, each only once.
struct AnchorNames {
  private var taken: Set<String>

  /// - Parameter taken: Ids that the page has already.
  init(taken: some Sequence<String> = []) {
    self.taken = Set(taken)
  }

  mutating func next(for text: String) -> String { next(named: Self.slug(text)) }

  /// A name, with a number behind it if the page has it already.
  mutating func next(named base: String) -> String {
    var name = base
    var count = 1
    while !taken.insert(name).inserted {
      count += 1
      name = "\(base)-\(count)"
    }
    return name
  }

  /// The words of a text in lower case, joined by hyphens.
  static func slug(_ text: String) -> String {
    let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }
    return words.isEmpty ? "section" : words.joined(separator: "-")
  }
}
