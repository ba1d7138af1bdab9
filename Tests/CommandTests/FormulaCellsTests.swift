import Foundation
import TestSupport
import Testing

/// Formula cells through the whole tool: what ran, as the page shows it.
@Suite struct FormulaCellsTests {
  private static let setup = """
    # Formulas

    ```swift id=setup
    import Foundation
    let B = 2400.0
    let knee = 300.0
    let low = -3.0
    let stages = 4
    let layers = 61
    let parts = [Quantity(3, .gigabytes), Quantity(5, .gigabytes)]
    let rack = Rack.gb200NVL72
    var count = 0
    func next() -> Double {
      count += 1
      return Double(count)
    }
    ```

    """

  private static let formulas: [(code: String, shown: String)] = [
    (
      "let share = stages > 9 ? layers / (stages - 4) : layers / stages",
      "share = { ⌊layers/(stages − 4)⌋  if stages &gt; 9; ⌊layers/stages⌋  otherwise } = ⌊61/4⌋"
    ),
    (
      "let pick = if B > knee { B } else { knee }",
      "B*  otherwise } = 2,400  as 2,400 &gt; 300"
    ),
    (
      "let total = (1...stages).map { i in Double(i) * low }.reduce(0, +)",
      "total = ∑_(i = 1)^(stages) i · low = 1 · (−3) + 2 · (−3) + 3 · (−3) + 4 · (−3) = −30"
    ),
    (
      "let bytes = parts.reduce(Quantity(0, .bytes), +)", "bytes = ∑_i parts_i = 3 GB + 5 GB = 8 GB"
    ),
    ("let widest = parts.max()!", "= max(3 GB, 5 GB) = 5 GB"),
    ("let down = B - low * -2", "down = B − low · (−2) = 2,400 − (−3) · (−2) = 2,394"),
    (
      "let bound = min(B, max(knee, low))", "min(B, max(B*, low)) = min(2,400, max(300, −3)) = 300"
    ),
    (
      "let depth = log2(B).rounded(.up) + pow(low, 2)",
      "depth = ⌈log_2(B)⌉ + low² = ⌈log_2(2,400)⌉ + (−3)² = 21"
    ),
    ("let rest = layers % stages", "rest = layers mod stages = 61 mod 4 = 1"),
    ("let twice = next() + next()", "twice = next + next = 1 + 2 = 3"),
    ("let fits = B < knee || low < 0", "= (−3 &lt; 0) = true"),
    (
      "let readTime = Quantity(1, .terabytes) / rack.memoryBandwidth",
      "read time = (1 TB)/mem_bw = (1 TB)/(576 TB/s)"
    ),
  ]

  private static let chapter =
    setup
    + formulas.enumerated().map { "```swift id=f\($0) formula\n\($1.code)\n```\n\n" }.joined()
    + "```swift id=last\nprint(count)\n```\n\n```output\n2\n```\n"

  private static let settings = """
    title: A book
    notation:
      B: the batch, of sequences
      B*: the best batch
      mem_bw: rate of reading
    symbols:
      B: B
      knee: B^{*}
      memoryBandwidth: \\text{mem}_{\\text{bw}}
      chip.memoryBandwidth: \\beta
    formulas:
      Rack.memoryBandwidth: count.value.plain * chip.memoryBandwidth.value

    """

  private static func settings(_ formulas: String) -> String {
    settings.replacing(
      "Rack.memoryBandwidth: count.value.plain * chip.memoryBandwidth.value",
      with: formulas
    )
  }

  private static let right =
    "Rack.memoryBandwidth: Double(count.value) * chip.memoryBandwidth.value"

