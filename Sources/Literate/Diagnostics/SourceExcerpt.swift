/// A line of a source as a terminal shows it, and `^~~~` under a stretch of it.
///
/// Tabs become blanks, wide characters count two columns, characters that command a terminal are shown as
/// `\u{FFFD}`, and of a long line only the part around the stretch is there.
package struct SourceExcerpt: Sendable, Equatable {
  package var line: String { before + marked + after }
  /// The line in three: up to the stretch, the stretch, and the rest.
  package let before: String
  package let marked: String
  package let after: String
  /// Blanks up to the stretch.
  package let indent: String
  package let marks: String

  /// Longer lines are shown in part.
  package static let width = 120
  private static let tabWidth = 4

  package init(_ text: String, around range: SourceRange) {
    var cells = Self.cells(text)
    var start = min(range.start.column - 1, cells.count)
    let end = min(start + range.length, cells.count)
    // What does not fit goes on both sides of the stretch; a long stretch is cut at its end.
    if cells.reduce(0, { $0 + $1.width }) > Self.width {
      let marked = cells[start..<end].reduce(0) { $0 + $1.width }
      var room = max(0, Self.width - marked)
      var first = start
      while first > 0, room > Self.width / 4 {
        first -= 1
        room -= cells[first].width
      }
      room = Self.width
      var last = first
      while last < cells.count, room > 0 {
        room -= cells[last].width
        last += 1
      }
      let hasMore = last < cells.count
      let isCut = first > 0
      cells = Array(cells[first..<last])
      start -= first
      if hasMore { cells.append(Cell(text: "…", width: 1)) }
      if isCut {
        cells.insert(Cell(text: "…", width: 1), at: 0)
        start += 1
      }
    }
    let stop = min(start + range.length, cells.count)
    let stretch = start..<max(start, stop)
    before = cells[..<start].map(\.text).joined()
    marked = cells[stretch].map(\.text).joined()
    after = cells[stretch.upperBound...].map(\.text).joined()
    indent = String(repeating: " ", count: cells[..<start].reduce(0) { $0 + $1.width })
    let width = max(1, cells[stretch].reduce(0) { $0 + $1.width })
    marks = "^" + String(repeating: "~", count: width - 1)
  }

  // MARK: - Characters

  private struct Cell {
    var text: String
    var width: Int
  }

  private static func cells(_ text: String) -> [Cell] {
    var column = 0
    return text.map { character in
      var cell = Cell(text: String(harmless(character)), width: width(of: character))
      if character == "\t" {
        cell.width = tabWidth - column % tabWidth
        cell.text = String(repeating: " ", count: cell.width)
      }
      column += cell.width
      return cell
    }
  }

  /// The character, unless a terminal would obey it or it would turn the text around.
  static func harmless(_ character: Character) -> Character {
    let commands = character.unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0..<32, 127..<160, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    return commands ? "\u{FFFD}" : character
  }

  /// How many columns a character takes.
  private static func width(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if scalars.contains("\u{FE0F}") || first.properties.isEmojiPresentation { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch first.value {
    case 0x200B...0x200D, 0x2060, 0xFEFF: return 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
