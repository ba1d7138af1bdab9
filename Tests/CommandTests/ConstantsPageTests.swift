import Foundation
import Literate
import TestSupport
import Testing

/// The page of constants: every figure that a checked number rests on, and what rests on it.
@Suite struct ConstantsPageTests {
  private static let files = [
    "01-a.md": """
    # A

    ## One

    ```swift id=read
    let memory = Chip.h100.memory.value
    let time = memory / Chip.h100.memoryBandwidth.value
    let fleet = memory * 2
    let unrelated = Quantity(3, .gigabytes)
    ```

    It has [80 GB](claim:memory "C001"), [160 GB](claim:fleet), [24 ms](claim:time), and [3 GB](claim:unrelated).

    ## Two

    Again [80 GB](claim:memory "C001") and [80 GB](given:Chip.h100.memory).

    """,
    "02-b.md": """
    # B

    Elsewhere it is [80 GB](<claim:Chip.h100.memory.value>), [80 GB](<claim:Chip.h100.memory.value * 1>),
    [160 GB](<claim:Chip.h100.memory.value * 2>), [240 GB](<claim:Chip.h100.memory.value * 3>), and
    [itself](claim:Chip.h100.memory==Chip.h100.memory).

    """,
    "claims.yml": "C001:\n  claim: \"It is <so> large\"\n",
    "references.yml": "inferencex:\n  title: \"InferenceX: specifications\"\n  date: 2026-04-03\n",
  ]

