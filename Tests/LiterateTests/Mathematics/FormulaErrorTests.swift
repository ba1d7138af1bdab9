import Literate
import Testing

struct FormulaErrorTests {
  /// Text, place of the fault, what the message says, what the help says.
  @Test(arguments: [
    (#"a + \fraq{1}{2}"#, 4, #"unknown command '\fraq'"#, #"\frac"#),
    (#"\aproxx 3"#, 0, #"unknown command '\aproxx'"#, #"\approx"#),
    (#"x = \begin{align} a \end{align}"#, 11, "unknown environment 'align'", "aligned"),
    (#"\frac{1}"#, 0, #"argument of '\frac'"#, nil),
    (#"a_"#, 1, "argument of '_'", nil),
    (#"{a + b"#, 0, "'{' is never closed", nil),
    (#"a } b"#, 2, "'}' has nothing to belong to", nil),
    (#"\left( a"#, 0, #"'\left' is never closed by '\right'"#, nil),
    (#"a \right)"#, 2, #"'\right' has nothing to belong to"#, nil),
    (#"\left a \right)"#, 6, "'a' is no delimiter", nil),
    (#"x^2^3"#, 3, "a second '^'", nil),
    (#"x_1_2"#, 3, "a second '_'", nil),
    (#"5 % of it"#, 2, "'%' means nothing", #"\%"#),
    (#"a & b"#, 2, "'&' has nothing to belong to", nil),
    (#"\begin{cases} a"#, 0, "never closed by", nil),
    (#"\text{a"#, 5, "'{' is never closed", nil),
    ("  ", 0, "empty", nil),
    (#"≥"#, 0, "'≥' means nothing", nil),
  ])
  func namesTheFaultAtItsCharacter(latex: String, offset: Int, says: String, help: String?) {
    let error = #expect(throws: FormulaError.self) { try Formula(parsing: latex) }
    #expect(error?.offset == offset)
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    if let help { #expect(error?.help?.contains(help) == true, "\(error?.help ?? "no help")") }
  }

  @Test(arguments: lectureEquations)
  func everyPrefixOfAFormulaIsReadOrRefusedInsideIt(number: String, latex: String) {
    for length in 0...latex.count {
      let prefix = String(latex.prefix(length))
      do throws(FormulaError) {
        _ = try Formula(parsing: prefix).mathML(display: true)
      } catch {
        #expect(error.offset <= length)
      }
    }
  }
}
