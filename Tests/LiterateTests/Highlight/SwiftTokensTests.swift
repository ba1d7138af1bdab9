import Literate
import Testing

struct SwiftTokensTests {
  static let oddities = [
    "", " ", "\n", "\r\n", "\\", "\"", "\"\"\"", "#", "#\"", "#\"\"\"", "/*", "/* /* */", "//", "/",
    "/a", "/a/", "#/", "#/a\n/#", "`", "`a", "$", "$0", "@", "0x", "0x.p", "1e", "1.", "1...2",
    "1.0e-", "\"\\", "\"\\(", "\"\\(a", "\"\\(\"", "\"\\(\"\\(b)\")\"", "#\"\\(a) \\#(b)\"#",
    "\"\"\"\n\\(x)\n\"\"\"", "((((", "))))", "é 🧵 ≈ 日本", "a\u{0}b", "x./y/", "a /b/ c",
    "let s = \"a\nb\"", "\t\u{A0}\u{2028}", "#if a", "<#x#>", "\"unclosed\nlet x = 1",
  ]

  @Test(arguments: oddities)
  func tokensCoverTheSourceExactly(source: String) {
    let swift = SwiftTokens(source)
    #expect(swift.tokens.map { swift.text(of: $0) }.joined() == source)
    var place = source.startIndex
    for token in swift.tokens {
      #expect(token.range.lowerBound == place)
      #expect(!token.range.isEmpty)
      place = token.range.upperBound
    }
    #expect(place == source.endIndex)
  }

  @Test func everyPrefixIsCovered() {
    let source = #"""
      @MainActor func f<T>(in x: [Int]) -> String { // note
        let r = /a(b)"c/; return "v \(x.map { "\($0, .decimals(1))" }) \n" + #"raw \#(1)"#
      } /* a /* b */ c */
      """#
    for length in 0...source.count {
      let prefix = String(source.prefix(length))
      let swift = SwiftTokens(prefix)
      #expect(swift.tokens.map { swift.text(of: $0) }.joined() == prefix)
    }
  }

  @Test(arguments: [
    ("let x: Int = 5", "keyword let, type Int, operator =, number 5"),
    ("value(in: .in, for x)", ""),
    ("for x in y where z {}", "keyword for, keyword in, keyword where"),
    ("$0 + 0xFF.8p-3", "parameter $0, operator +, number 0xFF.8p-3"),
    ("1_000.5e-3...5", "number 1_000.5e-3, operator ..., number 5"),
    ("@inline(never) #if DEBUG", "attribute @inline, directive #if, type DEBUG"),
    ("a / b / c", "operator /, operator /"),
    ("x = /ab(c)\"/", "operator =, regex /ab(c)\"/"),
    ("return /x y/", "keyword return, regex /x y/"),
    ("x = (3 + /d)", "operator =, number 3, operator +, operator /"),
    ("`class`.self", "keyword self"),
    ("T.init", "type T, keyword init"),
    ("a!.b?.c", "operator !, operator ?"),
    ("f(x: Set<[A<B>]>? = a < b)", "type Set, type A, type B, operator ?, operator =, operator <"),
    ("func f<T>(_: T) -> T", "keyword func, type T, type T, operator ->, type T"),
    (
      "open class A {}; let b = open[0]",
      "keyword open, keyword class, type A, keyword let, operator =, number 0"
    ),
    ("var open = 1 > 0", "keyword var, operator =, number 1, operator >, number 0"),
    ("// A note.\nfunc f", "comment // A note., keyword func"),
    ("(/* a, */ for: x)", "comment /* a, */"),
    ("a/* b */+c", "comment /* b */, operator +"),
    (
      "\"a \\(b + \"c\") d\"",
      "string \"a , interpolation \\(, operator +, string \"c\", interpolation ), string  d\""
    ),
    ("#\"a \\(b)\"#", "string #\"a \\(b)\"#"),
    ("switch x { default: y }", "keyword switch, keyword default"),
  ])
  func tellsKindsApart(source: String, expected: String) {
    let swift = SwiftTokens(source)
    let plain: Set<SwiftTokens.Kind> = [.blank, .identifier, .punctuation]
    let found = swift.tokens.filter { !plain.contains($0.kind) }
      .map { "\($0.kind.rawValue) \(swift.text(of: $0))" }
    #expect(found.joined(separator: ", ") == expected)
  }

  /// Source, place, what stands there; no place for a balanced one.
  @Test(arguments: [
    ("f({ [1] })", nil, nil),
    ("func f() { if x { }", 9, "{"),
    ("a ) b", 2, ")"),
    ("( ]", 2, "]"),
    ("{ ( }", 2, "("),
    ("let s = \"}\"", nil, nil),
    ("let s = \"\\(f(1))\" // }", nil, nil),
    ("x = /}/", nil, nil),
    ("let s = \"abc", 8, "\""),
    ("x /* open", 2, "/*"),
    ("\"\"\"\na", 0, "\"\"\""),
    ("#if a\nf()", 0, "#if"),
    ("#if a\nf()\n#endif", nil, nil),
  ])
  func findsWhatLacksItsCounterpart(source: String, offset: Int?, text: String?) {
    let unbalanced = SwiftTokens(source).unbalanced
    #expect(unbalanced?.offset == offset)
    #expect(unbalanced?.text == text)
  }

  @Test func htmlEscapesAndNeverSpansLines() {
    let swift = SwiftTokens("let a = b < c && d\n/* one\ntwo */\n")
    #expect(
      swift.htmlLines == [
        #"<span class="k">let</span> a = b &lt; c &amp;&amp; d"#,
        #"<span class="c">/* one</span>"#,
        #"<span class="c">two */</span>"#,
      ]
    )
  }
}
