import ServingMath

extension Tokenizer {
  private static let names = ["tokenizer.json", "tokenizer.model", "tokenizer.bin"]

  /// Reads a tokenizer from a file, or from the folder of a model.
  ///
  /// A folder is searched for `tokenizer.json` (Hugging Face), `tokenizer.model` (SentencePiece) and `tokenizer.bin`
  /// (llama2.c) in this order; the tokens that start and end a text are those that a `tokenizer_config.json` beside it
  /// names, if there is one.
  ///
  /// - Parameter path: The folder, or a file: `.json`, `.model`, or `.bin`.
  /// - Throws: `TokenizerError` for what cannot be read, is not built as it should be, or asks for what is not done here.
  public init(path: String) throws(TokenizerError) {
    let found = Self.names.first { FileStatus.exists(path + "/" + $0) }
    let file = found.map { path + "/" + $0 } ?? path
    if found == nil, FileStatus.exists(path + "/.") {
      throw TokenizerError(.noTokenizer(lookedFor: Self.names), file: path)
    }
    if file.hasSuffix(".json") {
      self = try TokenizerJSON(path: file).tokenizer()
    } else if file.hasSuffix(".model") {
      self = try SentencePieceFile(path: file).tokenizer()
    } else if file.hasSuffix(".bin") {
      self = try Llama2CTokenizerFile.tokenizer(path: file)
    } else {
      let kinds = "a file named .json, .model or .bin"
      throw TokenizerError(
        .unsupported(what: "the tokenizer", found: "another file", supported: kinds),
        file: file
      )
    }
    let folder = file.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(file[...$0]) } ?? ""
    try readEnds(folder + "tokenizer_config.json")
  }

  /// Takes the first and last tokens from a configuration, if there is one.
  private mutating func readEnds(_ path: String) throws(TokenizerError) {
    guard FileStatus.exists(path) else { return }
    let text: JSONText
    do {
      let file = try MappedFile(path: path)
      text = try JSONText(file, 0..<file.byteCount, isWholeFile: true)
    } catch {
      throw TokenizerError(error)
    }
    func token(_ key: String) throws(TokenizerError) -> Int32? {
      guard let value = text.root[key] else { return nil }
      guard let piece = value.string ?? value["content"]?.string else {
        throw TokenizerError(text.wrong(key, value, expected: "a token or an object with one"))
      }
      guard let token = self.token(of: piece) else {
        let place = text.error(.missing(key: key), at: value.offset).place
        throw TokenizerError(.unknownPiece(piece, of: key), file: path, at: place)
      }
      return token
    }
    beginningOfText = try token("bos_token") ?? beginningOfText
    endOfText = try token("eos_token") ?? endOfText
  }
}
