import Quantities

/// What stands behind a backslash.
extension FormulaParser {
  mutating func parseCommand() throws(FormulaError) -> FormulaNode {
    let start = position
    let name = commandName
    let typed = "\\" + name
    advance(by: typed.count)
    if let (sign, kind) = FormulaSymbols.operators[name] { return .op(sign, kind) }
    if let (letter, upright) = FormulaSymbols.letters[name] {
      return .identifier(letter, upright: upright)
    }
    if let limits = FormulaSymbols.functions[name] { return .function(name, limits: limits) }
    if let ems = FormulaSymbols.spaces[name] { return .space(ems) }
    // A backslash before any blank, a line break too, is a blank.
    if name.allSatisfy(\.isWhitespace), !name.isEmpty { return .space(0.25) }
    if let (mark, stretches) = FormulaSymbols.accents[name] {
      let base = try parseArgument(of: typed, at: start)
      return .accent(base, mark: mark, stretches: stretches)
    }
    switch name {
    case "frac": return try parseFraction(typed, .automatic, at: start)
    case "dfrac": return try parseFraction(typed, .display, at: start)
    case "tfrac": return try parseFraction(typed, .text, at: start)
    case "sqrt":
      let degree = try parseOptionalArgument()
      return .root(try parseArgument(of: typed, at: start), degree: degree)
    case "text": return .text(try parseWords(of: typed, at: start))
    case "mathrm": return .identifier(try parseWords(of: typed, at: start), upright: true)
    case "operatorname":
      return .function(try parseWords(of: typed, at: start), limits: false)
    case "underbrace", "overbrace":
      let base = try parseArgument(of: typed, at: start)
      return .brace(base, above: name == "overbrace", label: nil)
    case "left": return try parseFence(at: start)
    case "begin": return try parseEnvironment(at: start)
    case "right", "end", "\\":
      throw error(.misplaced(typed), at: start, length: typed.count)
    default:
      let nearest = nearestSpelling(of: name, among: FormulaSymbols.names)
      throw error(
        .unknownCommand(typed, nearest: nearest.map { "\\" + $0 }),
        at: start,
        length: typed.count
      )
    }
  }

  private mutating func parseFraction(
    _ typed: String,
    _ style: FormulaNode.FractionStyle,
    at start: Int
  ) throws(FormulaError) -> FormulaNode {
    let numerator = try parseArgument(of: typed, at: start)
    let denominator = try parseArgument(of: typed, at: start)
    return .fraction(numerator, denominator, style: style)
  }

  /// Reads what stands between `\left` and `\right`.
  private mutating func parseFence(at start: Int) throws(FormulaError) -> FormulaNode {
    let left = try parseDelimiter()
    let body = try parseRow(until: .right, opened: "\\left", at: start, closer: "\\right")
    advance(by: "\\right".count)
    let right = try parseDelimiter()
    return .fenced(left, body, right)
  }

  private mutating func parseDelimiter() throws(FormulaError) -> String {
    skipBlanks()
    let start = position
    guard let character = current else {
      throw error(.missingArgument(of: "\\left"), at: start, length: 0)
    }
    let delimiters: [Character: String] = [
      ".": "", "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", "/": "/", "<": "⟨", ">": "⟩",
    ]
    if let delimiter = delimiters[character] {
      advance()
      return delimiter
    }
    if character == "\\", let (sign, kind) = FormulaSymbols.operators[commandName],
      [.opening, .closing].contains(kind) || "|‖".contains(sign)
    {
      advance(by: commandName.count + 1)
      return sign
    }
    let typed = character == "\\" ? "\\" + commandName : String(character)
    throw error(.notADelimiter(typed), at: start, length: typed.count)
  }

  /// Reads the rows between `\begin{…}` and `\end{…}`.
  private mutating func parseEnvironment(at start: Int) throws(FormulaError) -> FormulaNode {
    let nameStart = position + 1
    let name = try parseName(of: "\\begin", at: start)
    guard let kind = FormulaNode.TableKind(rawValue: name), kind != .stack else {
      let names = FormulaNode.TableKind.allCases.filter { $0 != .stack }.map(\.rawValue)
      throw error(
        .unknownEnvironment(name, nearest: nearestSpelling(of: name, among: names)),
        at: nameStart,
        length: name.count
      )
    }
    let opener = "\\begin{\(name)}"
    let closer = "\\end{\(name)}"
    var rows: [[FormulaNode]] = [[]]
    while true {
      let cell = try parseRow(until: .environment, opened: opener, at: start, closer: closer)
      rows[rows.count - 1].append(cell)
      if current == "&" {
        advance()
      } else if isAtCommand("\\") {
        advance(by: 2)
        rows.append([])
      } else {
        break
      }
    }
    // A last `\\` begins no row.
    if rows.count > 1, rows[rows.count - 1] == [.row([])] { rows.removeLast() }
    let end = position
    advance(by: "\\end".count)
    guard try parseName(of: "\\end", at: end) == name else {
      throw error(.unclosed(opener, by: closer), at: start, length: opener.count)
    }
    return .table(kind, rows)
  }

  private mutating func parseName(of owner: String, at start: Int) throws(FormulaError) -> String {
    guard current == "{" else {
      throw error(.missingArgument(of: owner), at: start, length: owner.count)
    }
    let opening = position
    advance()
    var name = ""
    while let character = current, character != "}" {
      name.append(character)
      advance()
    }
    guard current == "}" else { throw error(.unclosed("{", by: "}"), at: opening, length: 1) }
    advance()
    return name
  }
}
