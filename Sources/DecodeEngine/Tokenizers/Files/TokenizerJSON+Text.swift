import ServingMath

extension TokenizerJSON {
  /// The steps of a normalizer, in order.
  func normalizers(_ value: JSONValue?) throws(TokenizerError) -> [TextNormalizer] {
    var steps: [TextNormalizer] = []
    for step in try flattened(value, list: "normalizers") {
      switch try string("type", in: step, of: "a normalizer") {
      case "NFC": steps.append(.composed)
      case "Lowercase": steps.append(.lowercase)
      case "Prepend":
        steps.append(.prepend(Array(try string("prepend", in: step, of: "Prepend").utf8)))
      case "Replace":
        let pattern = try pattern(try self.value("pattern", in: step, of: "Replace"))
        let content = try string("content", in: step, of: "Replace")
        steps.append(.replace(pattern, with: Array(content.utf8)))
      case "Strip":
        let left = try bool("strip_left", in: step, else: true)
        steps.append(.strip(left: left, right: try bool("strip_right", in: step, else: true)))
      default:
        throw unsupported(
          "a normalizer",
          step["type"] ?? step,
          supported: "NFC, Lowercase, Prepend, Replace, Strip, Sequence"
        )
      }
    }
    return steps
  }

  /// The steps of a pre-tokenizer, and whether what they leave is read as bytes.
  func splitting(
    _ value: JSONValue?
  ) throws(TokenizerError) -> (splitters: [WordSplitter], isByteLevel: Bool) {
    var splitters: [WordSplitter] = []
    var isByteLevel = false
    for step in try flattened(value, list: "pretokenizers") {
      if isByteLevel {
        throw unsupported("what comes after ByteLevel", step, supported: "nothing")
      }
      switch try string("type", in: step, of: "a pre-tokenizer") {
      case "Split": splitters.append(try split(step))
      case "Digits":
        let isSingle = try bool("individual_digits", in: step, else: false)
        let pattern = try builtIn("\\p{N}", step)
        splitters.append(.split(pattern, isSingle ? .isolated : .contiguous, isInverted: false))
      case "Metaspace": splitters.append(try metaspace(step))
      case "ByteLevel":
        isByteLevel = true
        if try bool("add_prefix_space", in: step, else: true) { splitters.append(.prefixSpace) }
        if try bool("use_regex", in: step, else: true) {
          splitters.append(
            .split(try builtIn(Self.wordPattern, step), .isolated, isInverted: false)
          )
        }
      default:
        throw unsupported(
          "a pre-tokenizer",
          step["type"] ?? step,
          supported: "ByteLevel, Split, Digits, Metaspace, Sequence"
        )
      }
    }
    return (splitters, isByteLevel)
  }

  /// GPT-2's words, which ByteLevel cuts into by itself.
  private static let wordPattern =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  private func builtIn(_ source: String, _ value: JSONValue) throws(TokenizerError) -> Pattern {
    do {
      return try Pattern(source)
    } catch {
      throw self.error(.badPattern(source, reason: error.reason, at: error.place), at: value)
    }
  }

