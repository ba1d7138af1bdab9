import CellRuntime

// Sums, products and extremes: with their bounds as symbols, with their terms as numbers.

extension FormulaWriter {
  mutating func write(
    _ series: SwiftExpression.Series,
    _ whole: Bool?
  ) throws(ComputedFormulaError) -> FormulaPiece {
    let index = try index(of: series)
    guard replay != nil else {
      let term = try symbolicTerm(of: series, whole)
      let body = term.bracketed(upTo: series.kind == .product ? .series : .sign)
      let piece = FormulaPiece("\\\(series.kind.rawValue)\(index) \(body)", .series)
      guard let start = series.start else { return piece }
      return Self.join(series.kind, [try write(start, whole: whole), piece])
    }
    let count = Int(try take(series.countIndex).number)
    var terms: [FormulaPiece] = []
    for _ in 0..<Swift.min(count, FormulaTrace.firstTerms + 1) {
      if let term = series.term {
        terms.append(try writeWithoutReasons(term, whole))
      } else {
        terms.append(FormulaNames.piece(try take(series.countIndex)))
      }
    }
    var start: FormulaPiece?
    if let first = series.start { start = try write(first, whole: whole) }
    let total = try take(series.totalIndex).number
    if count == terms.count {
      try check(series.kind, [start].compactMap(\.self) + terms, total)
    } else {
      terms[terms.count - 2] = FormulaPiece("\\dots", .atom)
    }
    if let start { terms.insert(start, at: 0) }
    if terms.isEmpty { terms = [.init(series.kind == .product ? "1" : "0", .atom)] }
    return Self.join(series.kind, terms).with(total)
  }

  private mutating func take(_ index: Int) throws(ComputedFormulaError) -> RecordedValue {
    guard let value = try replay?.take(index, "series", at: offset) else {
      throw problem("this series has no values", help: "compute it in another cell")
    }
    return value
  }

  /// `_{i=1}^{n}` or `_{i \in \text{layers}}`.
  private mutating func index(
    of series: SwiftExpression.Series
  ) throws(ComputedFormulaError) -> String {
    let variable = names.latex(name: series.variable)
    switch series.base {
    case .range(let lower, let upper, let isClosed):
      let (first, last) = (try write(lower, whole: true), try write(upper, whole: true))
      var end = last.latex
      if !isClosed { end = FormulaPiece.difference(last, .init("1", .atom)).latex }
      if !isClosed, case .number(let text) = upper, let number = Int(text) { end = "\(number - 1)" }
      if [.sum, .product].contains(series.kind) { return "_{\(variable)=\(first.latex)}^{\(end)}" }
      return "_{\(first.latex) \\le \(variable) \\le \(end)}"
    case .elements(let elements):
      guard series.term != nil else { return "_{\(variable)}" }
      return "_{\(variable) \\in \(names.piece(elements)?.latex ?? "")}"
    }
  }

  private mutating func symbolicTerm(
    of series: SwiftExpression.Series,
    _ whole: Bool?
  ) throws(ComputedFormulaError) -> FormulaPiece {
    if let term = series.term { return try write(term, whole: whole) }
    guard case .elements(let elements) = series.base, let name = names.piece(elements) else {
      return .init(names.latex(name: series.variable), .atom)
    }
    let index = names.latex(name: series.variable)
    return .init("{\(name.bracketed(upTo: .product))}_{\(index)}", .atom)
  }

  private static func join(
    _ kind: SwiftExpression.Series.Kind,
    _ terms: [FormulaPiece]
  ) -> FormulaPiece {
    switch kind {
    case .sum: terms.dropFirst().reduce(terms[0], FormulaPiece.sum)
    case .product: terms.dropFirst().reduce(terms[0], FormulaPiece.product)
    case .greatest: .function(.max, terms)
    case .least: .function(.min, terms)
    }
  }

  /// Holds the terms against the total, where all are known.
  private func check(
    _ kind: SwiftExpression.Series.Kind,
    _ terms: [FormulaPiece],
    _ total: Double
  ) throws(ComputedFormulaError) {
    let values = terms.compactMap(\.value)
    let expected =
      switch kind {
      case .sum: values.reduce(0, +)
      case .product: values.reduce(1, *)
      case .greatest: values.max() ?? total
      case .least: values.min() ?? total
      }
    guard expected.agrees(with: total) else {
      throw problem(
        "the program has \(total) for a series whose terms make \(expected)",
        help: "an operator here may be the book's own: compute it in another cell"
      )
    }
  }
}

extension Double {
  /// Whether two computations of one thing came to the same, but for rounding.
  func agrees(with other: Double) -> Bool {
    self == other || isNaN && other.isNaN
      || (self - other).magnitude <= 1e-9 * Swift.max(magnitude, other.magnitude)
  }
}
