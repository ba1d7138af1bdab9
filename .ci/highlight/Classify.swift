// How swift-syntax colours the cells of a book: one line for each, `digest runs`, a run being a letter and its
// length in UTF-8. Built against the toolchain's own copy of swift-syntax by `record`.

import Foundation
import SwiftIDEUtils
import SwiftParser

@main
enum Classify {
  static func main() throws {
    var known: Set<String> = []
    for path in CommandLine.arguments.dropFirst() {
      for code in cells(of: try String(contentsOfFile: path, encoding: .utf8)) {
        let line = "\(digest(code)) \(runs(code))"
        if known.insert(line).inserted { print(line) }
      }
    }
  }

  /// The code of all fences of Swift, boxes included.
  static func cells(of chapter: String) -> [String] {
    var cells: [String] = []
    var open: [Substring]?
    for line in chapter.split(separator: "\n", omittingEmptySubsequences: false) {
      let inBox = line.hasPrefix("> ") ? line.dropFirst(2) : line == ">" ? "" : line
      if let code = open {
        if inBox == "```" {
          cells.append(code.joined(separator: "\n") + "\n")
          open = nil
        } else {
          open = code + [inBox]
        }
      } else if inBox == "```swift" || inBox.hasPrefix("```swift ") {
        open = []
      }
    }
    return cells
  }

  static func runs(_ code: String) -> String {
    var runs: [(letter: Character, length: Int)] = []
    for part in Parser.parse(source: code).classifications {
      let letter = letter(part.kind)
      if runs.last?.letter == letter {
        runs[runs.count - 1].length += part.range.length.utf8Length
      } else {
        runs.append((letter, part.range.length.utf8Length))
      }
    }
    return runs.map { "\($0.letter)\($0.length)" }.joined()
  }

  static func letter(_ kind: SyntaxClassification) -> Character {
    switch kind {
    case .keyword: "k"
    case .type: "t"
    case .integerLiteral, .floatLiteral: "n"
    case .stringLiteral: "s"
    case .lineComment, .blockComment, .docLineComment, .docBlockComment: "c"
    case .operator: "o"
    case .attribute: "a"
    case .ifConfigDirective: "d"
    case .dollarIdentifier: "p"
    case .regexLiteral: "r"
    default: "i"
    }
  }

  /// FNV-1a over UTF-8.
  static func digest(_ text: String) -> String {
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}
