import CellRuntime
import Foundation
import Literate
import Quantities
import Testing

@Suite struct ComputedFormulaTests {
  private static let names = FormulaNames(symbols: [
    "weights": #"N_{\text{total}}"#, "rack.memoryBandwidth": #"\beta"#, "B": "B",
  ])

  /// The formulas of code whose places report these values, each place once.
  private func shown(_ code: String, _ values: Quantity...) throws -> String {
    try shown(code, values)
  }

  private func shown(_ code: String, _ values: [Quantity]) throws -> String {
    let traces = values.enumerated().map {
      FormulaTrace(index: $0, value: RecordedValue(.scalar($1, isWhole: false)))
    }
    let formula = try ComputedFormula(code).typeset(traces, names: Self.names)
    return try #require(formula).oneLine
  }

  @Test func showsSymbolsThenNumbersThenResult() throws {
    let text = try shown(
      "let t = model.weights / node.rack.memoryBandwidth.value",
      Quantity(671, .gigabytes),
      Quantity(576, .terabytesPerSecond),
      Quantity(671.0 / 576, .milliseconds)
    )
    #expect(text == "t = N_total/β = (671 GB)/(576 TB/s) = 1.16 ms")
  }

  /// 312 · 18.1 is 5,647: a reader who multiplies what stands there arrives at what stands behind it.
  @Test func showsAsManyDigitsAsTheResultNeeds() throws {
    let product = try shown("let b = r * s", Quantity(312.5), Quantity(18.135), Quantity(5667.1875))
    #expect(product == "b = r · s = 312.5 · 18.14 = 5,670")
    let share = try shown("let b = r / s", Quantity(1.0), Quantity(3), Quantity(1.0 / 3))
    #expect(share == "b = r/s = 1/3 = 0.333")
    // Nothing of the difference is left in any six digits: they would not help, and three stay.
    let near = 1.000_000_123
    let rest = try shown("let b = r - s", Quantity(near), Quantity(1.0), Quantity(near - 1))
    #expect(rest.hasPrefix("b = r − s = 1.00 − 1 = "))
  }

  @Test func recordsOperandsInReadingOrderAndThenTheResult() throws {
    let formula = try ComputedFormula("let a = x.y(3) * (b + c[0])\nlet d = max(a, Quantity(b))")
    let expected = """
      let a = CellRuntime.traced(0, x.y(3)) * (CellRuntime.traced(1, b) + CellRuntime.traced(2, c[0]))
      let d = max(CellRuntime.traced(4, a), Quantity(CellRuntime.traced(5, b)))
      CellRuntime.traced(3, a); CellRuntime.traced(6, d)

      """
    #expect(formula.tracedCode() == expected)
  }

  @Test(
    arguments: [
      ("let a = b * (c - d)", -2, "a = b · (c − d) = 2 · (3 − 4) = −2"),
      ("let a = b - (c - d)", 3, "a = b − (c − d) = 2 − (3 − 4) = 3"),
      ("let a = b - c - d", -5, "a = b − c − d = 2 − 3 − 4 = −5"),
      ("let a = -b * c + d", -2, "a = (−b) · c + d = (−2) · 3 + 4 = −2"),
      ("let a = b - -c * d", 14, "a = b − (−c) · d = 2 − (−3) · 4 = 14"),
      ("let a = b + (-c - d)", -5, "a = b + (−c − d) = 2 + (−3 − 4) = −5"),
      ("let a = pow(b, c) / d", 2, "a = b^c/d = 2³/4 = 2"),
      ("let a = pow(b * c, d)", 1296, "a = (b · c)^d = (2 · 3)⁴ = 1,296"),
      ("let a = min(b, max(c, d))", 2, "a = min(b, max(c, d)) = min(2, max(3, 4)) = 2"),
      ("let a = abs(b - c) * d", 4, "a = |b − c| · d = |2 − 3| · 4 = 4"),
      ("let a = (d / b).squareRoot()\n  + c", nil, "a = √(d/b) + c = √(2/3) + 4"),
      ("let a = (b / c).rounded(.up) + d.rounded(.down)", 5, "a = ⌈b/c⌉ + ⌊d⌋ = ⌈2/3⌉ + ⌊4⌋ = 5"),
      ("let a = b * log2(c + d)", nil, "a = b · log_2(c + d) = 2 · log_2(3 + 4)"),
    ] as [(String, Double?, String)]
  )
  func keepsTheStructureOfTheCode(code: String, result: Double?, expected: String) throws {
    let values: [Double] = [2, 3, 4]
    let own = result ?? (code.contains("log2") ? 2 * log2(7) : 4 + (2.0 / 3).squareRoot())
    let text = try shown(code, values.map { Quantity($0) } + [Quantity(own)])
    #expect(text.hasPrefix(expected))
  }

  @Test func setsNegativeNumbersInBrackets() throws {
    let text = try shown("let a = b - c", Quantity(2), Quantity(-3), Quantity(5))
    #expect(text == "a = b − c = 2 − (−3) = 5")
  }

