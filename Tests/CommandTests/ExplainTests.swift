import Foundation
import Literate
import TestSupport
import Testing

/// `chalktalk explain`: what stands behind a number, and what moves with a figure of the catalogue.
@Suite struct ExplainTests {
  /// A figure reaches its claims in every way that could hide it.
  private static let chapter = """
    # Traced

    ```swift id=base
    enum Derived { static let half = Chip.h100.memory.value / 2 }
    let taken = Chip.h100
    let doubled = Chip.h100.memory.map { $0 * 2 }
    final class Box { var total = Quantity(0, .bytes) }
    let box = Box()
    func reading() -> Quantity { Chip.h100.memory.value }
    let closure = { Chip.h100.memory.value * 3 }
    ```

    ```swift id=unrelated
    let untouched = Quantity(3, .gigabytes)
    ```

    ```swift id=fill
    box.total = Chip.h100.memory.value
    ```

    ```swift id=later hide
    let fromStruct = taken.memory.value
    show(
      CellTable(columns: [.init("memory")], rows: [[.quantity(fromStruct)]]),
      id: "tab-memory",
      caption: "Its memory."
    )
    ```

    A first half is [40 GB](claim:Derived.half). And [40 GB](claim:Derived.half*1) is one more.
    It is [80 GB](claim:fromStruct "C001"), [160 GB](claim:doubled.value),
    [80 GB](claim:box.total), [80 GB](<claim:reading()>), [240 GB](<claim:closure()>),
    [80 GB](given:Chip.h100.memory), [61 layers](claim:Model.deepSeekV3.config.layers.count),
    [86 GB](claim:Chip.h100.memory.others[0].value), [700 W](claim:Chip.h100.power!.value "±50%"),
    [as large](claim:Chip.h100.memory==Chip.h100.labelledMemory) and
    [3 GB](claim:untouched).

    """

  private static let files = [
    "01-traced.md": chapter,
    "claims.yml":
      "C001: {time: \"0:01:00\", speaker: Somebody, claim: The memory is so large}\nC002: {claim: Nothing}\n",
  ]

  private struct Answer: Decodable {
    struct Figure: Decodable { let value, source, date, convention: String }
    struct Claim: Decodable {
      let file, text, sentence, expression, value, verdict, kind: String
      let line, column: Int
      let allowed: [String]?
      let figures: [Figure]
    }
    struct Shown: Decodable { let id, kind, caption: String }
    struct Moves: Decodable {
      let claims: [Claim]
      let cells: [String]
      let shows: [Shown]
    }
    let version: Int
    let claims: [Claim]?
    let figures: [Figure]?
    let moves: [Moves]?
  }

  private func explain(_ book: TemporaryBook, _ what: String) throws -> Answer {
    let result = try book.tool("explain", "--json", what)
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
  }

