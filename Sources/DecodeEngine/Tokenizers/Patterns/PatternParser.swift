/// Reads the part of Oniguruma's pattern language that published tokenizers use.
///
/// Alternatives, groups `( )`, `(?: )`, `(?i: )`, look-ahead, classes, properties `\p{ }` by general category,
/// greedy and possessive repetition. What is not known is refused: a pattern must not mean something else here.
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var ignoresCase = false
  private var depth = 0

  static func node(of pattern: String) throws(PatternError) -> PatternNode {
    var parser = PatternParser(scalars: Array(pattern.unicodeScalars))
    let node = try parser.choice()
    guard parser.index == parser.scalars.count else { throw parser.error("a ')' too many") }
    return node
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  private mutating func choice() throws(PatternError) -> PatternNode {
    depth += 1
    guard depth < 50 else { throw error("nested too deeply") }
    var alternatives = [try sequence()]
    while take("|") { alternatives.append(try sequence()) }
    depth -= 1
    return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var nodes: [PatternNode] = []
    while let next, next != "|", next != ")" {
      let node = try atom()
      nodes.append(try repeated(node))
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func atom() throws(PatternError) -> PatternNode {
    guard let scalar = next else { throw error("something is missing") }
    switch scalar {
    case "(": return try group()
    case "[": return .one(try characterClass())
    case "\\":
      var set = ScalarSet()
      if let literal = try escape(into: &set) {
        return .one(closed(Self.cases(literal, ignoresCase)))
      }
      return .one(closed(set))
    case ".":
      index += 1
      var set = ScalarSet(scalars: ["\n"])
      set.isNegated = true
      return .one(closed(set))
    case "^", "$": throw error("anchors are not supported")
    case "*", "+", "?", "{": throw error("nothing stands before the repetition")
    default:
      index += 1
      return .one(closed(Self.cases(scalar, ignoresCase)))
    }
  }

  private mutating func group() throws(PatternError) -> PatternNode {
    let start = index
    index += 1
    let outer = ignoresCase
    var ahead: Bool?
    if take("?") {
      if take("i") {
        ignoresCase = true
        guard take(":") else { throw error("only (?i:…) is supported") }
      } else if take("=") {
        ahead = false
      } else if take("!") {
        ahead = true
      } else if !take(":") {
        throw error("this kind of group is not supported")
      }
    }
    let node = try choice()
    ignoresCase = outer
    guard take(")") else {
      index = start
      throw error("a group is not closed")
    }
    return ahead.map { .ahead(node, isNegated: $0) } ?? node
  }

  private mutating func repeated(_ node: PatternNode) throws(PatternError) -> PatternNode {
    let place = index
    var bounds: (least: Int, most: Int?)
    var isInterval = false
    if take("*") {
      bounds = (0, nil)
    } else if take("+") {
      bounds = (1, nil)
    } else if take("?") {
      bounds = (0, 1)
    } else if take("{") {
      isInterval = true
      bounds = try interval()
    } else {
      return node
    }
    let isPossessive = take("+")
    if isInterval && isPossessive { throw error("engines differ on '{…}+'") }
    if next == "?" { throw error("lazy repetition is not supported") }
    if let next, "*+{".unicodeScalars.contains(next) { throw error("a repetition of a repetition") }
    if case .ahead = node { throw error("a look-ahead is repeated") }
    if node.least == 0 && bounds.most != 1 {
      throw PatternError(reason: "what may be empty is repeated", place: place)
    }
    if isPossessive, case .one = node {
    } else if isPossessive {
      throw error("possessive groups are not supported")
    }
    return .repeated(node, least: bounds.least, most: bounds.most, isPossessive: isPossessive)
  }

  private mutating func interval() throws(PatternError) -> (least: Int, most: Int?) {
    let least = number() ?? 0
    var most: Int? = least
    if take(",") { most = number() }
    guard take("}"), least <= most ?? least, max(least, most ?? 0) <= 1_000, most != 0 else {
      throw error("a repetition that cannot be read")
    }
    return (least, most)
  }

  // MARK: Classes

  private mutating func characterClass() throws(PatternError) -> ScalarSet {
    index += 1
    var set = ScalarSet()
    set.isNegated = take("^")
    guard next != "]" else { throw error("an empty class") }
    while !take("]") {
      guard let scalar = next else { throw error("a class is not closed") }
      if scalar == "[" { throw error("classes in classes are not supported") }
      if scalar == "&", peek == "&" { throw error("'&&' is not supported") }
      var literal: Unicode.Scalar? = scalar
      if scalar == "\\" { literal = try escape(into: &set) } else { index += 1 }
      guard let low = literal else {
        if ignoresCase { throw error("properties where case is ignored") }
        continue
      }
      if next == "-", let end = peek, end != "]" {
        index += 1
        var high: Unicode.Scalar? = end
        if end == "\\" { high = try escape(into: &set) } else { index += 1 }
        guard let high, low <= high else { throw error("a range that cannot be read") }
        if ignoresCase { throw error("ranges where case is ignored") }
        set.ranges.append(low.value...high.value)
      } else {
        set.ranges += Self.cases(low, ignoresCase).ranges
      }
    }
    return closed(set)
  }

  /// The scalar that an escape stands for; nil after adding a property to the set.
  private mutating func escape(into set: inout ScalarSet) throws(PatternError) -> Unicode.Scalar? {
    index += 1
    guard let scalar = next else { throw error("an escape is missing") }
    index += 1
    switch scalar {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "f": return "\u{0C}"
    case "v": return "\u{0B}"
    case "s": set.hasWhitespace = true
    case "S": set.hasNonWhitespace = true
    case "d": set.categories |= ScalarCategories.mask("Nd") ?? 0
    case "D": set.categories |= ~(ScalarCategories.mask("Nd") ?? 0)
    case "p", "P":
      guard take("{") else { throw error("'{' is missing after \\p") }
      let start = index
      while let next, next != "}" { index += 1 }
      var name = ""
      name.unicodeScalars.append(contentsOf: scalars[start..<index])
      var isNegated = scalar == "P"
      if name.hasPrefix("^") {
        name.removeFirst()
        isNegated.toggle()
      }
      guard take("}"), let mask = ScalarCategories.mask(name) else {
        throw error("'\(name)' is not a general category")
      }
      set.categories |= isNegated ? ~mask : mask
    case "x", "u":
      let isBraced = scalar == "x" && take("{")
      let start = index
      let length = isBraced ? 8 : scalar == "x" ? 2 : 4
      while let next, next.properties.isASCIIHexDigit, index - start < length { index += 1 }
      var digits = ""
      digits.unicodeScalars.append(contentsOf: scalars[start..<index])
      guard !isBraced || take("}"), isBraced || digits.unicodeScalars.count == length,
        let code = UInt32(digits, radix: 16), let value = Unicode.Scalar(code)
      else { throw error("a code that cannot be read") }
      return value
    default:
      guard scalar.isASCII, scalar.properties.generalCategory != .lowercaseLetter,
        scalar.properties.generalCategory != .uppercaseLetter,
        scalar.properties.generalCategory != .decimalNumber
      else { throw error("'\\\(scalar)' is not supported") }
      return scalar
    }
    return nil
  }

  /// A scalar and, where case is ignored, those that fold to the same.
  private static func cases(_ scalar: Unicode.Scalar, _ ignoresCase: Bool) -> ScalarSet {
    guard ignoresCase else { return ScalarSet(scalars: [scalar]) }
    var scalars = [scalar]
    for mapping in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
      if mapping.unicodeScalars.count == 1 { scalars += mapping.unicodeScalars }
    }
    // The long s and the Kelvin sign fold to letters of ASCII.
    if scalars.contains("s") { scalars.append("\u{17F}") }
    if scalars.contains("k") { scalars.append("\u{212A}") }
    return ScalarSet(scalars: scalars)
  }

  private func closed(_ set: ScalarSet) -> ScalarSet {
    var set = set
    set.close()
    return set
  }

  // MARK: Scalars

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
  private var peek: Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  private mutating func number() -> Int? {
    let start = index
    while let next, "0"..."9" ~= next, index - start < 6 { index += 1 }
    var digits = ""
    digits.unicodeScalars.append(contentsOf: scalars[start..<index])
    return Int(digits)
  }

  private func error(_ reason: String) -> PatternError {
    PatternError(
      reason: reason,
      place: scalars.prefix(index).reduce(0) { $0 + UTF8.width($1) }
    )
  }
}
