import Foundation
import TestSupport
import Testing

/// `slow` cells: run once, kept beside the chapters, and given back without running.
@Suite struct SlowCellTests {
  /// The slow cell counts its runs in a file that is no part of its key.
  private static let chapter = """
    # Slow

    ```swift id=tally
    import Foundation
    func tally() -> Int {
      let old = FileManager.default.contents(atPath: "runs.txt") ?? Data()
      FileManager.default.createFile(atPath: "runs.txt", contents: old + Data("x".utf8))
      return 0
    }
    ```

    ```swift id=choices
    let count = 20
    ```

    ```swift id=search slow reads=limit.txt
    let runs = tally()
    let sizes = (1...count).map { Quantity(Double($0), .gigabytes) }
    let names = ["a": 1.5, "b": 1.0 / 3.0]
    let word: String? = "a \\"quoted\\" word\\n"
    let largest = sizes[count - 1] * 2
    print("searched", count)
    ```

    ```swift id=after
    let total = sizes.count + (word ?? "").count
    print(names["b"] == 1.0 / 3.0)
    ```

    There are [20](claim:sizes.count), the largest is [40 GB](claim:largest), all are
    [36](claim:total).

    """

  private static let files = ["01-slow.md": chapter, "limit.txt": "1"]

  private func runs(_ book: TemporaryBook) -> Int {
    FileManager.default.contents(atPath: book.folder + "/runs.txt")?.count ?? 0
  }

  @Test func aSlowCellRunsOnceAndItsValuesAreThereForAll() async throws {
    try await TemporaryBook.with(Self.files) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.map(\.id) == ["slow"], "\(report.errors)")
      #expect(report.errors.first?.message.contains("is missing") == true)
      #expect(report.errors.first?.help?.contains("chalktalk check --renew") == true)
      #expect(runs(book) == 0)

      let renewed = try book.check("--renew")
      #expect(renewed.status == 0, "\(renewed.report.errors)")
      #expect(renewed.report.claims.holds == 3)
      #expect(runs(book) == 1)
      #expect(FileManager.default.fileExists(atPath: book.folder + "/data/slow/search.json"))

      #expect(try book.tool("build").status == 0)
      let page = String(decoding: try #require(try book.siteFiles()["01-slow.html"]), as: UTF8.self)
      #expect(page.contains("searched 20"))
      #expect(page.contains("<pre>true</pre>"))
      // Neither an empty cache nor another renewal runs it again.
      try FileManager.default.removeItem(atPath: book.root + "/.chalktalk")
      #expect(try book.check().status == 0)
      #expect(try book.check("--renew").status == 0)
      #expect(runs(book) == 1)
    }
  }

  @Test(arguments: [
    ("let count = 20", "let count = 10 + 10", "cell 'choices' has changed"),
    ("searched", "found", "cell 'search' has changed"),
  ])
  func aRecordIsStaleWhenWhatItNeedsHasChanged(old: String, new: String, reason: String)
    async throws
  {
    try await TemporaryBook.with(Self.files) { book in
      #expect(try book.check("--renew").status == 0)
      try book.write(Self.chapter.replacing(old, with: new), to: "01-slow.md")
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.map(\.id) == ["slow"])
      #expect(report.errors.first?.message.contains(reason) == true, "\(report.errors)")
      #expect(try book.check("--renew").status == 0)
      #expect(runs(book) == 2)
      try book.write("2", to: "limit.txt")
      #expect(
        try book.check().report.errors.first?.message.contains("file 'limit.txt' has changed")
          == true
      )
    }
  }

  @Test func otherCellsLeaveTheRecordAsItIs() async throws {
    try await TemporaryBook.with(Self.files) { book in
      #expect(try book.check("--renew").status == 0)
      try book.write(
        Self.chapter.replacing("print(names", with: "print(names.count, names")
          .replacing("# Slow", with: "# Another title"),
        to: "01-slow.md"
      )
      let (status, report) = try book.check()
      #expect(status == 0, "\(report.errors)")
      #expect(runs(book) == 1)
    }
  }

  @Test func aRecordThatWasEditedIsNone() async throws {
    try await TemporaryBook.with(Self.files) { book in
      _ = try book.check("--renew")
      let name = "data/slow/search.json"
      try book.write(try book.text(of: name).replacing("searched", with: "invented"), to: name)
      let errors = try book.check().report.errors
      #expect(errors.first?.message.contains("cannot be read") == true, "\(errors)")
    }
  }

  @Test func paranoidRunsSlowCellsToo() async throws {
    let text = Self.chapter.replacing("  return 0", with: "  return old.count")
    try await TemporaryBook.with(["01-slow.md": text, "limit.txt": "1"]) { book in
      #expect(try book.check("--renew").status == 0)
      let (status, report) = try book.check("--paranoid")
      #expect(status == 1)
      let message = report.errors.first { $0.id == "paranoid" }?.message ?? ""
      #expect(
        message.contains("'runs' of cell 'search' is 1, the record has 0"),
        "\(report.errors)"
      )
      #expect(try book.text(of: "data/slow/search.json").contains(#""json" : "1""#))
    }
  }

  @Test(arguments: [
    ("var a = 1", "the variable 'a'"), ("func f() {}", "a function"),
    ("struct S {}", "a type"), ("guard let a = Int(\"1\") else { fatalError() }", "a 'guard'"),
    ("let a = 1...2", "'a' of the slow cell 'x' cannot be kept"),
    ("above += 1", "changes a variable of another cell"),
  ])
  func whatCannotBeGivenBackIsAnError(code: String, words: String) async throws {
    let text = "```swift\nvar above = 1\n```\n\n```swift id=x slow\n\(code)\n```\n"
    try await TemporaryBook.with(["01-a.md": text]) { book in
      let (status, report) = try book.check("--renew")
      #expect(status == 1)
      #expect(report.errors.map(\.location) == ["book/01-a.md:5:1"], "\(report.errors)")
      #expect(report.errors.first?.message.contains(words) == true, "\(report.errors)")
      #expect(!FileManager.default.fileExists(atPath: book.folder + "/data/slow/x.json"))
    }
  }

  @Test func aSlowCellNeedsAnID() async throws {
    try await TemporaryBook.with(["01-a.md": "```swift slow\nlet a = 1\n```\n"]) { book in
      let errors = try book.check().report.errors
      #expect(errors.map(\.id) == ["cell-option"])
    }
  }

  @Test func aStopWhileRenewingIsNamedAtItsLine() async throws {
    try await TemporaryBook.with(["01-a.md": "```swift id=x slow\nfatalError(\"why\")\n```\n"]) {
      book in
      let (status, report) = try book.check("--renew")
      #expect(status == 1)
      #expect(report.errors.map(\.line) == [2], "\(report.errors)")
    }
  }

  @Test func runTakesTheRecordToo() async throws {
    try await TemporaryBook.with(Self.files) { book in
      _ = try book.check("--renew")
      let result = try book.tool("run", "1")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("searched 20"))
      let cell = try book.tool("run", "1", "--cell", "after")
      #expect(cell.output.contains("true\n"), "\(cell.output)\(cell.errors)")
      #expect(runs(book) == 1)
    }
  }
}