  @Test func noWayHidesAFigureFromWhatRestsOnIt() async throws {
    try await TemporaryBook.with(Self.files) { book in
      let answer = try explain(book, "Chip.h100.memory")
      #expect(answer.version == 1)
      #expect(answer.figures?.map(\.value) == ["80 GB"])
      let moves = try #require(answer.moves?.first)
      let moved = Set(moves.claims.map(\.expression))
      #expect(
        moved.isSuperset(of: [
          "Derived.half", "Derived.half*1", "fromStruct", "doubled.value", "box.total",
          "reading()", "closure()", "Chip.h100.memory",
          "Chip.h100.memory==Chip.h100.labelledMemory",
        ])
      )
      #expect(
        !moved.contains("untouched") && !moved.contains("Model.deepSeekV3.config.layers.count")
      )
      #expect(moves.cells.contains("later") && !moves.cells.contains("unrelated"))
      #expect(moves.shows.map(\.id) == ["tab-memory"])
      #expect(moves.shows.map(\.kind) == ["table"])
    }
  }

  @Test func whatIsNoPlainFigureIsFollowedToo() async throws {
    try await TemporaryBook.with(Self.files) { book in
      func moved(_ what: String) throws -> [String] {
        try explain(book, what).moves?.flatMap { $0.claims.map(\.expression) } ?? []
      }
      let shape = try moved("Model.deepSeekV3.config")
      #expect(shape == ["Model.deepSeekV3.config.layers.count"], "it has one source for all")
      let optional = try moved("Chip.h100.power")
      #expect(optional == ["Chip.h100.power!.value"])
      let other = try moved("Chip.h100.memory.others")
      #expect(other.contains("Chip.h100.memory.others[0].value"))
      let chip = try moved("Chip.h100")
      #expect(chip.contains("Chip.h100.power!.value"), "a chip is its figures")
      let elsewhere = try moved("Chip.b200.memory")
      #expect(elsewhere.isEmpty)
    }
  }

  @Test func aClaimIsExplainedByIdPlaceColumnAndExpression() async throws {
    try await TemporaryBook.with(Self.files) { book in
      let byID = try #require(try explain(book, "C001").claims?.first)
      let line = byID.line
      for what in [
        "fromStruct", "1:\(line):\(byID.column)", "book/01-traced.md:\(line):\(byID.column)",
      ] {
        let claims = try #require(try explain(book, what).claims)
        #expect(claims.map(\.expression) == ["fromStruct"], "\(what)")
      }
      #expect(byID.verdict == "holds" && byID.value == "80 GB" && byID.text == "80 GB")
      #expect(byID.allowed == ["79.5 GB", "80.5 GB"])
      #expect(byID.sentence.hasPrefix("It is 80 GB, 160 GB"))
      #expect(byID.figures.map(\.value) == ["80 GB"])
      let onLine = try #require(try explain(book, "01-traced:\(line - 1)").claims)
      #expect(onLine.map(\.sentence).first == "A first half is 40 GB.")
      #expect(onLine.map(\.expression) == ["Derived.half", "Derived.half*1"])
    }
  }

  @Test func theTerminalSaysTheSame() async throws {
    try await TemporaryBook.with(Self.files) { book in
      let claim = try book.tool("explain", "C001").output
      for part in [
        "C001, 0:01:00, Somebody: The memory is so large", "expression  fromStruct",
        "value       80 GB", "allowed     79.5 GB to 80.5 GB (every written digit counts)",
        "verdict     holds", "names       fromStruct: line 22, cell later: let fromStruct =",
        "80 GB  Chip.h100.memory  inferencex",
      ] {
        #expect(claim.contains(part), "\(part)\n\(claim)")
      }
      let cell = try book.tool("explain", "tab-memory").output
      #expect(cell.contains("cell later") && cell.contains("tab-memory: Its memory."))
      #expect(cell.contains("needs       base"))
      let figure = try book.tool("explain", "Chip.h100.memory").output
      #expect(figure.contains("others      85.89934592 GB"))
      #expect(figure.contains("book/01-traced.md:30:17: 40 GB: A first half is 40 GB."))
      let nothing = try book.tool("explain", "C002")
      #expect(nothing.status == 0)
      #expect(nothing.output.contains("none: the book does not come to it"))
    }
  }

  @Test(arguments: [
    ("Chip.h10.memory", "did you mean 'Chip.h100.memory'?"), ("C003", "did you mean 'C00"),
    ("tab-memry", "did you mean 'tab-memory'?"), ("9:1", "there is no chapter '9'"),
    ("1:2", "the nearest checked number is on line 30"), ("1:30:1", "at column 17"),
    ("Chip.h100.name", "holds no figure"), ("1; 2", "it is not one expression"),
    ("(", "it is not one expression"),
  ])
  func anUnknownThingLeavesWithSixtyFour(what: String, message: String) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let result = try book.tool("explain", what)
      #expect(result.status == 64, "\(result.errors)")
      #expect(result.errors.contains(message), "\(result.errors)")
      #expect(result.output.isEmpty)
    }
  }

  @Test func anAnswerFromABookThatDoesNotRunSaysSo() async throws {
    let files = Self.files.merging(["02-broken.md": "# Two\n\n```swift\nlet x: Int = \"\"\n```\n"])
    {
      $1
    }
    try await TemporaryBook.with(files) { book in
      let result = try book.tool("explain", "Chip.h100.memory")
      #expect(result.status == 1)
      #expect(result.errors.contains("book/02-broken.md:4:"), "\(result.errors)")
    }
  }

  @Test func thePageSaysItOnTheCardInTheNotesAndBelow() async throws {
    try await TemporaryBook.with(Self.files) { book in
      let built = try book.tool("build", "--site", "site")
      #expect(built.status == 0, "\(built.errors)")
      let files = try book.siteFiles()
      let page = String(decoding: try #require(files["01-traced.html"]), as: UTF8.self)
      #expect(
        page.contains(
          /<i>From<\/i> <a href="constants.html#f[0-9a-f]{8}">Chip\.h100\.memory 80\u{A0}GB<\/a> \(InferenceX, 2026-04\)/
        )
      )
      #expect(
        page.contains("<code><a href=\"#base\">Derived</a>.half</code>"),
        "it leads to its cell"
      )
      #expect(page.contains("data-note=\"3\""))
      #expect(page.contains("<td>3</td><td><a href=\"#claim-C001\">C001</a> "))
      #expect(page.contains("<code>Chip.h100.memory</code><small>["))
      #expect(page.contains("Behind the numbers of this chapter: 80\u{A0}GB"))
      let style = String(decoding: try #require(files["style.css"]), as: UTF8.self)
      #expect(style.contains("attr(data-note) \"\\203A\""), "paper has the numbers of the notes")
    }
  }
}