  @Test func setsCountsPricesAndUnits() throws {
    let text = try shown(
      "let a = b * c",
      Quantity(37e9),
      Quantity(2, .dollarsPerHour),
      Quantity(37e9) * Quantity(2, .dollarsPerHour)
    )
    #expect(text == "a = b · c = 3.70×10¹⁰ · $2/h = $7.40×10¹⁰/h")
  }

  @Test func namesWithoutSymbolAreSpelledOut() throws {
    let text = try shown("let keyValueTime = 2 * onEachGPU", Quantity(1), Quantity(2))
    #expect(text == "key value time = 2 · on each GPU = 2 · 1 = 2")
  }

  /// A value of a place, whole or not.
  private func trace(_ index: Int, _ value: Double, isWhole: Bool = true) -> FormulaTrace {
    .init(index: index, value: RecordedValue(.scalar(Quantity(value), isWhole: isWhole)))
  }

  private func flag(_ index: Int, _ value: Bool) -> FormulaTrace {
    .init(index: index, value: RecordedValue(.flag(value)))
  }

  /// What is typed alone is of the type that the program gave it.
  @Test(
    arguments: [
      ("let x: Quantity = 3 / 4", 0.75, false, "x = 3/4 = 0.75"),
      ("let x = 3 / 4", 0, true, "x = ⌊3/4⌋ = 0"),
      ("let x: Double = .init(0.75)", 0.75, false, "x = 0.75"),
      ("let x = Quantity(3) / 4", 0.75, false, "x = 3/4 = 0.75"),
      ("let x = 2_500", 2500, true, "x = 2,500"),
      ("let x = 2 * 3 - 1", 5, true, "x = 2 · 3 − 1 = 5"),
    ]
  )
  func typedConstantsAreShown(code: String, value: Double, isWhole: Bool, expected: String) throws {
    let formula = try ComputedFormula(code).typeset(
      [trace(0, value, isWhole: isWhole)],
      names: Self.names
    )
    #expect(try #require(formula).oneLine == expected)
  }

