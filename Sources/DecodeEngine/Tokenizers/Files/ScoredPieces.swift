/// Merging by scores: of all pairs whose joined text is a piece, the one of highest score merges first.
enum ScoredPieces {
  struct Piece {
    let text: [UInt8]
    let score: Float
    let token: Int32
  }

  /// The model that merges so.
  ///
  /// Every way of cutting a piece in two whose halves are symbols becomes a pair; pairs that make pieces of equal score
  /// have equal rank, so that the leftmost of them goes first. Scalars inside pieces that are no pieces themselves get
  /// numbers from `vocabularyCount` on.
  static func model(_ pieces: [Piece], vocabularyCount: Int) -> MergeModel {
    var table = ByteTable(capacity: pieces.count)
    for piece in pieces { table.insert(piece.text, piece.token) }
    var parts: [[UInt8]] = []
    for piece in pieces {
      var index = 0
      while index < piece.text.count {
        let place = index..<min(piece.text.count, index + Pattern.length(piece.text[index]))
        if table.insert(piece.text, place, Int32(vocabularyCount + parts.count)) {
          parts.append(Array(piece.text[place]))
        }
        index = place.upperBound
      }
    }
    var pairs = PairTable(capacity: 4 * pieces.count)
    var rank: UInt32 = 0
    var previous: Float?
    for piece in pieces.sorted(by: { $0.score > $1.score }) {
      if let previous, piece.score != previous { rank += 1 }
      previous = piece.score
      for cut in piece.text.indices.dropFirst() where piece.text[cut] & 0xC0 != 0x80 {
        guard let left = table.value(piece.text, 0..<cut),
          let right = table.value(piece.text, cut..<piece.text.count)
        else { continue }
        pairs.set(left, right, .init(rank: rank, result: piece.token))
      }
    }
    var model = MergeModel(
      symbols: .scalars,
      pairs: pairs,
      table: table,
      vocabularyCount: vocabularyCount
    )
    model.partTexts = parts
    return model
  }
}
