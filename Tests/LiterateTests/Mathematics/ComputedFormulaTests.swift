import CellRuntime
import Literate
import Quantities
import Testing

@Suite struct ComputedFormulaTests {
  private static let names = FormulaNames(symbols: [
    "weights": #"N_{\text{total}}"#, "rack.memoryBandwidth": #"\beta"#, "B": "B",
  ])

  /// The formulas of code whose places report these values, each place once.
  private func shown(_ code: String, _ values: Quantity...) throws -> String {
    let traces = values.enumerated().map {
      FormulaTrace(index: $0, value: RecordedValue(.scalar($1, isWhole: false)))
    }
    let formula = try ComputedFormula(code).typeset(traces, names: Self.names)
    return try #require(formula).plainText
  }

  @Test func showsSymbolsThenNumbersThenResult() throws {
    let text = try shown(
      "let t = model.weights / node.rack.memoryBandwidth.value",
      Quantity(671, .gigabytes),
      Quantity(576, .terabytesPerSecond),
      Quantity(1.1649, .milliseconds)
    )
    #expect(text == "t = N_total/β = (671 GB)/(576 TB/s) = 1.16 ms")
  }

  @Test func recordsOperandsInReadingOrderAndThenTheResult() throws {
    let formula = try ComputedFormula("let a = x.y(3) * (b + c[0])\nlet d = max(a, Quantity(b))")
    let expected = """
      let a = CellRuntime.traced(0, x.y(3)) * (CellRuntime.traced(1, b) + CellRuntime.traced(2, c[0]))
      let d = max(CellRuntime.traced(4, a), Quantity(CellRuntime.traced(5, b)))
      CellRuntime.traced(3, a); CellRuntime.traced(6, d)

      """
    #expect(formula.tracedCode == expected)
  }

  @Test(arguments: [
    ("let a = b * (c - d)", "a = b · (c − d) = 2 · (3 − 4) = 5"),
    ("let a = b - (c - d)", "a = b − (c − d) = 2 − (3 − 4) = 5"),
    ("let a = b - c - d", "a = b − c − d = 2 − 3 − 4 = 5"),
    ("let a = -b * c + d", "a = (−b) · c + d = (−2) · 3 + 4 = 5"),
    ("let a = pow(b, c) / d", "a = b^c/d = 2³/4 = 5"),
    ("let a: Quantity = min(b, c) * abs(d)", nil),
    ("let a = (b / c).squareRoot()\n  + d", nil),
  ])
  func keepsTheStructureOfTheCode(code: String, expected: String?) throws {
    let text = try shown(code, Quantity(2), Quantity(3), Quantity(4), Quantity(5))
    #expect(text.hasSuffix("5"))
    if let expected { #expect(text == expected) }
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
      Quantity(25, .percent)
    )
    #expect(text == "a = b · c = 3.70 · 10¹⁰ · $2/h = 0.25")
  }

  @Test func namesWithoutSymbolAreSpelledOut() throws {
    let text = try shown("let keyValueTime = 2 * onEachGPU", Quantity(1), Quantity(2))
    #expect(text == "key value time = 2 · on each GPU = 2 · 1 = 2")
  }

  @Test(arguments: [
    "let a = b > c ? b : c": 10, "let a = b.map { $0 }": 14, "print(a)": 0, "let (a, b) = c": 4,
    "let a = b ?? c": 10, "let a = 3": 0, "let a = (b + c).plain": 15, "let a = b ... c": 10,
  ])
  func refusesWhatItCannotShow(code: String, offset: Int) {
    #expect(throws: ComputedFormulaError.self) { try ComputedFormula(code) }
    do {
      _ = try ComputedFormula(code)
    } catch {
      #expect(error.offset == offset, "\(error)")
    }
  }

  @Test func refusesOperandsThatWouldLookAlike() throws {
    #expect(throws: ComputedFormulaError.self) {
      try shown("let a = x.weights / y.weights", Quantity(1), Quantity(2), Quantity(3))
    }
  }
}
