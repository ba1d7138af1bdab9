/// A chapter as its Markdown says it: blocks and inlines, with the places they came from.
package struct Document: Sendable {
  package var blocks: [Block]
  /// What was wrong with the Markdown itself: links of ours that are none, raw HTML, bad formulas.
  package var diagnostics: [Diagnostic]
  /// Links and images without a scheme of ours, in the order of the text.
  package var plainLinks: [PlainLink] = []
}

extension [Block] {
  /// All blocks in the order of the text, each before those that stand in it.
  var withInner: [Block] {
    flatMap { block -> [Block] in
      switch block.kind {
      case .quote(let inner), .box(_, _, let inner): [block] + inner.withInner
      case .list(_, let items): [block] + items.flatMap(\.withInner)
      default: [block]
      }
    }
  }
}

/// A link or an image as Markdown has it: a page, a file, a place on a page, another host.
package struct PlainLink: Sendable {
  package var url: String
  package var isImage: Bool
  /// The URL in the source; the words of the link where it is spelled otherwise there.
  package var range: SourceRange
}

/// A block and the lines it stands on.
package struct Block: Sendable {
  package var kind: Kind
  /// First and last line in the file, counted from 1.
  package var lines: ClosedRange<Int>

  package indirect enum Kind: Sendable {
    case paragraph([Inline])
    case heading(level: Int, [Inline])
    case code(CodeBlock)
    case html(String)
    case quote([Block])
    /// A GitHub alert: `> [!NOTE]`, with the words after the marker as its title.
    case box(Box, title: [Inline], [Block])
    case list(List, items: [[Block]])
    case table(PipeTable)
    /// A display formula: the LaTeX between the fences, and the line it starts on.
    case formula(String, line: Int)
    case thematicBreak
  }

  package struct List: Sendable {
    package var isOrdered: Bool
    package var start: Int
    package var isTight: Bool
  }

  package enum Box: String, CaseIterable, Sendable {
    case note, aside, takeaway, disputed, exercise, solution
    case tip, important, warning, caution
  }
}

/// A fenced or indented listing.
package struct CodeBlock: Sendable {
  /// The words after the fence, decoded; empty for an indented block.
  package var info: String
  package var text: String
  /// The line of the opening fence (or of the first line of an indented block).
  package var line: Int
  /// The characters that stand before the fence on its line.
  package var indentation: Int
  package var isFenced: Bool

  /// The language: the first word of the info string.
  package var language: String { String(info.prefix { $0 != " " && $0 != "\t" }) }
  package var contentLine: Int { isFenced ? line + 1 : line }
}

/// A pipe table as GitHub reads it.
package struct PipeTable: Sendable {
  package enum Alignment: Sendable {
    case none, left, center, right
  }

  package var alignments: [Alignment]
  package var header: [[Inline]]
  package var rows: [[[Inline]]]
  /// The line of the header; the delimiter row follows it, then the rows.
  package var line: Int
}

/// A piece of running text.
package indirect enum Inline: Sendable {
  case text(String)
  case softBreak
  case lineBreak
  case code(String)
  case emphasis([Inline])
  case strong([Inline])
  case link(url: String, title: String, [Inline])
  case image(url: String, title: String, [Inline])
  case html(String)
  /// A link with one of the book's schemes.
  case scheme(SchemeLink, [Inline])
  /// `` $`…`$ ``: a formula in running text, and the place of its first character.
  case formula(String, SourcePosition)

  /// The words of it, without marks; an image counts with its alternative text.
  package var plainText: String {
    switch self {
    case .text(let text), .code(let text), .formula(let text, _): text
    case .softBreak, .lineBreak: " "
    case .html: ""
    case .emphasis(let inlines), .strong(let inlines), .link(_, _, let inlines),
      .image(_, _, let inlines), .scheme(_, let inlines):
      inlines.plainText
    }
  }
}

extension [Inline] {
  package var plainText: String { map(\.plainText).joined() }
}

/// `[text](scheme:target "options")` as the source spells it.
package struct SchemeLink: Sendable, Hashable {
  package enum Scheme: String, CaseIterable, Sendable {
    case claim, value, given, cite, talk, ref, term, plain
  }

  package var scheme: Scheme
  /// The source's own characters after `scheme:`; never percent-decoded.
  package var target: String
  /// What stands between the quotes after the target; nil without quotes.
  package var options: String?
  /// From `[` to `]`.
  package var textRange: SourceRange
  package var targetPosition: SourcePosition
  package var optionsPosition: SourcePosition
}
