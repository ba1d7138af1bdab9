/// A formula typed in a chapter: a subset of LaTeX, read once, shown as MathML or as a line of text.
///
///     try Formula(parsing: #"t \ge \max(t_{\text{compute}}, t_{\text{mem}})"#).mathML(display: true)
///
/// Everything outside the subset is an error at its character; nothing is passed through.
package struct Formula: Hashable, Sendable {
  /// What was typed.
  package let source: String
  /// The numbers typed in it, in order.
  package let numbers: [TypedNumber]
  /// The words typed in it (`\text`, `\mathrm`, `\operatorname`), in order; they may hold digits.
  package let words: [TypedText]

  let root: FormulaNode

  /// Reads LaTeX.
  ///
  /// - Throws: A `FormulaError` for the first thing that is not in the subset, with its place.
  package init(parsing source: String) throws(FormulaError) {
    var parser = FormulaParser(source)
    self.root = try parser.parseFormula()
    self.source = source
    self.numbers = parser.numbers
    self.words = parser.words
  }

  /// The formula on one line (one for each row of an `aligned`), for terminals and alt texts.
  package var plainText: String { root.plainText }
}

extension Formula {
  /// A number typed in a formula.
  package struct TypedNumber: Hashable, Sendable {
    /// What a number does, which decides whether it has to be owned.
    package enum Role: Hashable, Sendable {
      /// It stands on the line.
      case coefficient
      /// It stands in a subscript, or is the degree of a root.
      case index
      /// It stands in a superscript.
      case exponent
    }

    /// The number as a reader sees it: `2,400` for `2{,}400`.
    package let text: String
    /// Its value.
    package let value: Double
    /// Place of its first character in the source, counted in characters from 0.
    package let offset: Int
    /// Characters it takes in the source.
    package let length: Int
    package let role: Role

    /// Whether it is exempt from the rule of owned numbers: a whole number from 0 to 10.
    package var isExempt: Bool { (0...10).contains(value) && !text.contains(".") }
  }

  /// Words typed in a formula.
  package struct TypedText: Hashable, Sendable {
    package let text: String
    /// Place of the first character between the braces, counted in characters from 0.
    package let offset: Int
  }
}
