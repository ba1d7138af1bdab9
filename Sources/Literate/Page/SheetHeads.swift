/// What stands at the head of each sheet of paper: the book at the left, at the right the chapter.
///
/// A style sheet cannot take words from the page, so each page brings its own rules; the faces are those of `paper.css`.
struct SheetHeads {
  /// Sheets of one kind.
  struct Kind {
    /// The name that their text asks for, as `page: p3`; nil for all others.
    var name: String?
    var head: String
  }

  private let book: String
  private let kinds: [Kind]

  init(_ book: String, _ kinds: [Kind]) {
    self.book = book
    self.kinds = kinds
  }

  /// The rules as an element of the page's head.
  var style: String {
    let rules = kinds.map { kind in
      "@page\(kind.name.map { " \($0)" } ?? ""){@top-right{content:\(Self.quoted(kind.head))}}\n"
    }
    // Below a title stands what its head would say. Chromium takes the last rule, not the most specific one.
    return """
      <style>
      @page{@top-left{content:\(Self.quoted(book))}}
      \(rules.joined())@page :first{@top-left{content:none}@top-right{content:none}}
      @page title{@top-left{content:none}}
      \(foot)\
      </style>

      """
  }

  /// What proves the page stands below its last text, on the same sheet.
  private var foot: String { kinds.last?.name.map { ".proof{page:\($0)}\n" } ?? "" }

  /// A text as a string of CSS that ends neither itself nor its element.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text.typeset.unicodeScalars {
      switch character {
      case "\"", "\\", "<", "\n": result += "\\\(String(character.value, radix: 16)) "
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "\""
  }
}
