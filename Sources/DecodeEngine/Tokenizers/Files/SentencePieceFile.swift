/// A SentencePiece model of the BPE kind: a protocol buffer with pieces, scores and rules.
///
/// > Source: google/sentencepiece, `sentencepiece_model.proto`.
struct SentencePieceFile {
  enum Kind: Int {
    case normal = 1
    case unknown = 2
    case control = 3
    case userDefined = 4
    case unused = 5
    case byte = 6
  }

  private struct Piece {
    var text: [UInt8] = []
    var score: Float = 0
    var kind = Kind.normal
  }

  private let path: String
  private var pieces: [Piece] = []
  private var addsPrefix = true
  private var removesExtra = true
  private var escapes = true
  private var fallsBack = false
  private var beginning = 1
  private var end = 2
  private var unknownText: [UInt8] = Array(" \u{2047} ".utf8)

  init(path: String) throws(TokenizerError) {
    self.path = path
    var reader: ProtocolBuffer
    do {
      let file = try MappedFile(path: path)
      reader = ProtocolBuffer(file.copy(0..<file.byteCount), path: path)
    } catch {
      throw TokenizerError(error)
    }
    var modelKind = 1
    while let field = try reader.next() {
      switch field.number {
      case 1: pieces.append(try Self.piece(field, &reader))
      case 2: modelKind = try readTrainer(field, &reader)
      case 3: try readNormalizer(field, &reader)
      case 5:
        // A second normalizer, for what decoding gives.
        guard try reader.bytes(field).isEmpty else {
          throw unsupported("denormalizer_spec", "given", supported: "none")
        }
      default: try reader.skip(field)
      }
    }
    guard modelKind == 2 else {
      throw unsupported("the model", "of type \(modelKind)", supported: "BPE (type 2)")
    }
  }

  private static func piece(
    _ field: ProtocolBuffer.Field,
    _ reader: inout ProtocolBuffer
  ) throws(TokenizerError) -> Piece {
    var piece = Piece()
    var inner = try reader.message(field)
    while let field = try inner.next() {
      switch field.number {
      case 1: piece.text = try inner.bytes(field)
      case 2: piece.score = Float(bitPattern: try inner.word(field))
      case 3:
        let number = try inner.integer(field)
        guard let kind = Kind(rawValue: number) else { throw inner.wrong("a type", "\(number)") }
        piece.kind = kind
      default: try inner.skip(field)
      }
    }
    guard String(validating: piece.text, as: UTF8.self) != nil, !piece.text.isEmpty else {
      throw inner.wrong("a piece", "not UTF-8, or empty")
    }
    guard piece.score.isFinite else { throw inner.wrong("a score", "\(piece.score)") }
    return piece
  }

  private mutating func readTrainer(
    _ field: ProtocolBuffer.Field,
    _ reader: inout ProtocolBuffer
  ) throws(TokenizerError) -> Int {
    var modelKind = 1
    var inner = try reader.message(field)
    while let field = try inner.next() {
      switch field.number {
      case 3: modelKind = try inner.integer(field)
      case 24:
        if try inner.integer(field) != 0 {
          throw unsupported("treat_whitespace_as_suffix", "true", supported: "false")
        }
      case 35: fallsBack = try inner.integer(field) != 0
      case 41: beginning = try inner.integer(field)
      case 42: end = try inner.integer(field)
      case 44: unknownText = try inner.bytes(field)
      default: try inner.skip(field)
      }
    }
    return modelKind
  }

  private mutating func readNormalizer(
    _ field: ProtocolBuffer.Field,
    _ reader: inout ProtocolBuffer
  ) throws(TokenizerError) {
    var inner = try reader.message(field)
    while let field = try inner.next() {
      switch field.number {
      case 2:
        guard try inner.bytes(field).isEmpty else {
          throw unsupported("precompiled_charsmap", "given", supported: "none (identity)")
        }
      case 3: addsPrefix = try inner.integer(field) != 0
      case 4: removesExtra = try inner.integer(field) != 0
      case 5: escapes = try inner.integer(field) != 0
      default: try inner.skip(field)
      }
    }
  }

