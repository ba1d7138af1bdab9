/// Cuts characters into pieces; every reading function moves forward.
struct SwiftLexer {
  struct Piece: Hashable {
    let kind: SwiftTokens.Kind
    let start: Int
    let end: Int
  }

  let characters: [Character]
  /// The characters that are ASCII as their codes, others as `notASCII`: most code is, and bytes are quick to compare.
  let codes: [UInt8]
  /// Whether every character is one byte of the source.
  let isASCII: Bool
  private(set) var pieces: [Piece] = []
  /// Angle brackets that enclose types and are still open.
  private var angles = 0
  /// The first string or comment that the source ends in.
  private(set) var unclosed: SwiftTokens.Unbalanced?
  private var position = 0

  init(_ source: String) {
    let bytes = source.utf8
    isASCII = bytes.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\r") }
    if isASCII {
      codes = Array(bytes)
      characters = codes.map { Self.asciiCharacters[Int($0)] }
    } else {
      characters = Array(source)
      codes = characters.map { $0.asciiValue ?? Self.notASCII }
    }
  }

  private static let asciiCharacters = (0..<0x80).map { Character(UnicodeScalar(UInt8($0))) }

  /// Reads code up to the end, or up to the bracket that closes an interpolation.
  mutating func readCode(insideInterpolation: Bool) {
    var depth = 0
    while let character = current {
      if insideInterpolation, character == ")", depth == 0 { return }
      let start = position
      let kind = readToken(character)
      if kind == .punctuation { depth += character == "(" ? 1 : character == ")" ? -1 : 0 }
      if let kind { emit(kind, from: start) }
    }
  }

  /// Reads one token; strings emit their pieces themselves and return nothing.
  private mutating func readToken(_ character: Character) -> SwiftTokens.Kind? {
    if isBlank(at: position) {
      while isBlank(at: position) { position += 1 }
      return .blank
    }
    if starts(with: "//") {
      skip { !$0.isNewline }
      return .comment
    }
    if starts(with: "/*") { return readBlockComment() }
    let hashes = run(of: "#", from: position)
    if look(at: position + hashes) == "\"" {
      readString(hashes: hashes)
      return nil
    }
    if character == "/" || hashes > 0 && look(at: position + hashes) == "/" {
      if let end = regexEnd(hashes: hashes) {
        position = end
        return .regex
      }
    }
    if character == "#" || character == "@" || character == "$" {
      position += 1
      skipWord()
      return character == "#" ? .directive : character == "@" ? .attribute : .parameter
    }
    let code = codes[position]
    if Self.digits.contains(code) { return readNumber() }
    if isWord(at: position) || character == "`" { return readWord() }
    if Self.punctuation[Int(code)] || character == "." && !starts(with: "..") {
      position += 1
      return .punctuation
    }
    position += 1
    if isAngle(character) { return .punctuation }
    while let next = current, isOperator(at: position), !starts(with: "//"), !starts(with: "/*") {
      // A full stop belongs to an operator only where it starts with one: `a!.b` has two tokens there.
      if next == ".", character != "." { break }
      position += 1
    }
    return .operator
  }

  /// Whether `<` or `>` encloses types: right behind a type's or a function's name, and its counterpart.
  private mutating func isAngle(_ character: Character) -> Bool {
    if character == ">", angles > 0 {
      angles -= 1
      return true
    }
    guard character == "<", let name = pieces.last, name.end == position - 1 else { return false }
    guard name.kind == .type || name.kind == .identifier && word(before: pieces.count - 1) == "func"
    else { return false }
    angles += 1
    return true
  }

  /// The last word before a piece.
  private func word(before index: Int) -> String? {
    pieces[..<index].last { $0.kind != .blank && $0.kind != .comment }
      .map { String(characters[$0.start..<$0.end]) }
  }

  // MARK: Comments and strings

