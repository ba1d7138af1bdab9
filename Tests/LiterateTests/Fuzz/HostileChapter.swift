import TestSupport

/// Chapters as nobody would write them.
///
/// Pieces of the book in any order, cut, doubled, and with markup, quotes and our own spellings thrown in. The
/// same seed gives the same chapters.
struct HostileChapter {
  private var random: SeededGenerator
  private let blocks: [String]

  /// - Parameters:
  ///   - seed: Of the choices.
  ///   - blocks: Pieces to begin with, such as the paragraphs of the book.
  init(seed: UInt64, blocks: [String]) {
    random = SeededGenerator(seed: seed)
    self.blocks = blocks
  }

  mutating func next() -> String {
    var text = (0..<Int.random(in: 1...6, using: &random)).map { _ in
      blocks.randomElement(using: &random) ?? ""
    }.joined(separator: "\n\n")
    for _ in 0..<Int.random(in: 0...8, using: &random) { mutate(&text) }
    if Bool.random(using: &random) {
      text = "---\ntitle: \"\(word())\"\n\(word())\n---\n\n# \(word())\n\n" + text
    }
    return text
  }

  private mutating func mutate(_ text: inout String) {
    var characters = Array(text)
    func place(_ random: inout SeededGenerator) -> Int {
      Int.random(in: 0...characters.count, using: &random)
    }
    let (first, second) = (place(&random), place(&random))
    let range = min(first, second)..<min(max(first, second), min(first, second) + 80)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: characters.removeSubrange(range)
    case 1: characters.insert(contentsOf: Array(characters[range]), at: first)
    case 2: characters.removeSubrange(first..<characters.count)
    default: characters.insert(contentsOf: Array(word()), at: first)
    }
    text = String(characters)
  }

  private mutating func word() -> String { Self.words.randomElement(using: &random) ?? "" }

  private static let words =
    HostileBook.marks.map { $0 + "x>" } + [
      "' zq='x>",
      "<zq onload=\"zq\">", "</span><zq>", "&lt;zq", "&#60;zq>", "<!-- zq -->", "<![CDATA[<zq>]]>",
      "```swift id=a\n", "```swift id=\"<zq>\" formula\nlet a = b\n```\n", "```output\n<zq>\n```\n",
      "```math\n\\frac{<zq>}{\n```\n", "```", "~~~", "````", "$`", "`$", "$`\\text{<zq>}`$",
      "$`\\frac{a}{`$", "[<zq>](claim:a)", "[x](<claim:a < b> \"C001 ±5%\")", "](claim:",
      "](value:",
      "[1](value:a \"0.0 <zq>\")", "[a](ref:<zq>)", "[a](ref:a)", "[t](term:<zq>)", "[x](given:a)",
      "[8](cite:<zq> \"<zq>\")", "[0](talk:0:00:00)", "[12](plain: \"<zq>\")",
      "![<zq>](x.svg '\"<zq>')",
      "[x](javascript:alert)", "[x](JaVaScRiPt&#58;x)", "<javascript:x>",
      "[x]: data:text/html,<zq>\n",
      "[x](<http://e.org/\" zq=\"> '<zq>')", "> [!NOTE]\n> <zq>", "> [!EXERCISE] <zq>\n> a",
      "> [!SOLUTION]\n>\n", "> [!NOPE]", "| <zq> | b |\n|---|:-:|\n| \\| | `|` |\n", "|---|", "***",
      "_",
      "\\", "\u{0}", "\u{FEFF}", "\r\n", "\r", "\t", "\u{2028}", "🧵", "é", "≈", "−", "\u{202E}",
      "0x1p9",
      "9999999999999999999999", "1e999", "1,2,3", "½", "10^26", "$1", "5 %", "C027", "C999",
      "// hide\n",
      "&", "&amp;", "<", ">", "\"", "'", "(", ")", "[", "]", "{", "}", "#", "# ", "###### x\n",
      "- ", "1. ",
    ]
}
