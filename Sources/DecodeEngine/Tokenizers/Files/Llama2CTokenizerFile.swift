/// The tokenizer of llama2.c: pieces with scores, of which 0 to 2 are special and 3 to 258 are the bytes.
///
///     int32 longest piece;  then for each piece: float32 score, int32 length, bytes
///
/// > Source: karpathy/llama2.c, `tokenizer.py` and `run.c`.
enum Llama2CTokenizerFile {
  private static let firstByte = 3

  static func tokenizer(path: String) throws(TokenizerError) -> Tokenizer {
    let pieces = try pieces(path)
    var vocabulary = Vocabulary()
    var texts = TokenTexts()
    texts.byteRule = .eachCharacter
    texts.startRule = .space(removesExtra: false)
    var byteTokens: [Int32] = []
    for (index, piece) in pieces.enumerated() {
      do {
        try vocabulary.add(String(decoding: piece.text, as: UTF8.self), index, of: pieces.count)
      } catch {
        throw TokenizerError(error.problem, file: path)
      }
      let byte = index - firstByte
      if (0..<256).contains(byte), TokenTexts.byte(of: text(piece)) == UInt8(byte) {
        texts.append(.byte, [UInt8(byte)])
        byteTokens.append(Int32(index))
      } else {
        texts.append(.text, piece.text)
      }
    }
    var model = ScoredPieces.model(pieces, vocabularyCount: pieces.count)
    model.byteTokens = byteTokens.count == 256 ? byteTokens : nil
    model.cutWords(before: TextNormalizer.space, pieces: pieces.lazy.map(\.text))
    guard pieces.count > firstByte, text(pieces[1]).utf8.contains(UInt8(ascii: "s")) else {
      throw TokenizerError(.conflict("piece 1 does not start a text as <s> does"), file: path)
    }
    var tokenizer = Tokenizer(
      vocabulary: vocabulary,
      texts: texts,
      specialTokens: [0, 1, 2],
      normalizers: [.prepend(TextNormalizer.space)],
      model: model,
      prefix: [1]
    )
    tokenizer.beginningOfText = 1
    tokenizer.endOfText = 2
    return tokenizer
  }

  private static func text(_ piece: ScoredPieces.Piece) -> String {
    String(decoding: piece.text, as: UTF8.self)
  }

  private static func pieces(_ path: String) throws(TokenizerError) -> [ScoredPieces.Piece] {
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch {
      throw TokenizerError(error)
    }
    func check(_ count: Int, _ what: String, at offset: Int) throws(TokenizerError) {
      guard count >= 0, count <= file.byteCount - offset else {
        let has = file.byteCount - offset
        throw TokenizerError(
          .file(.truncated(what: what, needs: count, has: has)),
          file: path,
          at: .byte(offset)
        )
      }
    }
    try check(4, "the length of the longest piece", at: 0)
    let longest = Int(file.integer(Int32.self, at: 0))
    var pieces: [ScoredPieces.Piece] = []
    var offset = 4
    while offset < file.byteCount {
      try check(8, "a piece", at: offset)
      let score = Float(bitPattern: file.integer(UInt32.self, at: offset))
      let length = Int(file.integer(Int32.self, at: offset + 4))
      offset += 8
      try check(length, "a piece", at: offset)
      let text = file.copy(offset..<offset + length)
      guard length > 0, length <= min(longest, 1_000), score.isFinite,
        String(validating: text, as: UTF8.self) != nil
      else {
        let found = "\(length) bytes with the score \(score)"
        let expected = "UTF-8 of 1 to \(min(longest, 1_000)) bytes and a finite score"
        throw TokenizerError(
          .file(.wrongValue(key: "piece \(pieces.count)", found: found, expected: expected)),
          file: path,
          at: .byte(offset)
        )
      }
      pieces.append(.init(text: text, score: score, token: Int32(pieces.count)))
      offset += length
    }
    return pieces
  }
}
