/// Swift source cut into tokens for colouring, without a parser behind it.
///
/// The tokens lie end to end and cover the source exactly, whatever the source is: text that is no
/// Swift is cut somehow, never lost.
package struct SwiftTokens: Hashable, Sendable {
  /// What a token is, as far as its spelling tells.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case keyword
    /// A name that begins with a capital.
    case type
    case identifier
    /// Quotes and characters of a string, without what is interpolated.
    case string
    /// `\(` and `)` around what is interpolated.
    case interpolation
    case number
    case comment
    case `operator`
    case attribute
    /// `#if`, `#require` and their kind.
    case directive
    /// `$0`, `$name`.
    case parameter
    case regex
    case punctuation
    case blank
  }

  /// A stretch of the source.
  package struct Token: Hashable, Sendable {
    package let kind: Kind
    package let range: Range<String.Index>
  }

  /// What was cut.
  package let source: String
  /// The tokens in order.
  package let tokens: [Token]
  /// The bracket, quote, comment or condition that lacks its counterpart, if any.
  package let unbalanced: Unbalanced?

  /// Something opened and never closed, or closed and never opened.
  package struct Unbalanced: Hashable, Sendable {
    /// Place in the source, counted in characters from 0.
    package let offset: Int
    /// What stands there: `{`, `"""`, `/*`, `#if`.
    package let text: String
  }

  /// Cuts a source.
  package init(_ source: String) {
    var lexer = SwiftLexer(source)
    lexer.readCode(insideInterpolation: false)
    self.source = source
    var tokens: [Token] = []
    tokens.reserveCapacity(lexer.pieces.count)
    var start = source.startIndex
    for piece in lexer.pieces {
      let count = piece.end - piece.start
      let end =
        lexer.isASCII
        ? source.utf8.index(start, offsetBy: count) : source.index(start, offsetBy: count)
      tokens.append(Token(kind: piece.kind, range: start..<end))
      start = end
    }
    self.tokens = tokens
    self.unbalanced = [lexer.unclosed, Self.bracket(lexer)]
      .compactMap { $0 }.min { $0.offset < $1.offset }
  }

  /// The characters of a token.
  package func text(of token: Token) -> Substring { source[token.range] }

  /// The first bracket or condition without its counterpart.
  private static func bracket(_ lexer: SwiftLexer) -> Unbalanced? {
    var open: [(text: String, offset: Int)] = []
    for piece in lexer.pieces {
      let text: String
      switch piece.kind {
      case .directive: text = String(lexer.characters[piece.start..<piece.end])
      case .punctuation:
        let code = lexer.codes[piece.start]
        guard brackets.contains(code) else { continue }
        text = String(UnicodeScalar(code))
      default: continue
      }
      guard let partner = partners[text] else {
        if openings.contains(text) { open.append((text, piece.start)) }
        continue
      }
      guard let last = open.last, last.text == partner else {
        let skipped = open.contains { $0.text == partner } ? open.last : nil
        return Unbalanced(offset: skipped?.offset ?? piece.start, text: skipped?.text ?? text)
      }
      open.removeLast()
    }
    return open.last.map { Unbalanced(offset: $0.offset, text: $0.text) }
  }

  private static let brackets = Set("()[]{}".utf8)
  private static let partners = [")": "(", "]": "[", "}": "{", "#endif": "#if"]
  private static let openings = Set(partners.values)
}
