package import CellRuntime
package import Quantities

/// `[text](value:EXPR "PATTERN UNIT")`: how a computed value is printed in the text.
package struct ValuePattern: Sendable, Equatable {
  package var precision: NumberPrecision
  package var unit: QuantityUnit?

  /// Reads `0`, `0.0 ms`, `3sd`, `2sd GB`; nothing is `3sd` with the prefix that gives 1 to 999.
  package init?(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 1)
    precision = .significant(3)
    var rest = words[...]
    if let pattern = rest.first {
      if pattern.hasSuffix("sd"), let digits = Int(pattern.dropLast(2)), (1...17).contains(digits) {
        precision = .significant(digits)
        rest = rest.dropFirst()
      } else if pattern == "0"
        || (pattern.hasPrefix("0.") && pattern.dropFirst(2).allSatisfy { $0 == "0" })
      {
        precision = .decimals(max(0, pattern.count - 2))
        rest = rest.dropFirst()
      }
    }
    guard !rest.isEmpty else { return }
    var name = Substring(rest.joined(separator: " "))
    if name.hasPrefix("$") {
      name = name.dropFirst()
      unit = UnitWords.take(from: &name, hasCurrency: true)
    } else {
      unit = UnitWords.take(from: &name, hasCurrency: false)
    }
    guard name.allSatisfy({ $0 == " " }) else { return nil }
  }

  /// The value with the unit that suits it.
  private init(_ unit: QuantityUnit?) {
    precision = .significant(3)
    self.unit = unit
  }

  /// The value as the page prints it; nil when its dimension is another.
  package func text(_ value: RecordedValue) -> String? {
    switch value.content {
    case .flag(let flag): flag ? "true" : "false"
    case .scalar(let quantity, let isWhole): text(quantity, isWhole: isWhole)
    case .range(let low, let high):
      text(low, isWhole: false).flatMap { low in text(high, isWhole: false).map { "\(low)–\($0)" } }
    }
  }

  private func text(_ quantity: Quantity, isWhole: Bool) -> String? {
    if let unit, unit.dimensions != quantity.dimensions { return nil }
    if isWhole, unit == nil, precision == .significant(3) {
      return quantity.baseValue.formatted(.decimals(0))
    }
    return quantity.formatted(in: unit, precision)
  }

  /// A malformed pattern, a wrong unit, or a text that no longer says what is computed.
  static func problems(
    of claim: Claim,
    _ value: RecordedValue,
    in source: SourceText
  ) -> [Diagnostic] {
    let options = claim.link.options ?? ""
    let range = SourceRange(claim.link.optionsPosition, length: options.count)
    guard let pattern = ValuePattern(options) else {
      return [
        source.diagnostic(
          .error,
          range,
          id: "value",
          "'\(options)' is no pattern",
          help: "write a pattern (0, 0.00, 3sd) and then a unit, if any: \"0.0 ms\""
        )
      ]
    }
    guard let text = pattern.text(value) else {
      let natural = ValuePattern(nil).text(value) ?? ""
      var diagnostic = source.diagnostic(
        .error,
        range,
        id: "value",
        "the value is \(natural), which has another dimension than '\(options)'",
        help: "give a unit of its dimension, or none: \"3sd\""
      )
      if case .scalar(let computed, _) = value.content, let unit = pattern.unit {
        diagnostic.details =
          DimensionComparison(stated: unit.dimensions, computed: computed.dimensions).lines
      }
      return [diagnostic]
    }
    let written = UnitWords.plainSpaces(claim.text)
    guard written != text else { return [] }
    let edit = SourceEdit(wordsOf: claim.link, become: text)
    var diagnostic = source.diagnostic(
      .warning,
      claim.link.textRange,
      id: "value",
      "the computed value is now '\(text)'",
      help: edit == nil ? "write '\(text)'" : "'chalktalk check --fix' writes it"
    )
    diagnostic.fix = edit.map { .computed($0) } ?? .leave("its text runs over two lines")
    return [diagnostic]
  }
}
