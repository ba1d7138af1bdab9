import Foundation
import Literate
import Testing

/// Our lexer beside swift-syntax, on all code of the book.
struct ChapterColoursTests {
  private static let chapters =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Chapters").standardizedFileURL.path
  private static let record =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/Highlight/chapters.txt").standardizedFileURL.path

  /// Every character of every cell has the colour that swift-syntax gives it.
  ///
  /// Two differences are wanted: a name with a capital is a type to us wherever it stands, to swift-syntax only
  /// where the grammar says so; `=`, `->`, `?`, `!` and `&` are operators to us, to swift-syntax punctuation without a
  /// colour.
  @Test func cellsAreColouredAsSwiftSyntaxDoes() throws {
    let recorded = try Self.recorded()
    var cells = 0
    for file in try Book(folder: Self.chapters).chapterFiles {
      for cell in Chapter(try SourceText(reading: file)).cells {
        cells += 1
        let name = "\((file as NSString).lastPathComponent)#\(cell.id)"
        guard let expected = recorded[Self.digest(cell.code)] else {
          Issue.record("\(name) is not recorded: run .ci/highlight/record")
          continue
        }
        let swift = SwiftTokens(cell.code)
        let found = swift.tokens.flatMap { token in
          Self.colours(token.kind, swift.text(of: token))
        }
        let bytes = Array(cell.code.utf8)
        #expect(found.count == expected.count && bytes.count == expected.count, "\(name)")
        let wrong = zip(expected, found).enumerated().first { place, colours in
          colours.0 != colours.1 && !Self.isBlank(bytes[place])
            && !(colours.0 == "i" && colours.1 == "t")
            && !(colours.0 == "i" && colours.1 == "o" && "=->?!&.".utf8.contains(bytes[place]))
        }
        if let (place, colours) = wrong {
          let rest = String(
            decoding: bytes[max(0, place - 20)..<min(bytes.count, place + 20)],
            as: UTF8.self
          )
          Issue.record("\(name), byte \(place): \(colours.1), not \(colours.0): …\(rest)…")
        }
      }
    }
    #expect(cells > 300)
  }

  private static func recorded() throws -> [String: [Character]] {
    var record: [String: [Character]] = [:]
    for line in try String(contentsOfFile: Self.record, encoding: .utf8).split(separator: "\n") {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      let runs = try #require(parts.count == 2 ? parts[1] : nil)
      record[String(parts[0])] = runs.matches(of: /([a-z])(\d+)/).flatMap { match in
        Array(repeating: Character(String(match.1)), count: Int(match.2) ?? 0)
      }
    }
    return record
  }

  /// One letter for each byte of a token.
  private static func colours(_ kind: SwiftTokens.Kind, _ text: Substring) -> [Character] {
    let letter: Character =
      switch kind {
      case .keyword: "k"
      case .type: "t"
      case .number: "n"
      case .string: "s"
      case .comment: "c"
      case .operator: "o"
      case .attribute: "a"
      case .directive: "d"
      case .parameter: "p"
      case .regex: "r"
      case .identifier, .interpolation, .punctuation, .blank: "i"
      }
    return Array(repeating: letter, count: text.utf8.count)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }

  /// FNV-1a over UTF-8, as in the record.
  private static func digest(_ text: String) -> String {
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }
}
