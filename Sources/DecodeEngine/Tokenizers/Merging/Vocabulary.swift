/// The pieces of a tokenizer and their numbers.
struct Vocabulary: Sendable {
  /// The piece of every token as the file writes it; nil for numbers that are left out.
  private(set) var pieces: [String?] = []
  // Strings as keys would take two spellings of an accented letter for one.
  private var numbers = ByteTable()

  /// One more than the largest number.
  var count: Int { pieces.count }

  func number(of piece: String) -> Int32? { numbers.value(Array(piece.utf8)) }

  func piece(_ token: Int32) -> String? {
    token >= 0 && token < pieces.count ? pieces[Int(token)] : nil
  }

  /// Adds pieces, whose numbers may have few gaps only.
  ///
  /// - Throws: A problem for a number that is negative, taken, or far beyond the number of pieces.
  mutating func add(_ piece: String, _ number: Int, of entries: Int) throws(TokenizerError) {
    guard number >= 0, number < 2 * entries + 65_536 else {
      throw TokenizerError(.badIdentifier(piece: piece, number))
    }
    if number >= pieces.count {
      pieces += [String?](repeating: nil, count: number + 1 - pieces.count)
    }
    if let other = pieces[number] {
      throw TokenizerError(.conflict("'\(piece)' and '\(other)' both have the number \(number)"))
    }
    guard numbers.insert(Array(piece.utf8), Int32(number)) else {
      throw TokenizerError(.conflict("'\(piece)' stands twice in the vocabulary"))
    }
    pieces[number] = piece
  }
}