  @Test func aTypedQuantityIsSaidOnce() throws {
    for code in ["let x = Quantity(24, .gigabytes)", "let x: Quantity = .init(24, .gigabytes)"] {
      let text = try shown(code, Quantity(24, .gigabytes), Quantity(24, .gigabytes))
      #expect(text == "x = 24 GB", "\(text)")
    }
    #expect(throws: ComputedFormulaError.self) { try ComputedFormula("let x = b + .init(3)") }
    #expect(throws: ComputedFormulaError.self) {
      try ComputedFormula("let x: Double = 3 / 4").typeset(
        [trace(0, 0, isWhole: false)],
        names: Self.names
      )
    }
  }

  @Test func showsTheBranchThatWasTakenAndWhy() throws {
    let formula = try ComputedFormula("let t = b > c && !(d < b) ? d * 2 : c / d")
    let taken = [
      trace(0, 5), trace(1, 3), flag(2, true), trace(3, 7), trace(4, 5), flag(5, false),
      trace(6, 7), trace(9, 14),
    ]
    let text = try #require(try formula.typeset(taken, names: Self.names)).oneLine
    #expect(text.contains("if b > c and ¬(d < b)"), "\(text)")
    #expect(text.contains("= 7 · 2  as 5 > 3 and 7 ≥ 5"), "\(text)")
    #expect(text.hasSuffix("= 14"))
    // The left side decides: the right one was not evaluated.
    let other = [trace(0, 1), trace(1, 9), flag(2, false), trace(7, 9), trace(8, 2), trace(9, 4)]
    let second = try #require(try formula.typeset(other, names: Self.names)).oneLine
    #expect(second.contains("⌊c/d⌋"), "\(second)")
    #expect(second.contains("= ⌊9/2⌋  as 1 ≤ 9"), "\(second)")
  }

  @Test func elseIfIsOneListOfCases() throws {
    let code = "let t = if b > c { c } else if b < d { d } else { b }"
    let formula = try ComputedFormula(code)
    let traces =
      [trace(0, 1), trace(1, 2), flag(2, false)] + [trace(4, 1), trace(5, 3), flag(6, true)]
      + [trace(7, 3), trace(9, 3)]
    let text = try #require(try formula.typeset(traces, names: Self.names)).oneLine
    #expect(text.contains("{ c  if b > c; d  if b < d; b  otherwise }"), "\(text)")
    #expect(text.contains("3  as 1 ≤ 2 and 1 < 3"), "\(text)")
  }

  @Test func wholeNumbersAreDividedAsSuch() throws {
    let formula = try ComputedFormula("let a = (b + c - 1) / c + b % c")
    func traces(_ result: Double) -> [FormulaTrace] {
      [trace(0, 7), trace(1, 3), trace(2, 3), trace(3, 7), trace(4, 3), trace(5, result)]
    }
    let text = try #require(try formula.typeset(traces(4), names: Self.names)).oneLine
    #expect(text == "a = ⌊(b + c − 1)/c⌋ + (b mod c) = ⌊(7 + 3 − 1)/3⌋ + (7 mod 3) = 4")
    #expect(throws: ComputedFormulaError.self) {
      try formula.typeset(traces(4.5), names: Self.names)
    }
    let negative = [trace(0, -7), trace(1, 2), trace(2, -3)]
    #expect(throws: ComputedFormulaError.self) {
      try ComputedFormula("let a = b / c").typeset(negative, names: Self.names)
    }
  }

  @Test func sumsHaveTheirBoundsAndTheirTerms() throws {
    let formula = try ComputedFormula("let a = (1...n).map { $0 * $0 - b }.reduce(0, +)")
    func traces(_ count: Int) -> [FormulaTrace] {
      let terms = (1...count).filter { $0 <= 3 || $0 == count }.flatMap {
        [trace(2, Double($0)), trace(3, Double($0)), trace(4, 2)]
      }
      let total = (1...count).reduce(0) { $0 + $1 * $1 - 2 }
      return [trace(0, Double(count)), trace(1, Double(count))] + terms
        + [trace(5, Double(total)), trace(6, Double(total))]
    }
    let short = try #require(try formula.typeset(traces(2), names: Self.names)).oneLine
    #expect(short.hasPrefix("a = ∑_(i = 1)ⁿ(i · i − b) = 1 · 1 − 2 + 2 · 2 − 2 = 1"), "\(short)")
    let long = try #require(try formula.typeset(traces(9), names: Self.names)).oneLine
    #expect(long.contains("= 1 · 1 − 2 + 2 · 2 − 2 + … + 9 · 9 − 2"), "\(long)")
    var wrong = traces(2)
    wrong[8] = trace(5, 7)
    wrong[9] = trace(6, 7)
    #expect(throws: ComputedFormulaError.self) { try formula.typeset(wrong, names: Self.names) }
  }

  @Test(arguments: [
    ("let a = xs.reduce(0, +)", "a = ∑_i xs_i = 4 + 5 = 9", 9),
    ("let a = xs.max()!", "a = max_i xs_i = max(4, 5) = 5", 5),
    ("let a = xs.reduce(1, *)", "a = ∏_i xs_i = 4 · 5 = 20", 20),
  ])
  func collectionsAreSummedElementByElement(code: String, expected: String, result: Double) throws {
    let traces = [trace(0, 2), trace(0, 4), trace(0, 5), trace(1, result), trace(2, result)]
    let text = try #require(try ComputedFormula(code).typeset(traces, names: Self.names)).oneLine
    #expect(text == expected)
  }

  @Test(arguments: [
    "let a = b.map { $0 }": 19, "print(a)": 0, "let (a, b) = c": 4,
    "let a = b ?? c": 10, "let a = (b + c).plain": 16, "let a = b ... c": 10,
    "let a = (b...c) + 1": 8, "let a = b.filter { $0 > 1 }": 10, "let a = b as Double": 10,
    "let a = c?.d": 9, "let a = b & c": 10, "let a = if b > c { d }": 21, "let a = 0x10 * b": 8,
    "let a = Quantity(b, .bytes)": 18, "let a = b.rounded(.awayFromZero)": 19,
    "let a = (1...3).map { let x = $0; return x }.reduce(0, +)": 22,
  ])
  func refusesWhatItCannotShow(code: String, offset: Int) {
    do {
      _ = try ComputedFormula(code)
      Issue.record("\(code) is no formula")
    } catch {
      #expect(error.offset == offset, "\(error)")
      #expect(error.help?.isEmpty == false)
    }
  }

  @Test func columnsLeadBackToTheAuthorsCode() throws {
    let code = "let a = first * (second + third)\nlet d = a - fourth"
    let formula = try ComputedFormula(code)
    let traced = formula.tracedCode().split(separator: "\n")
    for (line, words) in [(1, ["first", "second", "third"]), (2, ["fourth"])] {
      let own = code.split(separator: "\n")[line - 1]
      for word in words {
        func column(_ text: Substring) throws -> Int {
          let range = try #require(text.ranges(of: word).last)
          return text.distance(from: text.startIndex, to: range.lowerBound) + 1
        }
        #expect(formula.column(try column(traced[line - 1]), onLine: line) == (try column(own)))
      }
    }
  }

  @Test func longFormulasHaveMoreLinesOnAPhone() throws {
    let code = "let whole = firstLongName * secondLongName + thirdLongName * fourthLongName"
    let traces = [trace(0, 2), trace(1, 3), trace(2, 4), trace(3, 5), trace(4, 26)]
    let html = try #require(try ComputedFormula(code).typeset(traces, names: Self.names)).mathML
    let parts = html.split(separator: "</math>")
    #expect(parts.count == 2)
    #expect(parts[0].contains("in-wide") && parts[1].contains("in-narrow"))
    #expect(parts[1].ranges(of: "<mtr>").count > parts[0].ranges(of: "<mtr>").count)
  }

  @Test func refusesOperandsThatWouldLookAlike() throws {
    #expect(throws: ComputedFormulaError.self) {
      try shown("let a = x.weights / y.weights", Quantity(1), Quantity(2), Quantity(3))
    }
  }
}

extension TypesetFormula {
  /// Its steps on one line, as long as it may be.
  fileprivate var oneLine: String { plainText.replacing(/\s*\n\s*/, with: " ") }
}
