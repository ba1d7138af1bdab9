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

  /// The anchor that GitHub gives to a heading of these words, by which links in the source are written too.
  static func gitHubSlug(_ text: String) -> String {
    String(
      text.lowercased().compactMap { character -> Character? in
        if character == " " { return "-" }
        return character.isLetter || character.isNumber || "-_".contains(character)
          ? character : nil
      }
    )
  }
}

/// Ids that belong to the pages themselves, which no author's name and no heading may take.
enum PageNames {
  /// The parts that every page, or every chapter, has.
  static let parts: Set<String> = ["contents", "text", "sources", "ledger", "preview", "print"]

  /// Whether a page gives names of this form to claims, other checked numbers and their cards, notes beside the text, ids in the prose, terms, sources, exercises, solutions.
  static func areTaken(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return false }
    switch parts[0] {
    case "claim", "mention", "term", "source": return true
    case "aside": return parts.last?.allSatisfy(NumberScan.isDigit) == true
    case "n", "c":
      return parts.count == 2 && !parts[1].isEmpty && parts[1].allSatisfy(NumberScan.isDigit)
    case "exercise", "solution":
      return parts.count < 4
        && parts.dropFirst().allSatisfy { !$0.isEmpty && $0.allSatisfy(NumberScan.isDigit) }
    default: return false
    }
  }

  /// The ids inside the drawing of a figure.
  static func inside(_ figure: String) -> [String] {
    ["title", "desc", "waiting", "transfer", "narrow-waiting", "narrow-transfer"].map {
      "\(figure)-\($0)"
    }
  }
}
