import Foundation

// A woven chapter as a file: a line of JSON that says how long its texts are, then the texts as they are.

extension WovenChapter {
  private struct Head: Codable {
    var sections: [HeadingNumbers.Section]
    var isAppendix: Bool
    var cards: [String: CardSubject]
    var digest: String
    var symbols: [SymbolPlace]
    /// Whether its part of the whole book has solutions; nil without such a part.
    var hasSolutions: Bool?
    /// Bytes of head, body, foot, lines of the search, and part of the whole book.
    var lengths: [Int]
  }

  /// The bytes of its file.
  var data: Data {
    get throws {
      let texts = [text.head, text.body, text.foot, search].map { Array($0.utf8) }
      let all = texts + [part?.html ?? []]
      let head = Head(
        sections: text.sections,
        isAppendix: text.isAppendix,
        cards: cards,
        digest: digest,
        symbols: symbols,
        hasSolutions: part?.hasSolutions,
        lengths: all.map(\.count)
      )
      var data = try RecordCoding.bytes(of: head)
      data.append(UInt8(ascii: "\n"))
      for bytes in all { data.append(contentsOf: bytes) }
      return data
    }
  }

  /// A chapter out of its file; nil for bytes that are no chapter's.
  ///
  /// - Parameters:
  ///   - stem: The chapter's.
  ///   - data: The bytes of the file.
  init?(stem: String, _ data: Data) {
    guard let end = data.firstIndex(of: UInt8(ascii: "\n")),
      let head = try? RecordCoding.value(Head.self, from: data[..<end]), head.lengths.count == 5
    else { return nil }
    var rest = data[(end + 1)...]
    guard head.lengths.reduce(0, +) == rest.count else { return nil }
    let pieces = head.lengths.map { length in
      defer { rest = rest.dropFirst(length) }
      return rest.prefix(length)
    }
    let texts = pieces.dropLast().map { String(decoding: $0, as: UTF8.self) }
    text = PageText(
      stem: stem,
      head: texts[0],
      body: texts[1],
      foot: texts[2],
      sections: head.sections,
      isAppendix: head.isAppendix
    )
    cards = head.cards
    digest = head.digest
    symbols = head.symbols
    search = texts[3]
    part = head.hasSolutions.map { [text] in
      WholeBookPart(text, html: Array(pieces[4]), hasSolutions: $0)
    }
  }
}
