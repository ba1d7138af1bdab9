import CellRuntime
import Foundation
import Quantities

/// How names and values of the code are written in a formula: `symbols` and `counts` of `book.yml`, else in words.
package struct FormulaNames: Sendable {
  /// LaTeX by Swift name or by the end of a path, `memoryBandwidth` or `chip.memoryBandwidth`.
  let symbols: [String: String]
  /// What a number without a unit counts, or a rate without one above its bar, by Swift name: `multiply-adds`.
  let counts: [String: String]

  package init(symbols: [String: String] = [:], counts: [String: String] = [:]) {
    self.symbols = symbols
    self.counts = counts
  }

  /// The value of a name, with what it counts.
  func piece(
    _ value: RecordedValue,
    of path: [String],
    digits: Int = 3,
    takesShown: Bool = false
  ) -> FormulaPiece {
    let name = path.last == "value" ? path.dropLast().last : path.last
    return Self.piece(
      value,
      digits: digits,
      takesShown: takesShown,
      counts: name.flatMap { counts[$0] }
    )
  }

  /// A leaf: the longest end of its path that has a symbol, else its last name in words.
  ///
  /// - Returns: Nothing for a typed quantity, which has no name.
  func piece(_ operand: SwiftExpression.Operand) -> FormulaPiece? {
    guard let latex = latex(operand.path) else { return nil }
    guard operand.isBound, operand.path.count > 1 else { return Self.piece(symbol: latex) }
    // A member of what a series runs over is another one in each term.
    let index = self.latex(name: operand.path[0])
    let isIndexed = latex.contains { "_^\\".contains($0) } && !latex.hasPrefix("\\text")
    return isIndexed || latex.contains("_")
      ? .init("\(latex)\\left( \(index) \\right)", .product)
      : .init("{\(latex)}_{\(index)}", .atom)
  }

  /// The end of a path as it is written; nothing for none.
  func latex(_ path: [String]) -> String? {
    var path = path
    if path.count > 1, path.last == "value" { path.removeLast() }
    guard let last = path.last else { return nil }
    for start in path.indices {
      if let symbol = symbols[path[start...].joined(separator: ".")] { return symbol }
    }
    return Self.words(last)
  }

  /// A symbol, which may hold together loosely: `\frac{t}{B}`, `N\, w`, two words.
  private static func piece(symbol latex: String) -> FormulaPiece {
    .init(latex, (try? Formula(parsing: latex))?.root.binding ?? .sum)
  }

  /// The name of a result.
  func latex(name: String) -> String { symbols[name] ?? Self.words(name) }

  /// Fails where different operands would be written alike: a reader could not tell them apart.
  func checkDistinct(_ operands: [SwiftExpression.Operand]) throws(ComputedFormulaError) {
    var seen: [String: String] = [:]
    for operand in operands {
      guard let shown = piece(operand)?.latex else { continue }
      if let other = seen[shown], other != operand.source {
        throw ComputedFormulaError(
          message: "'\(other)' and '\(operand.source)' would both be shown as \(shown)",
          help: "name one of them in another cell, or give it a symbol in book.yml",
          offset: operand.offset,
          length: operand.source.count
        )
      }
      seen[shown] = operand.source
    }
  }

  /// A value as a formula shows it: few significant digits, large counts as a power of ten.
  ///
  /// - Parameters:
  ///   - value: What the program had.
  ///   - digits: How many significant digits.
  ///   - takesShown: Whether the piece has the value that its digits say, not the program's.
  ///   - noun: What it counts where it has no unit, or none above the bar of `/s`.
  /// - Returns: Its LaTeX and its value.
  static func piece(
    _ value: RecordedValue,
    digits: Int = 3,
    takesShown: Bool = false,
    counts noun: String? = nil
  ) -> FormulaPiece {
    switch value.content {
    case .flag(let flag): return .init(text("\(flag)"), .atom, value: flag ? 1 : 0)
    case .range(let lower, let upper):
      return .init(text("\(lower.formatted())–\(upper.formatted())"), .relation)
    case .scalar(let quantity, _):
      let isPlain = quantity.dimensions == .none
      let size = abs(quantity.baseValue)
      var (latex, shown) = number(quantity, digits, counts: noun)
      if isPlain, size >= 1e7, size.isFinite {
        (latex, shown) = powerOfTen(size, digits)
        if quantity.baseValue < 0 { (latex, shown) = ("-" + latex, -shown) }
      }
      if isPlain, let noun { latex += "\\,\(text(noun))" }
      let isDigits = latex.allSatisfy { $0.isNumber || ".,{}".contains($0) }
      return .init(
        latex,
        latex.hasPrefix("-") ? .sign : isDigits ? .atom : .product,
        value: takesShown ? shown : quantity.baseValue
      )
    }
  }

  /// A value in a message.
  static func plain(_ value: RecordedValue) -> String {
    switch value.content {
    case .flag(let flag): "\(flag)"
    case .range(let lower, let upper): "\(lower.formatted())–\(upper.formatted())"
    case .scalar(let quantity, _): quantity.formatted()
    }
  }

  /// A large number, `3.70 \times 10^{10}`, and what its digits say.
  private static func powerOfTen(_ size: Double, _ digits: Int) -> (latex: String, value: Double) {
    // Half a unit of the last digit is what the mantissa may be rounded up by.
    let exponent = Int(log10(size * (1 + 0.5 * pow(10, -Double(digits)))).rounded(.down))
    let mantissa = Quantity(size / pow(10, Double(exponent))).rounded(toSignificant: digits)
    let power = "10^{\(exponent)}"
    return (
      mantissa.baseValue == 1
        ? power : "\(mantissa.formatted(.significant(digits))) \\times \(power)",
      mantissa.baseValue * pow(10, Double(exponent))
    )
  }

  /// `576 TB/s` as a number and words, `$0.31/Mtok` with its sign in front, and what the digits say.
  ///
  /// The digits are no words: MathML takes words beside an equals sign for blank.
  private static func number(
    _ quantity: Quantity,
    _ count: Int,
    counts noun: String?
  ) -> (latex: String, value: Double) {
    // Exactly, where that takes no more room: 8 TB/s and not 8.00 TB/s.
    let rounded = quantity.formatted(.significant(count))
    let exact = quantity.formatted(.exact)
    let isExact = exact.count <= rounded.count
    let printed = isExact ? exact : rounded
    let shown = isExact ? quantity : quantity.rounded(toSignificant: count)
    var rest = printed[...]
    let sign = take("-", from: &rest)
    let currency = take("$", from: &rest).isEmpty ? "" : "\\mathrm{\\$}"
    let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }
    guard !digits.isEmpty else { return ("\\mathrm{\(printed)}", shown.baseValue) }
    rest = rest[digits.endIndex...]
    var number = digits.map { $0 == "," ? "{,}" : String($0) }.joined()
    var exponent = rest
    if !take("×10", from: &exponent).isEmpty {
      let raised = exponent.prefix { Superscript.plain($0) != nil }
      number += " \\times 10^{\(String(raised.compactMap(Superscript.plain)))}"
      rest = exponent[raised.endIndex...]
    }
    let plain = digits.filter { $0 != "," }
    if plain.count > 7, let value = Double(plain), value >= 1e7 {
      number = powerOfTen(value, count).latex
    }
    var unit = String(rest.drop { $0 == " " })
    if let noun, unit.hasPrefix("/") { unit = noun + unit }
    let blank = rest.hasPrefix(" ") ? "\\," : ""
    let words = unit.isEmpty ? "" : blank + text(unit)
    return (sign + currency + number + words, shown.baseValue)
  }

  /// Takes a mark from the front of a text.
  ///
  /// - Returns: The mark; nothing if the text begins otherwise.
  private static func take(_ mark: String, from text: inout Substring) -> String {
    guard text.hasPrefix(mark) else { return "" }
    text = text.dropFirst(mark.count)
    return mark
  }

  /// `keyValueTime` as "key value time", `onEachGPU` as "on each GPU"; a lone letter is a variable.
  private static func words(_ name: String) -> String {
    guard name.count > 1 else { return name }
    let words = name.matches(of: /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^A-Za-z0-9]+/).map(\.output)
    let spelled = words.map { $0.contains(where: \.isLowercase) ? $0.lowercased() : String($0) }
    return text(spelled.joined(separator: " "))
  }

  static func text(_ words: String) -> String {
    let escaped = words.map { "%$#&_{}".contains($0) ? "\\\($0)" : String($0) }.joined()
    return "\\text{\(escaped)}"
  }
}

extension FormulaNode {
  /// How tightly this holds together as a part of a larger formula.
  fileprivate var binding: FormulaPiece.Binding {
    switch self {
    case .row(let pieces):
      let visible = pieces.filter(\.isVisible)
      let isSum = visible.contains { piece in
        if case .op(let sign, let kind) = piece {
          kind == .relation || "+−".contains(sign)
        } else {
          false
        }
      }
      return isSum ? .relation : visible.count == 1 ? visible[0].binding : .product
    case .fraction, .table, .brace: return .product
    case .scripts(_, _, .some), .accent: return .power
    case .text(let words): return words.contains(" ") ? .product : .atom
    default: return .atom
    }
  }
}
