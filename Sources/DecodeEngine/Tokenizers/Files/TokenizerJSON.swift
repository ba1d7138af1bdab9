import ServingMath

/// A `tokenizer.json` as Hugging Face's `tokenizers` writes it, with a BPE model.
///
/// Every part is either understood or refused with its place.
struct TokenizerJSON {
  let text: JSONText
  let path: String
  private(set) var root: JSONValue

  init(path: String) throws(TokenizerError) {
    do {
      let file = try MappedFile(path: path)
      text = try JSONText(file, 0..<file.byteCount, isWholeFile: true)
    } catch {
      throw TokenizerError(error)
    }
    self.path = path
    root = text.root
  }

  /// The tokenizer that the file describes.
  func tokenizer() throws(TokenizerError) -> Tokenizer {
    guard case .object = root.kind else {
      throw wrong("the file", root, expected: "an object")
    }
    try refuseLimits()
    let modelValue = try value("model", in: root, of: "the file")
    let splitting = try splitting(root["pre_tokenizer"])
    let normalizers = try normalizers(root["normalizer"])
    try refuseMovedStart(normalizers, splitting.splitters)
    var vocabulary = try vocabulary(modelValue)
    let modelCount = vocabulary.count
    let added = try addedTokens(&vocabulary, normalizers)
    let model = try model(modelValue, vocabulary, modelCount, isByteLevel: splitting.isByteLevel)
    let ends = try ends(root["post_processor"], vocabulary)
    let texts = try texts(root["decoder"], vocabulary)
    var tokenizer = Tokenizer(
      vocabulary: vocabulary,
      texts: texts,
      added: added,
      specialTokens: added.special,
      normalizers: normalizers,
      splitters: splitting.splitters,
      model: model,
      prefix: ends.prefix,
      suffix: ends.suffix
    )
    tokenizer.beginningOfText = ends.prefix.first
    tokenizer.endOfText = ends.suffix.last
    return tokenizer
  }

  /// Truncation and padding would change the tokens of a text.
  private func refuseLimits() throws(TokenizerError) {
    if let value = root["truncation"] {
      throw unsupported("truncation", value, supported: "null")
    }
    if let value = root["padding"], value["strategy"]?.string != "BatchLongest" {
      throw unsupported("padding", value, supported: "null and BatchLongest")
    }
  }

  // MARK: Values and errors

  func value(
    _ key: String,
    in object: JSONValue,
    of owner: String
  ) throws(TokenizerError) -> JSONValue {
    do {
      return try text.value(key, in: object, of: owner)
    } catch {
      throw TokenizerError(error)
    }
  }

  func string(_ key: String, in object: JSONValue, of owner: String) throws(TokenizerError)
    -> String
  {
    let value = try value(key, in: object, of: owner)
    guard let string = value.string else { throw wrong(key, value, expected: "a text") }
    return string
  }

  /// A truth value, or what stands for an absent one.
  func bool(_ key: String, in object: JSONValue, else absent: Bool) throws(TokenizerError) -> Bool {
    guard let value = object[key] else { return absent }
    guard let bool = value.bool else { throw wrong(key, value, expected: "true or false") }
    return bool
  }

  func integer(_ key: String, in object: JSONValue, of owner: String) throws(TokenizerError) -> Int
  {
    let value = try value(key, in: object, of: owner)
    guard let integer = value.integer else { throw wrong(key, value, expected: "a whole number") }
    return integer
  }

  func array(
    _ key: String,
    in object: JSONValue,
    of owner: String
  ) throws(TokenizerError) -> [JSONValue] {
    let value = try value(key, in: object, of: owner)
    guard let array = value.array else { throw wrong(key, value, expected: "a list") }
    return array
  }

  func wrong(_ key: String, _ value: JSONValue, expected: String) -> TokenizerError {
    TokenizerError(text.wrong(key, value, expected: expected))
  }

  func unsupported(_ what: String, _ value: JSONValue, supported: String) -> TokenizerError {
    error(.unsupported(what: what, found: value.brief, supported: supported), at: value)
  }

  func error(_ problem: TokenizerError.Problem, at value: JSONValue) -> TokenizerError {
    let place = text.error(.missing(key: ""), at: value.offset).place
    return TokenizerError(problem, file: path, at: place)
  }

  /// Adds the place to an error that has none.
  func placed<Result>(
    at value: JSONValue,
    _ body: () throws(TokenizerError) -> Result
  ) throws(TokenizerError) -> Result {
    do {
      return try body()
    } catch {
      throw error.file == nil ? self.error(error.problem, at: value) : error
    }
  }

  /// A pattern that is a text, or a regular expression.
  func pattern(_ value: JSONValue) throws(TokenizerError) -> Pattern {
    let literal = value["String"]?.string
    guard let source = literal ?? value["Regex"]?.string else {
      throw wrong("pattern", value, expected: "an object with String or Regex")
    }
    do {
      return try literal == nil ? Pattern(source) : Pattern(literal: source)
    } catch {
      throw self.error(.badPattern(source, reason: error.reason, at: error.place), at: value)
    }
  }
}