  /// The row of the figure with a value, and its id.
  private func row(_ value: String, _ page: String) throws -> (id: Substring, text: String) {
    let row = try #require(
      page.matches(of: /(?s)<tr id="(f[0-9a-f]{8})"><th scope="row">(.*?)<\/tr>/)
        .first { $0.2.hasPrefix(value.replacing(" ", with: "\u{A0}")) }
    )
    return (row.1, String(row.2))
  }

  private func build(_ body: ([String: String]) throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let built = try book.tool("build")
      try #require(built.status == 0, "\(built.errors)")
      try body(try book.siteFiles().mapValues { String(decoding: $0, as: UTF8.self) })
    }
  }

  @Test func aFigureGoesByWhatACellWritesForIt() async throws {
    let chapter = """
      ```swift id=read
      let time = Chip.h100.memory.value / Chip.h100.memoryBandwidth.value
      let domain = Chip.h100.scaleUpDomain.value
      ```

      It takes [24 ms](claim:time) on each of [8](claim:domain).

      """
    try await TemporaryBook.with(["01-a.md": chapter]) { book in
      try #require(try book.tool("build").status == 0)
      let files = try book.siteFiles().mapValues { String(decoding: $0, as: UTF8.self) }
      let page = try #require(files["constants.html"])
      let rate = try row("3.35 TB/s", page).text
      #expect(rate.contains("<code>Chip.h100.<wbr>memoryBandwidth</code>"))
      let domain = try row("8", page).text
      #expect(domain.contains("<code>Rack.h100Node.count</code> <small>and "))
      #expect(
        domain.contains(/<small>and \d more<\/small><\/th>/),
        "other chips have it from the same source"
      )
      let card = try #require(files["01-a.html"])
      #expect(card.contains(">Chip.h100.memoryBandwidth 3.35\u{A0}TB/s, memory 80\u{A0}GB<"))
      #expect(card.contains(">scaleUpDomain 8<"), "it is no chip's own")
    }
  }

  @Test func aFigureHasSourceDateAndAllThatUsesIt() async throws {
    try await build { files in
      let page = try #require(files["constants.html"])
      let memory = try row("80 GB", page).text
      #expect(memory.contains("<code>Chip.h100.memory</code>"))
      #expect(memory.contains("decimal GB, per package"))
      #expect(memory.contains("<a href=\"bibliography.html#source-inferencex\">InferenceX</a>"))
      #expect(memory.contains("<td class=\"date\">2026-04</td><td data-sort=\"10\">"))
      #expect(memory.contains("elsewhere"), "others publish another value")
      let users = try #require(
        memory.firstMatch(of: /<details><summary>10 numbers<\/summary>(.*)<\/details>/)
      )
      #expect(
        users.1.split(separator: "<br>") == [
          "<b>1.1</b> <a href=\"01-a.html#claim-C001\">C001</a>, <a href=\"01-a.html#n-2\">2</a>, "
            + "<a href=\"01-a.html#n-3\">3</a>",
          "<b>1.2</b> <a href=\"01-a.html#claim-C001-2\">C001</a>, <a href=\"01-a.html#n-6\">6</a>",
          "<b>2</b> <a href=\"02-b.html#n-1\">1</a>–<a href=\"02-b.html#n-5\">5</a>",
        ],
        "\(users.1)"
      )
      let rate = try row("3.35 TB/s", page).text
      #expect(rate.contains("<td data-sort=\"1\"><b>1.1</b> <a href=\"01-a.html#n-3\">3</a></td>"))
    }
  }

  @Test func cardsAndSourcesLeadToIt() async throws {
    try await build { files in
      let page = try #require(files["constants.html"])
      let id = try row("80 GB", page).id
      let address = "constants.html#\(id)"
      #expect(
        try #require(files["01-a.html"]).contains(
          "<i>From</i> <a href=\"\(address)\">Chip.h100.memory 80\u{A0}GB</a> (InferenceX,"
        )
      )
      let sources = try #require(files["bibliography.html"])
      #expect(sources.contains("<td class=\"right\" data-sort=\"10\"><a href=\"constants.html#f"))
    }
  }

  @Test func anIdStaysWhenOtherFiguresGo() async throws {
    try await TemporaryBook.with(Self.files) { book in
      #expect(try book.tool("build").status == 0)
      func id() throws -> String {
        let page = try #require(try book.siteFiles()["constants.html"])
        return String(try row("80 GB", String(decoding: page, as: UTF8.self)).id)
      }
      let before = try id()
      try book.write("# A\n\nIt is [80 GB](given:Chip.h100.memory).\n", to: "01-a.md")
      #expect(try book.tool("build").status == 0)
      #expect(try id() == before)
    }
  }

  @Test func whatTheSameRestsOnIsListedOnce() async throws {
    let chapter = """
      # A

      ```swift
      let time = Chip.h100.memory.value / Chip.h100.memoryBandwidth.value
      ```

      It is [24 ms](claim:time), [48 ms](<claim:time * 2>), [72 ms](<claim:time * 3>), [96 ms](<claim:time * 4>).

      """
    try await TemporaryBook.with(["01-a.md": chapter]) { book in
      #expect(try book.tool("build").status == 0)
      let page = String(
        decoding: try #require(try book.siteFiles()["constants.html"]),
        as: UTF8.self
      )
      #expect(page.components(separatedBy: "<details>").count == 2)
      let first = page.firstMatch(of: /<tr id="(f[0-9a-f]{8})">/)?.1 ?? ""
      #expect(page.contains("the same 4 numbers as <a href=\"#\(first)\">"))
    }
  }

  /// A hundred figures are looked up by what they belong to: chips with chips, prices with prices.
  @Test func manyStandByTheirTypesInTheOrderOfTheirNames() async throws {
    let chapter = """
      # A

      ```swift
      let drains = Chip.all.map { $0.memory.value / $0.memoryBandwidth.value }
      let prices = PriceList.all.map { $0.input.value + $0.output.value }
      let drainsArePositive = drains.allSatisfy { $0 > 0 * $0 }
      let pricesArePositive = prices.allSatisfy { $0 > 0 * $0 }
      ```

      All [are positive](claim:drainsArePositive), and [so are these](claim:pricesArePositive).

      """
    try await TemporaryBook.with(["01-a.md": chapter]) { book in
      let built = try book.tool("build")
      try #require(built.status == 0, "\(built.errors)")
      let page = String(
        decoding: try #require(try book.siteFiles()["constants.html"]),
        as: UTF8.self
      )
      let parts = page.components(separatedBy: "<section class=\"part\">").dropFirst()
      let types = [("chip", "Chip."), ("price-list", "PriceList.")]
      try #require(parts.count >= types.count)
      for (part, (anchor, type)) in zip(parts, types) {
        #expect(part.contains("<h2 id=\"\(anchor)\">"))
        let names = part.matches(of: /<th scope="row">.*?<code>(.*?)<\/code>/).map {
          $0.1.replacing("<wbr>", with: "")
        }
        #expect(names.count > 20 && names == names.sorted())
        #expect(names.allSatisfy { $0.hasPrefix(type) })
      }
      #expect(page.contains("<a href=\"#price-list\""), "the contents have the types")
    }
  }

  @Test func aBookWithoutFiguresHasNone() async throws {
    let files = ["01-a.md": "# A\n\n```swift\nlet four = 2 + 2\n```\n\nIt is [4](claim:four).\n"]
    try await TemporaryBook.with(files) { book in
      let built = try book.tool("build")
      #expect(built.status == 0)
      let site = try book.siteFiles()
      #expect(site["constants.html"] == nil && site["01-a.html"] != nil)
    }
  }
}
