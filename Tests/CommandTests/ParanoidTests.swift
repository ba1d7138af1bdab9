import Foundation
import Literate
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

  /// A cell of each kind that is compiled apart.
  private static let apart = """
    # A

    ```swift id=base
    let base = 1
    ```

    ```swift id=wrong fails="cannot convert"
    let text: String = base
    ```

    ```swift id=trap traps="out of range"
    print([base][5])
    ```

    ```swift id=idle norun
    print(base)
    ```

    """

  @Test(arguments: [
    ("wrong", 7, "the compiler says 'cannot convert value"),
    ("trap", 11, "the program stops with 'Index out of range', the record has 'once out of range'"),
    ("idle", 15, "the compiler says nothing, the record has 'once unused'"),
  ])
  func recordsOfCellsThatAreCompiledApartAreHeldAgainstNewRuns(
    cell: String,
    line: Int,
    words: String
  ) async throws {
    try await TemporaryBook.with(["01-a.md": Self.apart]) { book in
      #expect(try book.check().status == 0)
      try spoil(cell, in: RunCache(folder: book.root + "/.chalktalk"), of: book)
      // Believed as long as nobody doubts it.
      #expect(try book.check().status == 0)
      let (status, report) = try book.check("--paranoid=all")
      #expect(status == 1)
      #expect(report.errors.map(\.id) == ["paranoid"], "\(report.errors)")
      #expect(report.errors.map(\.location) == ["book/01-a.md:\(line):1"])
      #expect(report.errors.first?.message.contains(words) == true, "\(report.errors)")
      #expect(try book.check("--paranoid=all").status == 0)
    }
  }

  /// Makes the record of a cell another one that is whole and as right.
  private func spoil(_ cell: String, in cache: RunCache, of book: TemporaryBook) throws {
    var spoilt = 0
    for path in try book.records() {
      let key = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
      guard case .found(var record) = cache.record(for: key) else { continue }
      switch cell {
      case "wrong" where !record.transcript.warnings.isEmpty:
        record.transcript.warnings[0].text = "cannot convert, once"
      case "trap" where record.stop != nil:
        record.stop?.reason = .trap("once out of range")
      case "idle" where key.hasSuffix("-check") && record.transcript.warnings.isEmpty:
        let json = #"[{"file":"a","line":1,"column":1,"severity":"warning","text":"once unused"}]"#
        record.transcript.warnings = try JSONDecoder().decode(
          [CompilerMessage].self,
          from: Data(json.utf8)
        )
      default: continue
      }
      try cache.store(record, for: key)
      spoilt += 1
    }
    try #require(spoilt == 1)
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
