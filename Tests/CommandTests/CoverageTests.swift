import Foundation
import Literate
import TestSupport
import Testing

/// Where the lecture's ids stand in a book: links, cells and mentions, reasons, gaps.
@Suite struct CoverageTests {
  static let claims = """
    C001:
      kind: claim
      time: "0:01:05"
      speaker: A Speaker
      claim: "There are 2,400 of them"
      numbers: "2,400"
    C002:
      kind: claim
      claim: "Something nobody can compute"
      unchecked: "waits for the engine"
    C003:
      kind: claim
      claim: "It is nice"
      verdict: "opinion"
      opinion: true
    E1:
      kind: equation
      claim: "The batch"
    card-1:
      kind: card
      claim: "What is asked"

    """
  static let chapter = """
    # A chapter

    ```swift id=batch covers=E1,card-1
    let batch = Int(Chip.h100.memory.value.baseValue / 80e9) * 2_400
    ```

    There are [2,400](claim:batch "C001"), which is nice (C003, A Speaker); C002 waits. C003 again.

    """
  static let files = [
    "01-a.md": chapter, "claims.yml": claims, "book.yml": "title: A book\ncomplete: true\n",
  ]

  private func with(
    _ name: String,
    replacing old: String,
    by new: String,
    _ body: (TemporaryBook) throws -> Void
  ) async throws {
    var files = Self.files
    files[name] = files[name]?.replacing(old, with: new)
    #expect(files[name] != Self.files[name])
    try await TemporaryBook.with(files) { try body($0) }
  }

  @Test func saysWhereEveryIdStands() async throws {
    try await TemporaryBook.with(Self.files) { book in
      let result = try book.tool("check", "--coverage")
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.output.hasSuffix(
          """
          C001: book/01-a.md:7
          C002: book/01-a.md:7 (unchecked: waits for the engine)
          C003: book/01-a.md:7 (an opinion)
          E1: book/01-a.md:3
          card-1: book/01-a.md:3
          claims: 3, 1 checked, 1 opinions, 1 unchecked, 0 missing
          equations: 1, 1 covered, 0 missing
          cards: 1, 1 covered, 0 missing

          """
        ),
        "\(result.output)"
      )
    }
  }

  @Test func saysSoInJSON() async throws {
    struct Document: Decodable {
      let coverage: [String: [String]]
      let coverageGaps: [String: String]
      let coverageTotals: [String: [String: Int]]
    }
    try await with("01-a.md", replacing: "; C002 waits", by: "") { book in
      let result = try book.tool("check", "--json", "--coverage")
      let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
      #expect(result.status == 1)
      #expect(
        document.coverage == [
          "C001": ["book/01-a.md:7"], "C003": ["book/01-a.md:7"], "E1": ["book/01-a.md:3"],
          "card-1": ["book/01-a.md:3"],
        ]
      )
      #expect(document.coverageGaps.keys.sorted() == ["C002"])
      #expect(document.coverageTotals["claim"]?["missing"] == 1)
      #expect(document.coverageTotals["claim"]?["total"] == 3)
    }
  }

  @Test(arguments: [
    ("; C002 waits", "", "book/claims.yml:7:1", "nowhere"),
    (
      "(C003, A Speaker); C002 waits. C003 again", "; C002 waits", "book/claims.yml:11:1", "nowhere"
    ),
    (" covers=E1,card-1", " covers=E1", "book/claims.yml:19:1", "nowhere"),
    (
      "[2,400](claim:batch \"C001\")", "[2,400](claim:batch) (C001)", "book/claims.yml:1:1",
      "only mentioned"
    ),
  ])
  func aGapOfACompleteBookIsAnError(
    old: String,
    new: String,
    location: String,
    words: String
  ) async throws {
    try await with("01-a.md", replacing: old, by: new) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.map(\.location) == [location])
      #expect(report.errors.map(\.id) == ["coverage"])
      #expect(report.errors.first?.message.contains(words) == true)
      #expect(report.errors.first?.help?.isEmpty == false)
      #expect(try book.tool("build").status == 1)
      try book.write("title: A book\n", to: "book.yml")
      #expect(try book.check().status == 0)
    }
  }

  @Test func completeNeedsClaims() async throws {
    let files = ["01-a.md": "# A\n\nB.\n", "book.yml": "complete: true\n"]
    try await TemporaryBook.with(files) { book in
      let result = try book.check()
      #expect(result.report.errors.map(\.location) == ["book/book.yml:1:1"])
    }
  }

  @Test func aReasonDoesNotOutliveItsClaim() async throws {
    let both = "\"C001\"), [2,400](claim:batch \"C002\")"
    try await with("01-a.md", replacing: "\"C001\")", by: both) { book in
      let report = try book.check().report
      #expect(report.errors.map(\.location) == ["book/claims.yml:10:3"])
      #expect(report.errors.map(\.id) == ["unchecked"])
    }
    try await with("claims.yml", replacing: "\"waits for the engine\"", by: "\"\"") { book in
      let result = try book.check()
      #expect(result.report.errors.map(\.location) == ["book/claims.yml:10:3"])
    }
  }

  @Test func anUnknownIdOfTheProseIsAnErrorAtItsColumn() async throws {
    let words = "C033 again, C4 and H100 and `C999`"
    try await with("01-a.md", replacing: "C003 again", by: words) { book in
      let report = try book.check().report
      #expect(report.errors.map(\.location) == ["book/01-a.md:7:85"])
      #expect(report.errors.map(\.id) == ["claim-id"])
      #expect(report.errors.first?.message.contains("did you mean 'C003'?") == true)
    }
    try await TemporaryBook.with(["01-a.md": "# A\n\nC033 of no list.\n"]) { book in
      let result = try book.check()
      #expect(result.status == 0)
    }
  }
}