  private mutating func readBlockComment() -> SwiftTokens.Kind {
    let start = position
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        position += 2
      } else if starts(with: "*/") {
        depth -= 1
        position += 2
      } else {
        position += 1
      }
    } while depth > 0 && current != nil
    if depth > 0 { noteUnclosed("/*", at: start) }
    return .comment
  }

  private mutating func readString(hashes: Int) {
    let start = position
    var pieceStart = position
    position += hashes
    let isMultiline = starts(with: "\"\"\"")
    let quote = isMultiline ? "\"\"\"" : "\""
    position += quote.count
    let closing = quote + String(repeating: "#", count: hashes)
    let escape = "\\" + String(repeating: "#", count: hashes)
    while let character = current {
      if starts(with: closing) {
        position += closing.count
        emit(.string, from: pieceStart)
        return
      }
      if character.isNewline, !isMultiline { break }
      if starts(with: escape) {
        if look(at: position + escape.count) == "(" {
          emit(.string, from: pieceStart)
          let opening = position
          position += escape.count + 1
          emit(.interpolation, from: opening)
          readCode(insideInterpolation: true)
          pieceStart = position
          if current == ")" {
            position += 1
            emit(.interpolation, from: pieceStart)
            pieceStart = position
          }
          continue
        }
        position += escape.count
        if let escaped = current, isMultiline || !escaped.isNewline { position += 1 }
        continue
      }
      position += 1
    }
    emit(.string, from: pieceStart)
    noteUnclosed(String(repeating: "#", count: hashes) + quote, at: start)
  }

  private mutating func noteUnclosed(_ text: String, at offset: Int) {
    if let unclosed, unclosed.offset <= offset { return }
    unclosed = .init(offset: offset, text: text)
  }

  /// Where a regular expression that begins here ends, unless this is a division.
  private func regexEnd(hashes: Int) -> Int? {
    if hashes == 0 {
      if let next = look(at: position + 1), next.isWhitespace { return nil }
      if followsOperand { return nil }
    }
    let closing = "/" + String(repeating: "#", count: hashes)
    var index = position + hashes + 1
    var depth = 0
    while let character = look(at: index) {
      if starts(with: closing, at: index) { return index + closing.count }
      if character.isNewline, hashes == 0 { return nil }
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth < 0, hashes == 0 { return nil }
      index += character == "\\" ? 2 : 1
    }
    return nil
  }

  /// Whether the last token could be the left side of a division.
  private var followsOperand: Bool {
    guard let last = pieces.last(where: { $0.kind != .blank && $0.kind != .comment }) else {
      return false
    }
    switch last.kind {
    case .operator, .keyword, .attribute, .comment, .blank: return last.end == position
    case .punctuation: return ")]}".contains(characters[last.start])
    case .interpolation: return characters[last.start] == ")"
    default: return true
    }
  }

  // MARK: Numbers and words

  private mutating func readNumber() -> SwiftTokens.Kind {
    let isHexadecimal = starts(with: "0x")
    if isHexadecimal { position += 2 }
    func isDigit(_ character: Character) -> Bool {
      character == "_"
        || (isHexadecimal ? character.isHexDigit : character.isASCII && character.isNumber)
    }
    skip(isDigit)
    if current == ".", let next = look(at: position + 1), next.isASCII,
      isHexadecimal ? next.isHexDigit : next.isNumber
    {
      position += 1
      skip(isDigit)
    }
    if let exponent = current, (isHexadecimal ? "pP" : "eE").contains(exponent) {
      let sign = look(at: position + 1)
      let first = sign == "-" || sign == "+" ? look(at: position + 2) : sign
      if let first, first.isASCII, first.isNumber {
        position += sign == first ? 1 : 2
        skip { $0 == "_" || $0.isASCII && $0.isNumber }
      }
    }
    // What is glued to a number (`0b11`, `12ab`) belongs to it.
    skipWord()
    return .number
  }

  private mutating func readWord() -> SwiftTokens.Kind {
    let start = position
    if current == "`" {
      position += 1
      skip { $0 != "`" && !$0.isNewline }
      if current == "`" { position += 1 }
      return .identifier
    }
    skipWord()
    if let word = SwiftKeywords.word(codes[start..<position]), !isName(word, at: start) {
      return .keyword
    }
    let isCapital =
      codes[start] == Self.notASCII
      ? characters[start].isUppercase : Self.capitals.contains(codes[start])
    return isCapital ? .type : .identifier
  }

  /// Whether a keyword's spelling is a member or an argument label here: `.in`, `in:`, `(in unit`.
  private func isName(_ word: String, at start: Int) -> Bool {
    if SwiftKeywords.values.contains(word) { return false }
    let last = self.word(before: pieces.count)
    if let last, ["let", "var", "func"].contains(last) { return true }
    if SwiftKeywords.modifiers.contains(word), !isBeforeWord { return true }
    let before = last?.last
    if before == ".", word != "init" { return true }
    if current == ":", word != "default" { return true }
    return (before == "(" || before == ",") && !SwiftKeywords.startExpressions.contains(word)
  }

  /// Whether a blank and then a word come next.
  private var isBeforeWord: Bool {
    guard current?.isWhitespace == true else { return false }
    let rest = characters[position...].drop { $0.isWhitespace }
    return rest.first.map { $0.isLetter || $0 == "_" || $0 == "@" } ?? false
  }

  // MARK: Characters

  private var current: Character? { look(at: position) }

  private func look(at index: Int) -> Character? {
    index < characters.count ? characters[index] : nil
  }

  private func starts(with text: String, at index: Int? = nil) -> Bool {
    let bytes = text.utf8
    let start = index ?? position
    guard start + bytes.count <= codes.count else { return false }
    var place = start
    for byte in bytes {
      if codes[place] != byte { return false }
      place += 1
    }
    return true
  }

  private func run(of character: Character, from index: Int) -> Int {
    guard index < codes.count, let code = character.asciiValue else { return 0 }
    return codes[index...].prefix { $0 == code }.count
  }

  private mutating func skip(_ isWanted: (Character) -> Bool) {
    while let character = current, isWanted(character) { position += 1 }
  }

  private mutating func emit(_ kind: SwiftTokens.Kind, from start: Int) {
    position = min(position, characters.count)
    if start < position { pieces.append(Piece(kind: kind, start: start, end: position)) }
  }

  private static let notASCII: UInt8 = 0xFF

  private mutating func skipWord() {
    while isWord(at: position) { position += 1 }
  }

  private func isWord(at index: Int) -> Bool {
    has(Self.words, at: index) { $0.isLetter || $0.isNumber }
  }

  private func isBlank(at index: Int) -> Bool { has(Self.blanks, at: index, \.isWhitespace) }

  private func isOperator(at index: Int) -> Bool { has(Self.operators, at: index, \.isSymbol) }

  /// Whether there is a character of a class: ASCII by the table, others by what Unicode says of them.
  private func has(_ table: [Bool], at index: Int, _ property: (Character) -> Bool) -> Bool {
    guard index < codes.count else { return false }
    let code = codes[index]
    return code == Self.notASCII ? property(characters[index]) : table[Int(code)]
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  private static let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
  private static let words = table {
    capitals.contains($0) || capitals.contains($0 & ~0x20) && $0 >= 0x60 || digits.contains($0)
      || $0 == UInt8(ascii: "_")
  }
  private static let blanks = table { $0 == 0x20 || (0x09...0x0D).contains($0) }
  private static let operators = table("/=-+!*%<>&|^~?.".utf8.contains)
  private static let punctuation = table("(){}[],;:\\".utf8.contains)

  private static func table(_ isMember: (UInt8) -> Bool) -> [Bool] {
    (0...UInt8.max).map(isMember)
  }
}