  private func split(_ step: JSONValue) throws(TokenizerError) -> WordSplitter {
    let pattern = try pattern(try value("pattern", in: step, of: "Split"))
    let name = try string("behavior", in: step, of: "Split")
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw unsupported(
        "behavior",
        step["behavior"] ?? step,
        supported: SplitBehavior.allCases.map(\.rawValue).joined(separator: ", ")
      )
    }
    return .split(pattern, behavior, isInverted: try bool("invert", in: step, else: false))
  }

  private func metaspace(_ step: JSONValue) throws(TokenizerError) -> WordSplitter {
    let replacement = try replacement(step)
    let prefix: WordSplitter.PrefixScheme
    switch step["prepend_scheme"]?.string {
    case "always": prefix = .always
    case "first": prefix = .first
    case "never": prefix = .never
    case nil: prefix = try bool("add_prefix_space", in: step, else: true) ? .always : .never
    default:
      let value = step["prepend_scheme"] ?? step
      throw unsupported("prepend_scheme", value, supported: "always, first, never")
    }
    let isSplit = try bool("split", in: step, else: true)
    return .spaces(
      as: Array(replacement.utf8),
      prefix: prefix,
      pattern: isSplit ? try literal(replacement, step) : nil
    )
  }

  /// Refuses steps that may take away the start of a text before Metaspace asks whether a word stands there.
  ///
  /// The library that we follow asks that of the text as it was given, which we do not trace back.
  func refuseMovedStart(
    _ normalizers: [TextNormalizer],
    _ splitters: [WordSplitter]
  ) throws(TokenizerError) {
    let place = splitters.lastIndex {
      if case .spaces(_, .first, _) = $0 { true } else { false }
    }
    guard let place, let value = root["pre_tokenizer"] else { return }
    let isMoved = normalizers.contains {
      switch $0 {
      case .strip(let left, _): left
      case .replace: true
      default: false
      }
    }
    if isMoved || place > 0 {
      throw error(
        .unsupported(
          what: "prepend_scheme",
          found: "'first' after steps that may move the start of a text",
          supported: "'first' where the start is not moved, 'always', 'never'"
        ),
        at: value
      )
    }
  }

  private func replacement(_ step: JSONValue) throws(TokenizerError) -> String {
    let replacement = try string("replacement", in: step, of: "Metaspace")
    guard replacement.unicodeScalars.count == 1 else {
      throw wrong("replacement", step["replacement"] ?? step, expected: "one character")
    }
    return replacement
  }

  private func literal(_ source: String, _ value: JSONValue) throws(TokenizerError) -> Pattern {
    do {
      return try Pattern(literal: source)
    } catch {
      throw self.error(.badPattern(source, reason: error.reason, at: error.place), at: value)
    }
  }

  // MARK: Decoders

  /// What each token says by the decoder.
  func texts(_ value: JSONValue?, _ vocabulary: Vocabulary) throws(TokenizerError) -> TokenTexts {
    guard let value else {
      throw TokenizerError(text.error(.missing(key: "decoder of the file"), at: root.offset))
    }
    var texts = TokenTexts()
    var isByteLevel = false
    var hasBytes = false
    var isFused = false
    var replacements: [TextNormalizer] = []
    let steps = try flattened(value, list: "decoders")
    for (index, step) in steps.enumerated() {
      switch try string("type", in: step, of: "a decoder") {
      case "ByteLevel" where steps.count == 1: isByteLevel = true
      case "Metaspace" where steps.count == 1:
        let scheme = step["prepend_scheme"]?.string
        let isPrefixed = try bool("add_prefix_space", in: step, else: true) && scheme != "never"
        let replacement = try replacement(step)
        if isPrefixed || scheme == "first" || scheme == "always" {
          texts.startRule = .firstToken(Array(replacement.utf8))
        } else {
          replacements = [.replace(try literal(replacement, step), with: TextNormalizer.space)]
        }
      case "Replace" where !hasBytes && !isFused:
        let pattern = try pattern(try self.value("pattern", in: step, of: "Replace"))
        let content = try string("content", in: step, of: "Replace")
        replacements.append(.replace(pattern, with: Array(content.utf8)))
      case "ByteFallback" where !hasBytes && !isFused: hasBytes = true
      case "Fuse": isFused = true
      case "Strip" where isFused && index == steps.count - 1: texts.startRule = try strip(step)
      default:
        throw unsupported(
          "decoder \(index + 1) of \(steps.count)",
          step["type"] ?? step,
          supported: "ByteLevel; Metaspace; or Replace, ByteFallback, Fuse, Strip in this order"
        )
      }
    }
    guard isByteLevel || isFused || steps.count == 1 else {
      throw unsupported("the decoder", value, supported: "one whose sequence has Fuse")
    }
    for piece in vocabulary.pieces {
      guard let piece else {
        texts.append(.none, [])
        continue
      }
      if isByteLevel {
        texts.append(.bytes, ByteAlphabet.bytes(of: piece) ?? Array(piece.utf8))
        continue
      }
      var bytes = Array(piece.utf8)
      var scratch = Pattern.Scratch(byteCount: bytes.count)
      for replacement in replacements { bytes = try replacement.apply(bytes, &scratch) }
      if hasBytes, let byte = TokenTexts.byte(of: String(decoding: bytes, as: UTF8.self)) {
        texts.append(.byte, [byte])
      } else {
        texts.append(.text, bytes)
      }
    }
    return texts
  }

  private func strip(_ step: JSONValue) throws(TokenizerError) -> TokenTexts.StartRule {
    let content = try string("content", in: step, of: "Strip")
    let start = try integer("start", in: step, of: "Strip")
    guard try integer("stop", in: step, of: "Strip") == 0, start >= 0, !content.isEmpty else {
      throw unsupported("Strip", step, supported: "a number of characters at the start, stop 0")
    }
    return start == 0 ? .nothing : .strip(Array(content.utf8), count: start)
  }

  // MARK: Templates

  /// The tokens before and after a single text.
  func ends(
    _ value: JSONValue?,
    _ vocabulary: Vocabulary
  ) throws(TokenizerError) -> (prefix: [Int32], suffix: [Int32]) {
    var (prefix, suffix): ([Int32], [Int32]) = ([], [])
    for step in try flattened(value, list: "processors") {
      switch try string("type", in: step, of: "a post-processor") {
      // It moves offsets only.
      case "ByteLevel": continue
      case "TemplateProcessing":
        let (before, after) = try template(step, vocabulary)
        prefix = before + prefix
        suffix += after
      default:
        throw unsupported(
          "a post-processor",
          step["type"] ?? step,
          supported: "TemplateProcessing, ByteLevel, Sequence"
        )
      }
    }
    return (prefix, suffix)
  }

  private func template(
    _ step: JSONValue,
    _ vocabulary: Vocabulary
  ) throws(TokenizerError) -> ([Int32], [Int32]) {
    var sides: [[Int32]] = [[]]
    for part in try array("single", in: step, of: "TemplateProcessing") {
      if let special = part["SpecialToken"] {
        let name = try string("id", in: special, of: "SpecialToken")
        let tokens = try value("special_tokens", in: step, of: "TemplateProcessing")
        let entry = try value(name, in: tokens, of: "special_tokens")
        for id in try array("ids", in: entry, of: name) {
          guard let number = id.integer, let token = Int32(exactly: number),
            vocabulary.piece(token) != nil
          else { throw wrong("ids", id, expected: "a token of the vocabulary") }
          sides[sides.count - 1].append(token)
        }
      } else if part["Sequence"]?["id"]?.string == "A", sides.count == 1 {
        sides.append([])
      } else {
        throw wrong("single", part, expected: "special tokens around Sequence A")
      }
    }
    guard sides.count == 2 else {
      throw wrong("single", step["single"] ?? step, expected: "special tokens around Sequence A")
    }
    return (sides[0], sides[1])
  }

  // MARK: Sequences

  /// The steps of a component, those of sequences in their place.
  private func flattened(_ value: JSONValue?, list: String) throws(TokenizerError) -> [JSONValue] {
    guard let value else { return [] }
    guard case .object = value.kind else {
      throw wrong(list, value, expected: "an object or null")
    }
    guard value["type"]?.string == "Sequence" else { return [value] }
    var steps: [JSONValue] = []
    for step in try array(list, in: value, of: "Sequence") {
      steps += try flattened(step, list: list)
    }
    return steps
  }
}
