import Foundation
import TestSupport
import Testing

/// Which figures a checked number rests on, statement by statement.
@Suite struct StatementTraceTests {
  private static let chapter = """
    # Traced

    ```swift id=many
    let memory = Chip.h100.memory.value
    let rate = Chip.h100.memoryBandwidth.value
    let time = memory / rate
    var total = Quantity(0, .bytes)
    func add() { total = total + Chip.b200.memory.value }
    let untouched = Quantity(3, .gigabytes)
    add()
    for chip in [Chip.h200] {
      total = total + chip.memory.value
    }
    let years = Chip.all.map(\\.year.value)
    let first = years.min() ?? 0
    guard let power = Chip.h100.power else { fatalError() }
    let watts = power.value
    let isMore = total > memory
    ```

    [Table](ref:tab-text): What is so.

    | what | how much |
    | --- | --- |
    | memory | [80 GB](claim:memory) |

    The memory is [80 GB](claim:memory), the time [24 ms](claim:time "±5%"), the rest
    [3 GB](claim:untouched), the sum [more](claim:isMore), the year [2020](claim:first "±5%"), and the
    power [700 W](claim:watts "±1%").

    """

  private struct Answer: Decodable {
    struct Figure: Decodable { let value: String }
    struct Claim: Decodable {
      let expression: String
      let figures: [Figure]
    }
    let claims: [Claim]
  }

  @Test func aNumberRestsOnTheStatementsItNeeds() async throws {
    try await TemporaryBook.with(["01-a.md": Self.chapter]) { book in
      let result = try book.tool("explain", "1", "--json")
      try #require(result.status == 0, "\(result.errors)")
      let answer = try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
      var figures: [String: [String]] = [:]
      for claim in answer.claims { figures[claim.expression] = claim.figures.map(\.value) }
      #expect(figures["memory"] == ["80 GB"])
      #expect(figures["untouched"] == [])
      #expect(figures["watts"] == ["700 W"])
      #expect(figures["time"].map(Set.init) == ["80 GB", "3.35 TB/s"])
      // What is added in a loop and in a function counts, wherever it is called.
      let sum = Set(figures["isMore"] ?? [])
      #expect(sum.isSuperset(of: ["80 GB", "141 GB"]) && sum.count == 3, "\(sum)")
      #expect((figures["first"]?.count ?? 0) > 5 && figures["first"]?.contains("80 GB") == false)
    }
  }

  @Test func whatMovesIsListedWithTheTablesOfTheText() async throws {
    try await TemporaryBook.with(["01-a.md": Self.chapter]) { book in
      let memory = try book.tool("explain", "Chip.h100.memory").output
      #expect(memory.contains("  table   tab-text: What is so."), "\(memory)")
      let rate = try book.tool("explain", "Chip.h100.memoryBandwidth").output
      #expect(!rate.contains("tab-text") && rate.contains("24 ms"), "\(rate)")
    }
  }

  @Test func theCardNamesTheNearestAndLeadsToAll() async throws {
    try await TemporaryBook.with(["01-a.md": Self.chapter]) { book in
      let built = try book.tool("build")
      #expect(built.status == 0, "\(built.errors)")
      let page = String(decoding: try #require(try book.siteFiles()["01-a.html"]), as: UTF8.self)
      #expect(
        page.contains(
          /<i>From<\/i> <a href="constants.html#f[0-9a-f]{8}">Chip\.h100\.memory 80\u{A0}GB<\/a> \(InferenceX, 2026-04\)<\/span>/
        )
      )
      let more = try #require(page.firstMatch(of: /<a href="#(note-\d+)">\d+ more<\/a>/))
      #expect(page.contains("<tr id=\"\(more.1)\">"), "the note names all")
      #expect(
        page.contains("<script defer src=\"script.js\"></script>"),
        "cards are put away by it"
      )
    }
  }

  /// A function of one cell that changes a variable of another, called in a third.
  @Test func whoeverCallsWhatChangesAVariableChangesIt() async throws {
    let chapter = """
      # Calls

      ```swift id=declares
      var sum = 0
      func raise() { sum += 1 }
      ```

      ```swift id=calls
      raise()
      ```

      ```swift id=prints
      print(sum)
      ```

      ```output
      1
      ```

      """
    try await TemporaryBook.with(["01-a.md": chapter]) { book in
      #expect(try book.tool("check").status == 0)
      let run = try book.tool("run", "1", "--cell", "prints")
      #expect(run.output.contains("1") && run.status == 0, "\(run.output)\(run.errors)")
    }
  }

  // MARK: - Names

  @Test func allNamesAreListedAndFoundByAWord() async throws {
    try await TemporaryBook.with(["01-a.md": Self.chapter]) { book in
      let all = try book.tool("explain")
      #expect(all.status == 0, "\(all.errors)")
      for part in [
        "Values that chapters name", "memory", "Cells", "many", "Chip.h100", "Lecture.boardRatio",
      ] {
        #expect(all.output.contains(part), "\(part)")
      }
      let listed = try book.tool("explain", "--list").output
      #expect(listed == all.output)
      let some = try book.tool("explain", "--list", "USUALLIFE")
      #expect(some.output.contains("TierPrice.usualLife") && !some.output.contains("Chip.h100"))
      #expect(some.output.contains("has no source: what rests on it is not traced"))
      let none = try book.tool("explain", "--list", "nothing-is-called-so")
      #expect(none.status == 0 && none.output == "nothing has such a name\n")
      let json = try book.tool("explain", "--list", "Lecture.model", "--json").output
      #expect(
        json.contains("\"isTraced\" : true") || json.contains("\"isTraced\": true"),
        "\(json)"
      )
    }
  }

  @Test func aConstantWithoutASourceSaysSo() async throws {
    try await TemporaryBook.with(["01-a.md": Self.chapter]) { book in
      let answer = try book.tool("explain", "TierPrice.usualLife")
      #expect(answer.status == 0, "\(answer.errors)")
      #expect(
        answer.output.contains("TierPrice.usualLife is 5 years")
          || answer.output.contains("TierPrice.usualLife is ")
      )
      #expect(answer.output.contains("not known: what rests on it is not traced"))
      let near = try book.tool("explain", "TierPrice.usualLive")
      #expect(near.status == 64 && near.errors.contains("did you mean 'TierPrice.usualLife'?"))
    }
  }

  @Test(arguments: [
    "Lecture.model", "Lecture.experts", "RoutedScalingLaw.sBase", "RoutedScalingLaw.measured",
    "MegatronRun.weakScaling",
  ])
  func whatIsMadeOfSeveralNumbersIsTracedAsAWhole(name: String) async throws {
    let chapter =
      "# One\n\n```swift id=a\nlet it = \(name)\nlet isThere = !\"\\(it)\".isEmpty\nlet two = 2\n```\n\nIt is [so](claim:isThere), and [2](claim:two).\n"
    try await TemporaryBook.with(["01-a.md": chapter]) { book in
      let answer = try book.tool("explain", name)
      #expect(answer.status == 0, "\(answer.errors)")
      #expect(answer.output.contains("01-a.md: 1 checked number, 1 cell"), "\(answer.output)")
    }
  }
}
