/// Finds the book's own links in the source before CommonMark sees them, and puts a plain word in place
/// of each target.
///
/// CommonMark decodes link targets and reports inline positions only roughly; an expression must arrive
/// as it was typed, and a claim at its exact column. So every `](scheme:` is noted here with its place, and
/// what CommonMark makes of the word that stands in for the target tells whether it became a link.
struct SchemeLinkScanner {
  /// The source with a stand-in for each target.
  private(set) var protected = ""
  /// What was found, in the order of the source; the index is the number in the stand-in.
  private(set) var links: [SchemeLink] = []
  /// The characters that each stand-in replaces.
  private var originals: [String] = []
  private let prefix: String

  init(_ source: SourceText) {
    prefix = Self.unusedWord(in: source.text)
    var lines: [String] = []
    lines.reserveCapacity(source.lines.count)
    for (index, line) in source.lines.enumerated() {
      lines.append(protect(line, at: index, in: source.lines))
    }
    protected = lines.joined(separator: "\n")
  }

  /// The link whose stand-in is the whole of `url`.
  func index(standingFor url: String) -> Int? {
    guard url.hasPrefix(prefix), url.hasSuffix("z") else { return nil }
    return Int(url.dropFirst(prefix.count).dropLast()).flatMap {
      links.indices.contains($0) ? $0 : nil
    }
  }

  /// The text with every stand-in replaced by what the author wrote, and which ones were in it.
  func restored(_ text: String) -> (text: String, links: [Int]) {
    guard text.holds(prefix) else { return (text, []) }
    var result = ""
    var found: [Int] = []
    var rest = Substring(text)
    while let start = rest.firstBytes(prefix) {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      let digits = rest.prefix { $0 != "z" }
      if let index = Int(digits), originals.indices.contains(index) {
        result += originals[index]
        found.append(index)
        rest = rest.dropFirst(digits.count + 1)
      }
    }
    return (result + rest, found)
  }

  // MARK: -

  private mutating func protect(_ line: String, at index: Int, in lines: [String]) -> String {
    guard line.holds("](") else { return line }
    let characters = Array(line)
    var result = ""
    var i = 0
    while i < characters.count {
      guard characters[i] == "]", i + 1 < characters.count, characters[i + 1] == "(",
        let target = Self.target(in: characters, after: i + 2)
      else {
        result.append(characters[i])
        i += 1
        continue
      }
      let options = Self.options(in: characters, after: target.afterTarget)
      let start = Self.opening(of: i, in: characters, onLine: index, of: lines)
      links.append(
        SchemeLink(
          scheme: target.scheme,
          target: String(characters[target.content]),
          options: options.map { String(characters[$0]) },
          textRange: SourceRange(
            start,
            length: start.line == index + 1 ? i + 2 - start.column : 1
          ),
          targetPosition: SourcePosition(line: index + 1, column: target.content.lowerBound + 1),
          optionsPosition: SourcePosition(
            line: index + 1,
            column: (options?.lowerBound ?? target.afterTarget) + 1
          )
        )
      )
      result += String(characters[i..<target.start])
      result += "\(prefix)\(links.count - 1)z"
      originals.append(String(characters[target.start..<target.content.upperBound]))
      i = target.content.upperBound
    }
    return result
  }

  private struct Target {
    var scheme: SchemeLink.Scheme
    /// Where the scheme's name starts.
    var start: Int
    var content: Range<Int>
    var afterTarget: Int
  }

  /// The target that starts after `](`, if it has one of our schemes.
  private static func target(in characters: [Character], after start: Int) -> Target? {
    var i = start
    while i < characters.count, characters[i] == " " { i += 1 }
    let isAngled = i < characters.count && characters[i] == "<"
    if isAngled { i += 1 }
    let nameStart = i
    while i < characters.count, characters[i].isLetter { i += 1 }
    guard i < characters.count, characters[i] == ":",
      let scheme = SchemeLink.Scheme(rawValue: String(characters[nameStart..<i]))
    else { return nil }
    let contentStart = i + 1
    i = contentStart
    if isAngled {
      while i < characters.count, characters[i] != ">" { i += 1 }
      return Target(
        scheme: scheme,
        start: nameStart,
        content: contentStart..<i,
        afterTarget: min(i + 1, characters.count)
      )
    }
    var depth = 0
    scan: while i < characters.count, !characters[i].isWhitespace {
      switch characters[i] {
      case "(": depth += 1
      case ")" where depth == 0: break scan
      case ")": depth -= 1
      default: break
      }
      i += 1
    }
    return Target(scheme: scheme, start: nameStart, content: contentStart..<i, afterTarget: i)
  }

  /// The characters between the quotes that follow a target.
  private static func options(in characters: [Character], after start: Int) -> Range<Int>? {
    var i = start
    while i < characters.count, characters[i] == " " { i += 1 }
    guard i > start, i < characters.count, characters[i] == "\"" || characters[i] == "'" else {
      return nil
    }
    let quote = characters[i]
    let first = i + 1
    i = first
    while i < characters.count, characters[i] != quote {
      i += characters[i] == "\\" ? 2 : 1
    }
    return i < characters.count ? first..<i : nil
  }

  /// The place of the `[` that the `]` at `closing` belongs to, in the same paragraph.
  private static func opening(
    of closing: Int,
    in closingLine: [Character],
    onLine index: Int,
    of lines: [String]
  ) -> SourcePosition {
    var depth = 0
    var line = index
    var characters = closingLine
    var i = closing
    while true {
      while i >= 0 {
        let isEscaped = i > 0 && characters[i - 1] == "\\"
        if !isEscaped, characters[i] == "]" { depth += 1 }
        if !isEscaped, characters[i] == "[" {
          depth -= 1
          if depth == 0 { return SourcePosition(line: line + 1, column: i + 1) }
        }
        i -= 1
      }
      guard line > 0, !lines[line - 1].allSatisfy(\.isWhitespace) else {
        return SourcePosition(line: index + 1, column: closing + 1)
      }
      line -= 1
      characters = Array(lines[line])
      i = characters.count - 1
    }
  }

  /// A word of letters that the text does not hold.
  private static func unusedWord(in text: String) -> String {
    var word = "chalklink"
    while text.holds(word) { word += "q" }
    return word
  }
}
