/// Reads LaTeX by recursive descent, one character of look-ahead.
struct FormulaParser {
  private(set) var numbers: [Formula.TypedNumber] = []
  private(set) var words: [Formula.TypedText] = []

  private let characters: [Character]
  private(set) var position = 0
  private var role = Formula.TypedNumber.Role.coefficient

  /// What ends the piece being read.
  enum Terminator: Hashable {
    case end
    case brace
    case bracket
    case right
    case environment
  }

  init(_ source: String) {
    characters = Array(source)
  }

  mutating func parseFormula() throws(FormulaError) -> FormulaNode {
    skipBlanks()
    guard position < characters.count else { throw error(.empty, at: 0, length: 0) }
    return try parseRow(until: .end)
  }

  /// Reads pieces up to a terminator, which is left unread.
  private mutating func parseRow(until terminator: Terminator) throws(FormulaError) -> FormulaNode {
    var pieces: [FormulaNode] = []
    while true {
      skipBlanks()
      if isAt(terminator) { break }
      guard position < characters.count else { break }
      if current == "^" || current == "_" || current == "'" {
        pieces.append(try parseScripts(on: .row([])))
        continue
      }
      var piece = try parseAtom(wholeNumbers: true)
      if case .op(let sign, .binary) = piece, "+−±∓".contains(sign),
        pieces.last(where: \.isVisible)?.expectsOperand ?? true
      {
        piece = .op(sign, .sign)
      }
      pieces.append(try parseScripts(on: piece))
    }
    return pieces.count == 1 ? pieces[0] : .row(pieces)
  }

  private func isAt(_ terminator: Terminator) -> Bool {
    switch terminator {
    case .end: position >= characters.count
    case .brace: current == "}"
    case .bracket: current == "]"
    case .right: isAtCommand("right")
    case .environment: current == "&" || isAtCommand("\\") || isAtCommand("end")
    }
  }

  /// Reads one piece without its scripts; an argument takes a single digit of a number.
  private mutating func parseAtom(wholeNumbers: Bool) throws(FormulaError) -> FormulaNode {
    let start = position
    guard let character = current else { throw error(.misplaced(""), at: start, length: 0) }
    switch character {
    case "{":
      return try parseGroup()
    case "\\":
      return try parseCommand()
    case "0"..."9":
      return parseNumber(whole: wholeNumbers)
    case "~":
      position += 1
      return .space(0.25)
    case "}", "&":
      throw error(.misplaced(String(character)), at: start, length: 1)
    default:
      position += 1
      if let (sign, kind) = FormulaSymbols.characters[character] { return .op(sign, kind) }
      if character.isLetter { return .identifier(String(character), upright: false) }
      throw error(.unexpectedCharacter(character), at: start, length: 1)
    }
  }

  // MARK: Numbers, groups, arguments

  private mutating func parseNumber(whole: Bool) -> FormulaNode {
    let start = position
    var text = String(characters[position])
    position += 1
    if whole {
      takeDigits(into: &text)
      while peek("{,}"), digits(at: position + 3) >= 3 {
        position += 3
        text += ","
        takeDigits(into: &text)
      }
      if current == ".", digits(at: position + 1) > 0 {
        text += "."
        position += 1
        takeDigits(into: &text)
      }
    }
    let value = Double(text.filter { $0 != "," }) ?? .nan
    numbers.append(
      .init(text: text, value: value, offset: start, length: position - start, role: role)
    )
    return .number(text)
  }

  private mutating func takeDigits(into text: inout String) {
    for _ in 0..<digits(at: position) {
      text.append(characters[position])
      position += 1
    }
  }

  private func digits(at start: Int) -> Int {
    characters.dropFirst(start).prefix { ("0"..."9").contains($0) }.count
  }

  /// Reads `{…}`.
  private mutating func parseGroup() throws(FormulaError) -> FormulaNode {
    let start = position
    position += 1
    let body = try parseRow(until: .brace)
    guard current == "}" else { throw error(.unclosed("{", by: "}"), at: start, length: 1) }
    position += 1
    return body
  }

  /// Reads a group, or the one piece that stands for it.
  mutating func parseArgument(of owner: String, at start: Int) throws(FormulaError) -> FormulaNode {
    skipBlanks()
    guard let character = current, !"}&^_".contains(character), !isAtCommand("right"),
      !isAtCommand("\\"), !isAtCommand("end")
    else { throw error(.missingArgument(of: owner), at: start, length: owner.count) }
    return try parseAtom(wholeNumbers: false)
  }

