import Literate
import Testing

struct FormulaTests {
  @Test(arguments: lectureEquations)
  func rendersTheLecturesEquations(number: String, latex: String) throws {
    let formula = try Formula(parsing: latex)
    for display in [true, false] {
      let markup = Markup(formula.mathML(display: display))
      #expect(markup.fault == nil, "E: \(number)")
      #expect(markup.elements.first == "math")
    }
    #expect(!formula.plainText.contains("\\"))
    #expect(!formula.plainText.contains("{"))
  }

  /// Two things said side by side stand one below the other on a phone, and a long one goes on behind its sign.
  @Test func aWideFormulaStandsASecondTimeAsOnAPhone() throws {
    let short = try Formula(parsing: #"a = b"#)
    #expect(short.displayMathML == short.mathML(display: true))
    let long = try Formula(
      parsing: #"\text{one rather long name} = a + b, \qquad \text{another name} = \frac{c}{d}"#
    ).displayMathML
    #expect(Markup(long).fault == nil)
    let parts = long.split(separator: "class=\"in-narrow\"", maxSplits: 1)
    try #require(parts.count == 2)
    #expect(parts[0].contains("class=\"in-wide\"") && !parts[0].contains("<mtr>"))
    #expect(parts[1].count { $0 == "=" } > 2 && parts[1].split(separator: "<mtr>").count > 2)
    let product = try Formula(
      parsing: #"\text{bytes} = \text{a count} \times \text{another count} \times \text{the width}"#
    ).displayMathML
    #expect(product.split(separator: "<mtr>").count > 2)
  }

  /// A product above a bar that is too wide for a phone has its first factors before the fraction; a sum has not.
  @Test(arguments: [("\\cdot", false), ("+", true)])
  func factorsStandBeforeAFractionThatIsTooWide(sign: String, isStacked: Bool) throws {
    let above = #"\text{one factor} \#(sign) \text{another factor} \#(sign) \text{third}"#
    let html = try Formula(parsing: #"t = \frac{\#(above)}{\text{below}}"#).displayMathML
    let narrow = try #require(html.split(separator: "class=\"in-narrow\"", maxSplits: 1).last)
    #expect(Markup(html).fault == nil)
    let bar = try #require(narrow.firstRange(of: "<mfrac>")?.lowerBound)
    #expect(narrow[..<bar].contains("<mtext>one factor") != isStacked)
    #expect(narrow[bar...].contains("third") && narrow[bar...].contains("below"))
    #expect(narrow[bar...].contains("<mtable") == isStacked)
  }

  @Test(arguments: [
    (#"x"#, "<mi>x</mi>"),
    (#"\Gamma"#, #"<mi mathvariant="normal">Γ</mi>"#),
    (#"\alpha"#, "<mi>α</mi>"),
    (#"\mathrm{FLOPs}"#, "<mi>FLOPs</mi>"),
    (#"128{,}000"#, "<mn>128,000</mn>"),
    (#"0.31"#, "<mn>0.31</mn>"),
    (#"\frac18"#, "<mfrac><mn>1</mn><mn>8</mn></mfrac>"),
    (#"\dfrac{a}{b}"#, #"<mfrac displaystyle="true"><mi>a</mi><mi>b</mi></mfrac>"#),
    (#"\sqrt[3]{x}"#, "<mroot><mi>x</mi><mn>3</mn></mroot>"),
    (#"x_i^2"#, "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
    (#"x^2_i"#, "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
    (#"x'"#, "<mrow><mi>x</mi><mo>′</mo></mrow>"),
    (
      #"\text{a} + \text{b}"#,
      "<mrow><mtext>a</mtext><mspace width=\"0.2222em\"/><mo lspace=\"0\" rspace=\"0\">+</mo>"
        + "<mspace width=\"0.2222em\"/><mtext>b</mtext></mrow>"
    ),
    (
      #"t_{\text{min}}"#, "<msub><mi>t</mi><mtext>min</mtext></msub>"
    ),
    (
      #"-x"#, #"<mrow><mo form="prefix">−</mo><mi>x</mi></mrow>"#
    ),
    (
      #"a - b"#, "<mrow><mi>a</mi><mo>−</mo><mi>b</mi></mrow>"
    ),
    (
      #"\left( x \right."#,
      #"<mrow><mo fence="true" stretchy="true" form="prefix">(</mo><mi>x</mi></mrow>"#
    ),
    (
      #"\log x"#, "<mrow><mi>log</mi><mo>\u{2061}</mo><mspace width=\"0.1667em\"/><mi>x</mi></mrow>"
    ),
    (#"a\,b"#, #"<mrow><mi>a</mi><mspace width="0.1667em"/><mi>b</mi></mrow>"#),
    (
      #"\underbrace{x}_{n}"#,
      #"<munder><munder><mi>x</mi><mo stretchy="true">⏟</mo></munder><mi>n</mi></munder>"#
    ),
    (
      #"\overline{x}"#,
      #"<mrow style="border-top:0.06em solid;padding-top:0.1em"><mi>x</mi></mrow>"#
    ),
    (#"a<b"#, "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"),
  ])
  func rendersAsMathML(latex: String, expected: String) throws {
    let markup = try Formula(parsing: latex).mathML(display: false)
    let start = try #require(markup.firstIndex(of: ">"))
    #expect(markup[markup.index(after: start)...].dropLast("</math>".count) == expected)
  }

  @Test func displayAndAlternativeTextAreAttributes() throws {
    let markup = try Formula(parsing: #"a \ge "#).mathML(display: true)
    #expect(markup.hasPrefix(#"<math display="block" alttext="a ≥">"#))
  }

  @Test func subscriptsOfLimitsGoBelowWhenDisplayed() throws {
    #expect(try Formula(parsing: #"\sum_{i=1}^n i"#).mathML(display: true).contains("<munderover>"))
    #expect(try Formula(parsing: #"\int_0^1 x"#).mathML(display: true).contains("<msubsup>"))
    #expect(try Formula(parsing: #"\max_x"#).mathML(display: true).contains("<munder>"))
  }

  @Test(arguments: [
    #"\begin{aligned} a &= b \\ &= c \end{aligned}"#,
    #"f(x) = \begin{cases} -x & \text{if } x<0 \\ x & \text{else} \end{cases}"#,
    #"\left[\begin{matrix} 1 & 2 \\ 3 & 4 \end{matrix}\right]"#,
  ])
  func environmentsBecomeTables(latex: String) throws {
    let markup = Markup(try Formula(parsing: latex).mathML(display: true))
    #expect(markup.fault == nil)
    #expect(markup.elements.count { $0 == "mtr" } == 2)
  }

  @Test(arguments: [
    (#"t_{\text{mem}} = \frac{N + B\,b}{\text{bw}}"#, "t_mem = (N + B b)/bw"),
    (#"5\times10^{7}"#, "5×10⁷"),
    (#"e^{-x}"#, "e^(−x)"),
    (#"D_{PT} = 1.5\,D_{RL}"#, "D_PT = 1.5 D_RL"),
    (#"\underbrace{x}_{\approx 300}"#, "x [≈ 300]"),
    (#"\max\!\left(a,\, b\right)"#, "max(a, b)"),
    (#"(x,y)\mapsto f(x)"#, "(x, y) ↦ f(x)"),
    (#"\begin{aligned} a &= b \\ &= c \end{aligned}"#, "a = b\n= c"),
  ])
  func readsAsALineOfText(latex: String, expected: String) throws {
    #expect(try Formula(parsing: latex).plainText == expected)
  }
}