  // MARK: The tokenizer

  func tokenizer() throws(TokenizerError) -> Tokenizer {
    var vocabulary = Vocabulary()
    var fixed = FixedPieces()
    var special: Set<Int32> = []
    var bytes = [Int32](repeating: -1, count: 256)
    var scored: [ScoredPieces.Piece] = []
    var unused: Set<Int32> = []
    var unknown: Int32?
    for (index, piece) in pieces.enumerated() {
      let token = Int32(index)
      let text = String(decoding: piece.text, as: UTF8.self)
      // Looking for all cuts of a piece takes the square of its length.
      guard piece.text.count <= 1_000 else {
        throw unsupported("a piece", "\(piece.text.count) bytes long", supported: "1000 bytes")
      }
      do {
        try vocabulary.add(text, index, of: pieces.count)
      } catch {
        throw TokenizerError(error.problem, file: path)
      }
      switch piece.kind {
      case .unknown:
        if let unknown { throw conflict("pieces \(unknown) and \(token) are both the unknown one") }
        unknown = token
      case .control: special.insert(token)
      case .byte:
        guard let byte = TokenTexts.byte(of: text), bytes[Int(byte)] < 0 else {
          throw conflict("'\(text)' is no byte, or stands twice")
        }
        bytes[Int(byte)] = token
      case .normal, .unused, .userDefined:
        scored.append(.init(text: piece.text, score: piece.score, token: token))
        if piece.kind == .unused { unused.insert(token) }
        if piece.kind == .userDefined { _ = fixed.add(piece.text, token) }
      }
    }
    guard let unknown else { throw conflict("there is no unknown piece") }
    if fallsBack, bytes.contains(-1) {
      throw conflict("byte fallback is on and some byte has no piece")
    }
    var model = ScoredPieces.model(scored, vocabularyCount: vocabulary.count)
    model.byteTokens = fallsBack ? bytes : nil
    model.unknown = unknown
    model.fusesUnknown = true
    model.fixed = fixed.isEmpty ? nil : fixed
    model.unused = unused
    let space = escapes ? TextNormalizer.escapedSpace : TextNormalizer.space
    model.cutWords(before: space, pieces: scored.lazy.map(\.text))
    let rule = TextNormalizer.SpaceRule(
      addsPrefix: addsPrefix,
      removesExtra: removesExtra,
      escapes: escapes
    )
    func existing(_ number: Int) -> Int32? {
      number >= 0 && number < pieces.count ? Int32(number) : nil
    }
    var tokenizer = Tokenizer(
      vocabulary: vocabulary,
      texts: texts(unknown),
      specialTokens: special,
      normalizers: [.spaces(rule, model.fixed)],
      model: model,
      prefix: existing(beginning).map { [$0] } ?? []
    )
    tokenizer.beginningOfText = existing(beginning)
    tokenizer.endOfText = existing(end)
    return tokenizer
  }

  private func texts(_ unknown: Int32) -> TokenTexts {
    var texts = TokenTexts()
    texts.byteRule = .eachCharacter
    if addsPrefix || removesExtra { texts.startRule = .space(removesExtra: removesExtra) }
    for (index, piece) in pieces.enumerated() {
      let text = String(decoding: piece.text, as: UTF8.self)
      if index == unknown {
        texts.append(.fixedText, unknownText)
      } else if piece.kind == .byte, let byte = TokenTexts.byte(of: text) {
        texts.append(.byte, [byte])
      } else {
        texts.append(.text, Self.unescaped(piece.text))
      }
    }
    return texts
  }

  private static func unescaped(_ piece: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in String(decoding: piece, as: UTF8.self).unicodeScalars {
      result += scalar == "\u{2581}" ? TextNormalizer.space : Array(String(scalar).utf8)
    }
    return result
  }

  private func unsupported(_ what: String, _ found: String, supported: String) -> TokenizerError {
    TokenizerError(.unsupported(what: what, found: found, supported: supported), file: path)
  }

  private func conflict(_ text: String) -> TokenizerError {
    TokenizerError(.conflict(text), file: path)
  }
}
