import Foundation
import Literate
import TestSupport
import Testing

/// `chalktalk check`: what it counts, what it reports, how it ends.
@Suite struct CheckTests {
  @Test func countsClaimsNumbersAndCells() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let (status, report) = try book.check()
      #expect(status == 0)
      #expect(report.version == 1)
      #expect(report.diagnostics.isEmpty)
      #expect(report.claims == .init(total: 5, holds: 4, disputed: 1, failed: 0))
      #expect(report.numbers == .init(owned: 5, plain: 0, exempt: 0, unowned: 0))
      #expect(report.chapters.map(\.file) == ["book/01-small.md"])
      #expect(report.chapters.map(\.title) == ["A small chapter"])
      #expect(report.chapters.map(\.cells) == [.init(total: 3, ran: 3, cached: 0)])
    }
  }

  @Test func listsEveryNumberWithItsOwner() async throws {
    let words = "\nHalf of 7 racks, [9](plain: \"a count\"), since 2024, in both, twentyfold.\n"
    try await TemporaryBook.with(["01-small.md": SmallBook.chapter + words]) { book in
      let result = try book.tool("check", "--numbers")
      #expect(result.status == 1)
      let lines = result.output.split(separator: "\n").map(String.init)
      let listed = lines.filter { $0.hasPrefix("book/01-small.md:") }
      #expect(
        listed == [
          "book/01-small.md:27:11: 2,400: claim batch",
          "book/01-small.md:27:57: 4,800: claim doubled",
          "book/01-small.md:28:1: 20: claim other", "book/01-small.md:28:65: 3: claim width",
          "book/01-small.md:29:4: 2.00: value width", "book/01-small.md:31:1: Half: unowned",
          "book/01-small.md:31:9: 7: unowned", "book/01-small.md:31:18: 9: plain a count",
          "book/01-small.md:31:47: 2024: exempt year",
          "book/01-small.md:31:62: twentyfold: unowned",
        ]
      )
      #expect(
        lines.last
          == "10 numbers: 4 claim, 1 value, 0 given, 0 cite, 0 computed, 1 plain, 1 exempt, 3 unowned"
      )
      let json = try book.tool("check", "--numbers", "--json").output
      let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
      let items = try #require(object?["numbersList"] as? [[String: Any]])
      #expect(
        items.compactMap { $0["number"] as? String }
          == listed.map { line in
            String(line.components(separatedBy: ": ")[1])
          }
      )
    }
  }

  @Test func printsOnlyTheDocumentToStandardOutput() async throws {
    try await TemporaryBook.with(["01-a.md": "A 12 here.\n"]) { book in
      // The first run finds no record and says so in its report; the later ones are alike.
      #expect(try book.tool("check").status == 1)
      let long = try book.tool("check", "--format", "json")
      let short = try book.tool("check", "--json")
      #expect(long.status == 1)
      #expect(long.output == short.output)
      #expect(try JSONDecoder().decode(Report.self, from: Data(long.output.utf8)).version == 1)
      let human = try book.tool("check")
      #expect(human.errors.hasPrefix("book/01-a.md:1:3: error: "))
      #expect(human.errors.contains("\n    A 12 here.\n      ^~\nhelp: "))
      #expect(!human.output.contains("error:"))
    }
  }

  @Test func aWarningIsNoError() async throws {
    let text = "```swift id=a\nvar unused = 1\nfunc f() { let never = 2 }\n```\n"
    try await TemporaryBook.with(["01-a.md": text, "02-b.md": ""]) { book in
      for _ in 0..<2 {  // the second time from the record
        let (status, report) = try book.check()
        #expect(status == 0)
        #expect(Set(report.diagnostics.map(\.severity)) == ["warning"])
        #expect(report.diagnostics.contains { $0.location.hasPrefix("book/01-a.md:3:16") })
        #expect(report.diagnostics.contains { $0.location == "book/02-b.md:1:1" })
      }
    }
  }

  @Test func gathersEverythingAndSortsIt() async throws {
    let files = [
      "01-a.md": "A 12.\n\n```swift\nlet a: Int = \"\"\n```\n",
      "02-b.md": "A [3](claim:b) and 4.\n",
      "03-c.md": "```swift bogus\nlet c = 3\n```\n\n[4](claim:c)\n",
      "04-d.md": "```swift\nlet d = 3\n```\n\n[3](claim:d)\n",
    ]
    try await TemporaryBook.with(files) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(
        report.errors.map(\.location) == [
          "book/01-a.md:1:3", "book/01-a.md:4:14", "book/02-b.md:1:13", "book/02-b.md:1:20",
          "book/03-c.md:1:10", "book/03-c.md:5:1",
        ]
      )
      #expect(report.claims == .init(total: 3, holds: 1, disputed: 0, failed: 2))
    }
  }

  // MARK: Records

  @Test func anEditOfProseCompilesNothing() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      #expect(try book.check().report.chapters[0].cells.ran == 3)
      for edited in [
        SmallBook.replacing("Words before", with: "Some more words\n\nbefore"),
        SmallBook.replacing("2,400 sequences", with: "2,401 sequences"),
        SmallBook.replacing("id=first", with: "id=first fold"),
      ] {
        try book.write(edited, to: "01-small.md")
        #expect(try book.check().report.chapters[0].cells.ran == 0, "\(edited)")
        #expect(try book.check().report.chapters[0].cells.cached == 3)
      }
    }
  }

  @Test(arguments: [
    ("number * 2", "number + number"), ("let batch = 2_400", "let batch = 2_400 + 0"),
    ("(claim:doubled)", "(<claim:doubled * 1>)"), ("print(\"other\")", "print(\"another\")"),
  ])
  func aChangedProgramRunsAgain(old: String, new: String) async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      _ = try book.check()
      try book.write(SmallBook.replacing(old, with: new), to: "01-small.md")
      let (status, report) = try book.check()
      #expect(report.chapters[0].cells.ran == 3)
      #expect(status == 0)
    }
  }

  @Test func aFileThatACellReadsIsPartOfTheRecord() async throws {
    let text = """
      ```swift id=a reads=numbers.txt
      import Foundation
      let data = FileManager.default.contents(atPath: "numbers.txt") ?? Data()
      let count = data.count
      ```

      There are [4](claim:count) bytes of it.

      """
    try await TemporaryBook.with(["01-a.md": text, "numbers.txt": "1234"]) { book in
      #expect(try book.check().status == 0)
      #expect(try book.check().report.chapters[0].cells.cached == 1)
      try book.write("12345", to: "numbers.txt")
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.chapters[0].cells.ran == 1)
      try FileManager.default.removeItem(atPath: book.folder + "/numbers.txt")
      let errors = try book.check().report.errors
      #expect(errors.map(\.location) == ["book/01-a.md:1:1"])
    }
  }

  @Test func verboseSaysWhyAChapterRan() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let first = try book.tool("check", "-v")
      let second = try book.tool("check", "-v")
      #expect(first.errors.contains("01-small: ran"))
      #expect(second.errors.contains("01-small: record found"))
    }
  }

  // MARK: Fixes

  @Test func fixWritesOutputsAndValues() async throws {
    let stale = SmallBook.replacing("doubled 4800\n", with: "something\nelse\n")
      .replacing("[2.00 GB](value", with: "[1 GB](value")
    try await TemporaryBook.with(["01-small.md": stale]) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.map(\.id) == ["output"])
      #expect(report.errors.map(\.location) == ["book/01-small.md:18:1"])
      #expect(report.errors.first?.message.contains("'doubled 4800'") == true)
      #expect(report.errors.first?.message.contains("'something'") == true)
      #expect(report.diagnostics.filter { $0.severity == "warning" }.map(\.line) == [30])
      #expect(try book.tool("check", "--fix").status == 0)
      #expect(try book.text(of: "01-small.md") == SmallBook.chapter)
    }
  }

  @Test func fixKeepsQuotationMarksAndIndentation() async throws {
    let text = """
      > [!EXERCISE]
      > A question.
      >
      > ```swift id=a
      > print("one\\n\\nthree")
      > ```
      >
      > ```output
      > x
      > ```

      - An item

        ```swift id=b
        print("two")
        ```

        ```output
        ```

      """
    try await TemporaryBook.with(["01-a.md": text]) { book in
      #expect(try book.check().report.errors.map(\.line) == [8, 18])
      #expect(try book.tool("check", "--fix").status == 0)
      let fixed = try book.text(of: "01-a.md")
      #expect(fixed.contains("> ```output\n> one\n> \n> three\n> ```\n"), "\(fixed)")
      #expect(fixed.contains("  ```output\n  two\n  ```\n"), "\(fixed)")
    }
  }

  @Test func fixLeavesABookThatIsRightAsItIs() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let result = try book.tool("check", "--fix")
      #expect(result.status == 0)
      #expect(try book.text(of: "01-small.md") == SmallBook.chapter)
    }
  }
}