  @Test func everyFormOfAFormulaIsShownAsItRan() async throws {
    let files = ["01-a.md": Self.chapter, "book.yml": Self.settings(Self.right)]
    try await TemporaryBook.with(files) { book in
      let result = try book.tool("build")
      try #require(result.status == 0, "\(result.errors)")
      let site = try book.siteFiles()
      let page = String(decoding: try #require(site["01-a.html"]), as: UTF8.self)
      for formula in Self.formulas {
        #expect(page.contains(formula.shown), "\(formula.code)")
      }
      // Each symbol leads to its row, and there is what the library computes.
      #expect(
        page.contains("<a href=\"notation.html#symbol-B\"><math><mi>B</mi></math> the batch</a>")
      )
      #expect(page.contains("notation.html#symbol-mem-bw"))
      let notation = String(decoding: try #require(site["notation.html"]), as: UTF8.self)
      #expect(notation.contains("alttext=\"mem_bw = count · β\""), "\(notation)")
      #expect(notation.contains("<code class=\"library\">Rack.memoryBandwidth</code>"))
      let run = try book.tool("run", "1", "--cell", "f5")
      #expect(run.output.contains("down = B − low · (−2) = 2,400 − (−3) · (−2) = 2,394"))
    }
  }

  /// What symbols stand for is said once in a section, below typed formulas as well; a chapter may mean something of its
  /// own, and what a closed solution says counts for nothing outside of it.
  @Test func aSectionListsEachOfItsSymbolsOnce() async throws {
    let typed = "```math\nx = B^{*} + B + Q_{\\text{one}} + Q\n```\n\n"
    let computed = "```swift id=f formula\nlet bound = B + knee\n```\n\n"
    let chapter =
      Self.setup + "## One\n\n" + typed + computed
      + "> [!EXERCISE]\n> Why?\n\n> [!SOLUTION]\n> So:\n>\n> ```math\n> P_{\\text{one}}\n> ```\n\n"
      + "```math\nP_{\\text{one}}\n```\n\n### Below\n\n" + typed + "## Two\n\n" + typed
    let settings =
      "title: A book\nnotation:\n  B: batch\n  B*: best\n  Q: none\n  Q_one: first, of all\n  P_one: other\n"
      + "  01-a:\n    Q: own\n  02-b:\n    B: elsewhere\n"
      + "symbols:\n  B: B\n  knee: B^{*}\n"
    try await TemporaryBook.with(["01-a.md": chapter, "book.yml": settings]) { book in
      let result = try book.tool("build")
      try #require(result.status == 0, "\(result.errors)")
      let page = String(decoding: try #require(try book.siteFiles()["01-a.html"]), as: UTF8.self)
      let lists = page.matches(of: /<p class="where">(.*)<\/p>/).map { list in
        list.1.matches(of: /<\/math> ([^<]*)<\/a>/).map { String($0.1) }
      }
      #expect(
        lists == [
          ["best", "batch", "first", "own"], ["other"], ["other"],
          ["best", "batch", "first", "own"],
        ],
        "\(lists)"
      )
    }
  }

  @Test func aCompleteBookExplainsEverySymbol() async throws {
    let chapter =
      "# A\n\n```math\n\\text{words} = B + \\frac{x^{2}}{N_{\\text{own}}} + \\max(B, c)\n```\n\n"
      + "```swift id=a\nlet rate = 6 / Quantity(1, .seconds)\nlet B = 2.0\n```\n\n"
      + "```swift id=f formula\nlet time = B / rate\n```\n"
    let settings =
      "title: A book\ncomplete: true\nnotation:\n  B: batch\n  01-a:\n    c: own\n  02-b:\n    x: elsewhere\n"
      + "symbols:\n  rate: r\ncounts:\n  rate: turns\n  B: laps\n"
    let files = ["01-a.md": chapter, "book.yml": settings, "claims.yml": "C001:\n  claim: A\n"]
    try await TemporaryBook.with(files) { book in
      let result = try book.tool("check")
      #expect(result.status == 1)
      for message in ["4:1: error: the notation has no 'x'", "no 'N_own'", "no 'r'"] {
        #expect(result.errors.contains(message), "\(message) in \(result.errors)")
      }
      #expect(!result.errors.contains("no 'c'") && !result.errors.contains("no 'B'"))
      // Numbers and rates say what they count.
      #expect(try book.tool("run", "1").output.contains("time = B/r = (2 laps)/(6 turns/s)"))
    }
  }

  @Test(arguments: [
    (
      "Rack.memoryBandwidth: 2 * chip.memoryBandwidth.value", "12:25",
      "is 576 TB/s, and this formula makes 16"
    ),
    ("Rack.memoryBandwidth: chip.nothing * 2", "12:30", "no member 'nothing'"),
    (
      "Rack.memoryBandwidth: Double(count.value / 5) * chip.memoryBandwidth.value", "12:32",
      "divides quantities"
    ),
    ("Rack.memory: chip.memory.value * 72", "12:16", "no formula cell reads 'Rack.memory'"),
    ("Rack.memoryBandwidth: chip.memoryBandwidth.value.filter { $0 }", "12:52", "cannot show"),
    ("memoryBandwidth: chip.memoryBandwidth.value * 72", "12:3", "no member of a type"),
    ("Rak.memoryBandwidth: chip.memoryBandwidth.value * 72", "12:24", "cannot find type 'Rak'"),
  ])
  func aFormulaOfTheLibraryIsHeldAgainstIt(entry: String, place: String, words: String) async throws
  {
    let chapter = Self.setup + "```swift id=f formula\n\(Self.formulas[11].code)\n```\n"
    try await TemporaryBook.with(["01-a.md": chapter, "book.yml": Self.settings(entry)]) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      let own = report.errors.filter { $0.file.hasSuffix("book.yml") }
      #expect(
        own.contains { $0.message.contains(words) && $0.location.hasSuffix(":\(place)") },
        "\(report.diagnostics)"
      )
    }
  }

  @Test(arguments: [
    ("let a = low as Any", 19, 13), ("let a = B +\n  parts.filter { $0 > low }", 20, 9),
    ("let a = B + unknownName", 19, 13), ("let a = \"\\(B)\"", 19, 9), ("let a = rack", 19, 1),
    ("let a = stages / -3", 19, 1),
  ])
  func whatCannotBeShownIsAnErrorAtItsPlace(code: String, line: Int, column: Int) async throws {
    let chapter = Self.setup + "```swift id=f formula\n\(code)\n```\n"
    try await TemporaryBook.with(["01-a.md": chapter]) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(
        report.errors.contains { $0.line == line && $0.column == column },
        "\(report.diagnostics)"
      )
    }
  }

  @Test func aFunctionOfTheBooksOwnIsNoMaximum() async throws {
    let own = "```swift\nfunc max(_ a: Double, _ b: Double) -> Double { a }\n```\n\n"
    let chapter = Self.setup + own + "```swift id=f formula\nlet a = max(low, B)\n```\n"
    try await TemporaryBook.with(["01-a.md": chapter]) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(
        report.errors.contains {
          $0.message.contains("'a' is -3.0, and what a formula would show makes 2400.0")
        }
      )
    }
  }
}
