import Foundation
import TestSupport
import Testing

/// `--paranoid`: records are held against new runs.
@Suite struct ParanoidTests {
  /// A cell that reads a file it does not declare.
  private static let sly = """
    # A

    ```swift id=sly
    import Foundation
    print("first")
    print(String(decoding: FileManager.default.contents(atPath: "sly.txt") ?? Data(), as: UTF8.self))
    let length = FileManager.default.contents(atPath: "sly.txt")?.count ?? 0
    let isThere = length > 0
    ```

    There are [more than none](claim:isThere).

    """

  @Test func aRunThatDiffersIsAnErrorAndReplacesTheRecord() async throws {
    try await TemporaryBook.with(["01-a.md": Self.sly, "sly.txt": "one"]) { book in
      _ = try book.check()
      try book.write("two", to: "sly.txt")
      #expect(try book.check().status == 0)
      let (status, report) = try book.check("--paranoid")
      #expect(status == 1)
      #expect(report.errors.map(\.location) == ["book/01-a.md:3:1"])
      let message = try #require(report.errors.first?.message)
      #expect(message.contains("prints 'two' on line 2, the record has 'one'"), "\(message)")
      #expect(report.claims.holds == 1)
      #expect(try book.check("--paranoid").status == 0)
      try book.write("", to: "sly.txt")
      let (_, last) = try book.check("--paranoid=all")
      #expect(last.errors.map(\.id) == ["paranoid", "claim"], "\(last.errors)")
    }
  }

  @Test func aValueThatDiffersIsNamedAtItsClaim() async throws {
    let text = Self.sly.replacing("    print(S", with: "    _ = (S").replacing(
      "print(S",
      with: "_ = (S"
    )
    try await TemporaryBook.with(["01-a.md": text + "[3](claim:length)\n", "sly.txt": "one"]) {
      book in
      #expect(try book.check().status == 0)
      try book.write("seven", to: "sly.txt")
      let (status, report) = try book.check("--paranoid")
      #expect(status == 1)
      let found = report.errors.filter { $0.id == "paranoid" }
      #expect(found.map(\.location) == ["book/01-a.md:12:1"], "\(report.errors)")
      #expect(found.first?.message.contains("5 now, 3 in the record") == true, "\(found)")
    }
  }

  @Test func aTenthIsRunAgainAndTheSameForTheSameNumber() async throws {
    var files: [String: String] = [:]
    for number in 1...12 {
      files["\(10 + number)-c.md"] = "```swift id=c\(number)\nlet c = 1\n```\n"
    }
    try await TemporaryBook.with(files) { book in
      #expect(try book.tool("check").status == 0)
      let first = try book.tool("check", "--paranoid").errors
      let match = try #require(first.firstMatch(of: /ran (.+) again; .*--paranoid (\d+)/))
      #expect(match.1.split(separator: ",").count == 2)
      #expect(try book.tool("check", "--paranoid", String(match.2)).errors == first)
    }
  }

  @Test func aWordThatIsNoSampleIsWrongUsage() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let result = try book.tool("check", "--paranoid=some")
      #expect(result.status == 64)
    }
  }
}