  /// Reads `[…]`, if it is there.
  mutating func parseOptionalArgument() throws(FormulaError) -> FormulaNode? {
    skipBlanks()
    guard current == "[" else { return nil }
    let start = position
    position += 1
    let outer = role
    role = .index
    let body = try parseRow(until: .bracket)
    role = outer
    guard current == "]" else { throw error(.unclosed("[", by: "]"), at: start, length: 1) }
    position += 1
    return body
  }

  /// Reads `{…}` as characters, for words; nothing in it is a formula.
  mutating func parseWords(of owner: String, at start: Int) throws(FormulaError) -> String {
    skipBlanks()
    guard current == "{" else {
      throw error(.missingArgument(of: owner), at: start, length: owner.count)
    }
    let opening = position
    position += 1
    var text = ""
    var depth = 0
    while let character = current {
      if character == "}", depth == 0 { break }
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if character == "\\" {
        position += 1
        guard let escaped = current, "#%$&_{} ".contains(escaped) else {
          position -= 1
          let name = commandName
          throw error(
            .unknownCommand("\\" + name, nearest: nil),
            at: position,
            length: name.count + 1
          )
        }
        text.append(escaped)
      } else if !"{}".contains(character) {
        text.append(character == "~" ? "\u{A0}" : character)
      }
      position += 1
    }
    guard current == "}" else { throw error(.unclosed("{", by: "}"), at: opening, length: 1) }
    position += 1
    words.append(.init(text: text, offset: opening + 1))
    return text
  }

  // MARK: Scripts

  /// Reads the scripts and primes behind a piece.
  private mutating func parseScripts(on base: FormulaNode) throws(FormulaError) -> FormulaNode {
    var sub: FormulaNode?
    var sup: FormulaNode?
    var primes = ""
    skipBlanks()
    while let mark = current, mark == "^" || mark == "_" || mark == "'" {
      let start = position
      position += 1
      if mark == "'" {
        if sup != nil { throw error(.doubleScript("^"), at: start, length: 1) }
        primes += "′"
      } else {
        if mark == "^" ? sup != nil : sub != nil {
          throw error(.doubleScript(String(mark)), at: start, length: 1)
        }
        let argument = try parseScript(mark, on: base, at: start)
        if mark == "^" { sup = argument } else { sub = argument }
      }
      skipBlanks()
    }
    if !primes.isEmpty {
      let prime = FormulaNode.op(primes, .ordinary)
      sup = sup.map { .row([prime, $0]) } ?? prime
    }
    if case .brace(let inner, let above, nil) = base {
      let label = above ? sup : sub
      let other = above ? sub : sup
      if let label, other == nil { return .brace(inner, above: above, label: label) }
    }
    return sub == nil && sup == nil ? base : .scripts(base, sub: sub, sup: sup)
  }

  private mutating func parseScript(
    _ mark: Character,
    on base: FormulaNode,
    at start: Int
  ) throws(FormulaError) -> FormulaNode {
    let outer = role
    if case .brace = base {
      // The label of a brace is a line of its own, not an index.
      role = .coefficient
    } else {
      role = mark == "^" ? .exponent : .index
    }
    let argument = try parseArgument(of: String(mark), at: start)
    role = outer
    return argument
  }
}

// MARK: - Reading characters

extension FormulaParser {
  var current: Character? { position < characters.count ? characters[position] : nil }

  mutating func advance(by count: Int = 1) {
    position += count
  }

  mutating func skipBlanks() {
    while let character = current, character.isWhitespace { position += 1 }
  }

  /// The name behind the backslash at the current place: letters, or one other character.
  var commandName: String {
    let rest = characters.dropFirst(position + 1)
    let letters = rest.prefix { $0.isASCII && $0.isLetter }
    return String(letters.isEmpty ? rest.prefix(1) : letters)
  }

  func isAtCommand(_ name: String) -> Bool {
    current == "\\" && commandName == name
  }

  private func peek(_ text: String) -> Bool {
    characters.dropFirst(position).starts(with: text)
  }

  func error(_ reason: FormulaError.Reason, at offset: Int, length: Int) -> FormulaError {
    FormulaError(reason: reason, offset: offset, length: length)
  }

  /// Reads up to a terminator and takes it, or says what was never closed.
  mutating func parseRow(
    until terminator: Terminator,
    opened opener: String,
    at start: Int,
    closer: String
  ) throws(FormulaError) -> FormulaNode {
    let body = try parseRow(until: terminator)
    guard isAt(terminator) else {
      throw error(.unclosed(opener, by: closer), at: start, length: opener.count)
    }
    return body
  }
}
