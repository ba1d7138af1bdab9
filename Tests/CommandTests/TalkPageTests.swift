import Foundation
import Literate
import TestSupport
import Testing

/// The page that follows the talk, and the moments beside the sections.
@Suite struct TalkPageTests {
  private static let files = [
    "01-a.md": """
    ---
    title: A
    talk: "0:00:00–0:10:00"
    ---

    ```swift
    let numbers = [2, 3, 4, 5]
    ```

    ## Early

    At [2:00](talk:0:02:00) it starts: [2](<claim:numbers[0]> "C002"), [3](<claim:numbers[0]> "C001 disputed").

    ## Late

    No moment is named here: [4](<claim:numbers[2]> "C003"), [5](<claim:numbers[3]> "C004").

    ## Between

    [6:00](talk:0:06:00) has a moment and no claim.

    ## Aside

    Nothing of the talk.

    """,
    "02-b.md": """
    ---
    title: B
    talk: "0:10:00–0:20:00"
    ---

    ## Again

    ```swift
    let two = 1 + 1
    ```

    Once more [2](claim:two "C002").

    """,
    "claims.yml": """
    C001: {time: "0:03:00", claim: It is <three>}
    C002: {time: "0:01:00", claim: It is two}
    C003: {time: "0:07:00", claim: It is four}
    C004: {time: "0:05:00", claim: It is five}
    C005: {time: "0:12:00", claim: Nobody comes to it}
    C006: {claim: No time}

    """,
    "book.yml": "title: A book\ntalk:\n  url: https://example.com/v?id=1\n",
  ]

  private func build(_ body: ([String: String]) throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let built = try book.tool("build")
      try #require(built.status == 0, "\(built.errors)")
      try body(try book.siteFiles().mapValues { String(decoding: $0, as: UTF8.self) })
    }
  }

  /// And at one moment in that of the chapters.
  @Test func momentsComeInTheOrderOfTheTalk() async throws {
    try await build { files in
      let page = try #require(files["talk.html"])
      let main = page[(try #require(page.range(of: "<main"))).lowerBound...]
      let marks = main.matches(
        of: /<li id="([^"]*)">|<li>|class="talk"[^>]*>([\d:]+)<|">(C\d+)<\/a>/
      )
      .map { $0.1 ?? $0.2 ?? $0.3 ?? "-" }
      #expect(
        marks == [
          "s1.1", "1:00", "C002", "s2.1", "1:00", "-", "3:00", "C001", "s1.2", "5:00",
          "C004", "s1.3",
          "6:00",
          "-", "7:00", "C003", "-", "12:00", "C005",
        ],
        "\(marks)"
      )
      #expect(page.contains("href=\"https://example.com/v?id=1&amp;t=60\">1:00</a>"))
      #expect(!page.contains("C006"))
    }
  }

  @Test func momentsOfAVideoHaveItsShortAddress() async throws {
    var files = Self.files
    files["book.yml"] = "title: A book\ntalk:\n  url: https://www.youtube.com/watch?v=a-b_c\n"
    try await TemporaryBook.with(files) { book in
      try #require(try book.tool("build").status == 0)
      let pages = try book.siteFiles()
      let page = String(decoding: try #require(pages["talk.html"]), as: UTF8.self)
      #expect(page.contains("href=\"https://youtu.be/a-b_c?t=60\">1:00</a>"))
      #expect(!page.contains("&amp;t="))
    }
  }

  @Test func aClaimHasItsVerdictAndLeadsToItsPlace() async throws {
    try await build { files in
      let page = try #require(files["talk.html"])
      #expect(
        page.contains("<a href=\"01-a.html#early\"><span class=\"number\">1.1</span> Early</a>")
      )
      #expect(
        page.contains(
          "<a href=\"01-a.html#claim-C002\">C002</a> It is two <b class=\"verdict\">✓ Holds</b>"
        )
      )
      #expect(page.contains("It is &lt;three&gt; <b class=\"verdict\">≠ Disputed</b>"))
      #expect(page.contains("<a href=\"ledger.html#C005\">C005</a> Nobody comes to it"))
      #expect(page.contains("<span>Not in the book</span>"))
    }
  }

  @Test func aSectionShowsItsMomentOrThatOfItsFirstClaim() async throws {
    try await build { files in
      let page = try #require(files["01-a.html"])
      let main = page[(try #require(page.range(of: "<main"))).lowerBound...]
      let marks = main.matches(
        of:
          /<p class="moment-mark"><a class="talk" href="[^"]*">([\d:]+)<\/a> in <a href="([^"]*)">/
      ).map { "\($0.1) \($0.2)" }
      #expect(
        marks == ["2:00 talk.html#s1.1", "5:00 talk.html#s1.2", "6:00 talk.html#s1.3"]
      )
      let other = try #require(files["02-b.html"])
      #expect(other.contains("1:00</a> in <a href=\"talk.html#s2.1\">the talk</a>"))
    }
  }

  @Test func aBookWithoutMomentsHasNoSuchPage() async throws {
    let files = [
      "01-a.md":
        "# A\n\n```swift\nlet four = 2 + 2\n```\n\nIt is [4](claim:four \"C001\"), at [1:00](talk:0:01:00).\n",
      "claims.yml": "C001: {claim: It is four}\n",
    ]
    try await TemporaryBook.with(files) { book in
      let built = try book.tool("build")
      #expect(built.status == 0)
      let site = try book.siteFiles()
      #expect(site["talk.html"] == nil && site["01-a.html"] != nil)
    }
  }
}
