import ServingMath

extension TokenizerJSON {
  /// The pieces of the model, without the added tokens.
  func vocabulary(_ model: JSONValue) throws(TokenizerError) -> Vocabulary {
    let type = model["type"]
    guard type == nil || type?.string == "BPE" else {
      throw unsupported("the model", type ?? model, supported: "BPE")
    }
    let value = try value("vocab", in: model, of: "the model")
    guard case .object(let members) = value.kind else {
      throw wrong("vocab", value, expected: "an object of numbers by piece")
    }
    var vocabulary = Vocabulary()
    for member in members {
      guard let number = member.value.integer else {
        throw wrong(member.key, member.value, expected: "a whole number")
      }
      try placed(at: member.value) { () throws(TokenizerError) in
        try vocabulary.add(member.key, number, of: members.count)
      }
    }
    return vocabulary
  }

  /// How the model merges.
  func model(
    _ value: JSONValue,
    _ vocabulary: Vocabulary,
    _ modelCount: Int,
    isByteLevel: Bool
  ) throws(TokenizerError) -> MergeModel {
    try refuseVariants(value)
    var table = ByteTable(capacity: modelCount)
    for (number, piece) in vocabulary.pieces.prefix(modelCount).enumerated() {
      guard let piece else { continue }
      let bytes = isByteLevel ? ByteAlphabet.bytes(of: piece) : Array(piece.utf8)
      if let bytes { table.insert(bytes, Int32(number)) }
    }
    var model = MergeModel(
      symbols: .scalars,
      pairs: try pairs(value, vocabulary),
      table: table,
      vocabularyCount: vocabulary.count
    )
    if isByteLevel {
      model.symbols = .bytes((0..<256).map { table.value([UInt8($0)]) ?? -1 })
    }
    model.takesWholeWords = try bool("ignore_merges", in: value, else: false)
    model.fusesUnknown = try bool("fuse_unk", in: value, else: false)
    if let unknown = value["unk_token"] {
      let piece = try string("unk_token", in: value, of: "the model")
      guard let number = vocabulary.number(of: piece) else {
        throw error(.unknownPiece(piece, of: "unk_token"), at: unknown)
      }
      model.unknown = number
    }
    if try bool("byte_fallback", in: value, else: false), !isByteLevel {
      model.byteTokens = try byteTokens(value, vocabulary)
    }
    if !isByteLevel {
      let pieces = vocabulary.pieces.lazy.compactMap { $0.map { Array($0.utf8) } }
      model.cutWords(before: TextNormalizer.escapedSpace, pieces: pieces)
    }
    return model
  }

  private func byteTokens(
    _ value: JSONValue,
    _ vocabulary: Vocabulary
  ) throws(TokenizerError) -> [Int32] {
    var tokens: [Int32] = []
    for byte in 0..<256 {
      let digits = String(byte, radix: 16, uppercase: true)
      let piece = "<0x\(digits.utf8.count < 2 ? "0" : "")\(digits)>"
      guard let token = vocabulary.number(of: piece) else {
        throw error(.unknownPiece(piece, of: "byte_fallback"), at: value["byte_fallback"] ?? value)
      }
      tokens.append(token)
    }
    return tokens
  }

  private func refuseVariants(_ model: JSONValue) throws(TokenizerError) {
    for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
      if let value = model[key], value.string != "" {
        throw unsupported(key, value, supported: "null")
      }
    }
    if let dropout = model["dropout"], dropout.integer != 0 {
      throw unsupported("dropout", dropout, supported: "null")
    }
  }

  private func pairs(
    _ model: JSONValue,
    _ vocabulary: Vocabulary
  ) throws(TokenizerError) -> PairTable {
    let merges = try array("merges", in: model, of: "the model")
    var pairs = PairTable(capacity: merges.count)
    for (rank, merge) in merges.enumerated() {
      let (left, right) = try parts(merge)
      func number(_ piece: [UInt8]) throws(TokenizerError) -> Int32 {
        let piece = String(decoding: piece, as: UTF8.self)
        guard let number = vocabulary.number(of: piece) else {
          throw error(.unknownPiece(piece, of: "merges"), at: merge)
        }
        return number
      }
      pairs.set(
        try number(left),
        try number(right),
        .init(rank: UInt32(rank), result: try number(left + right))
      )
    }
    return pairs
  }

  /// The two sides of a merge, written as one text with a space or as a list of two.
  private func parts(_ merge: JSONValue) throws(TokenizerError) -> ([UInt8], [UInt8]) {
    let expected = "two pieces, as \"a b\" or [\"a\", \"b\"]"
    if let pair = merge.array {
      guard pair.count == 2, let left = pair[0].string, let right = pair[1].string else {
        throw wrong("a merge", merge, expected: expected)
      }
      return (Array(left.utf8), Array(right.utf8))
    }
    let sides = merge.string.map {
      $0.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
    }
    guard let sides, sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
      throw wrong("a merge", merge, expected: expected)
    }
    return (Array(sides[0]), Array(sides[1]))
  }

  // MARK: Added tokens

  /// Reads the added tokens and gives those that the model lacks a place in the vocabulary.
  func addedTokens(
    _ vocabulary: inout Vocabulary,
    _ normalizers: [TextNormalizer]
  ) throws(TokenizerError) -> AddedTokens {
    var added = AddedTokens()
    guard let list = root["added_tokens"] else { return added }
    guard let entries = list.array else {
      throw wrong("added_tokens", list, expected: "a list")
    }
    let all = vocabulary.count + entries.count
    for entry in entries {
      let content = try string("content", in: entry, of: "an added token")
      let number = try integer("id", in: entry, of: "an added token")
      if let existing = vocabulary.number(of: content) {
        guard existing == number else {
          let text = "'\(content)' is \(existing) in the vocabulary and \(number) here"
          throw error(.conflict(text), at: entry)
        }
      } else {
        try placed(at: entry) { () throws(TokenizerError) in
          try vocabulary.add(content, number, of: all)
        }
      }
      let token = AddedTokens.Token(
        content: content,
        number: Int32(number),
        isSpecial: try bool("special", in: entry, else: false),
        takesLeft: try bool("lstrip", in: entry, else: false),
        takesRight: try bool("rstrip", in: entry, else: false),
        isWord: try bool("single_word", in: entry, else: false),
        isNormalized: try bool("normalized", in: entry, else: true)
      )
      var bytes = Array(content.utf8)
      if token.isNormalized {
        var scratch = Pattern.Scratch(byteCount: bytes.count)
        for normalizer in normalizers { bytes = try normalizer.apply(bytes, &scratch) }
      }
      added.add(token, writtenAs: bytes)
    }
    return added
  }
}
