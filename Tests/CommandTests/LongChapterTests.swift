import Foundation
import Literate
import TestSupport
import Testing

/// Chapters that are compiled unit by unit, once they have been compiled in one piece and changed: what they say is
/// what they say in one piece, and a change costs its unit.
@Suite struct LongChapterTests {
  /// A chapter of 30 cells, three units: each adds to a sum that the first declares, in a type of its own.
  private static func chapter(_ changes: [Int: String] = [:]) -> String {
    var text = """
      # A long chapter

      ```swift id=first
      struct Step: Equatable { var number: Int; var text = "step" }
      final class Tally { var count = 0 }
      let tally = Tally()
      var sum = 0
      func add(_ number: Int) -> Int { sum += number; return sum }
      \(changes[0] ?? "let first = 0")
      ```

      """
    for number in 1..<30 {
      text += """

        ```swift id=cell-\(number)x
        let step\(number) = Step(number: add(\(number)))
        tally.count += 1
        \(changes[number] ?? "print(step\(number), sum)")
        ```

        The sum is [\(number * (number + 1) / 2)](claim:step\(number).number), of
        [\(number)](claim:tally.count) cells.

        """
    }
    return text
  }

  /// A book with a chapter that has been compiled in one piece, and then unit by unit.
  private func withLongChapter(
    _ changes: [Int: String] = [:],
    _ body: (TemporaryBook) async throws -> Void
  ) async throws {
    try await TemporaryBook.with(["01-long.md": Self.chapter([1: "print(\"first\")"])]) { book in
      #expect(try book.check().status == 0)
      #expect(units(book).isEmpty)
      try book.write(Self.chapter(changes), to: "01-long.md")
      try await body(book)
    }
  }

  private func units(_ book: TemporaryBook) -> Set<String> {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: book.root + "/.chalktalk/units"
    )
    return Set(names ?? []).filter { !$0.hasSuffix(".name") }
  }

  @Test func itSaysWhatItSaysInOnePiece() async throws {
    try await withLongChapter { book in
      #expect(try book.check().status == 0)
      #expect(units(book).count == 3)
      // What is run again is compiled in one piece.
      let (status, report) = try book.check("--paranoid=all")
      #expect(status == 0, "\(report.errors)")
    }
  }

  /// `serve` compiles ahead for the page that is open: the first edit then finds all units but its own.
  @Test func theChapterThatIsReadIsPreparedForAnEdit() async throws {
    try await TemporaryBook.with(["01-long.md": Self.chapter(), "02-other.md": "# Another"]) {
      book in
      #expect(try book.check().status == 0)
      try await RunningServer.with(book) { server in
        _ = try await server.wait(for: "A long chapter", at: "/01-long.html")
        func open(_ page: String) throws -> Int32 {
          let client = try server.connect()
          let path = "/.chalktalk/events?page=\(page)"
          client.write(Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
          #expect(client.readToEnd(or: "event:").contains("event:"))
          return client
        }
        let other = try open("02-other.html")
        #expect(units(book).isEmpty)
        let client = try open("01-long.html")
        _ = try await eventually("three units") { units(book).count == 3 ? true : nil }
        let known = units(book)
        try book.write(Self.chapter([20: "print(\"edited\")"]), to: "01-long.md")
        _ = try await server.wait(for: "edited", at: "/01-long.html")
        #expect(units(book).subtracting(known).count == 1)
        close(client)
        close(other)
      }
    }
  }

  /// What the pages say of a number's inputs comes from the syntax trees: of all units, or of the one piece.
  @Test func itsPiecesNeedEachOtherAsInOnePiece() async throws {
    try await withLongChapter { book in
      let literate = try Book(folder: book.folder)
      let executor = try Executor(book: literate.folder, toolchain: try Toolchain())
      let report = try await BookBuilder(book: literate, executor: executor).check()
      let checked = try #require(report.chapters.first)
      #expect(units(book).count == 3)
      let whole = try #require(try await executor.graph(of: checked.chapter.program))
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      #expect(try encoder.encode(checked.record?.graph) == encoder.encode(whole))
      #expect(whole.cells(neededBy: 29).contains(28))
    }
  }

  /// Each change of the chapter compiles as many units as it says.
  @Test func aChangeCostsItsUnitAndThoseThatMaySeeIt() async throws {
    let changes: [(cells: [Int: String], units: Int)] = [
      ([:], 3),
      ([3: "print(\"other\", sum)"], 1),
      // Nobody says the name.
      ([3: "let other = sum"], 1),
      ([3: "let other = sum", 29: "print(other)"], 1),
      // Those of the last unit do, and it is another type now.
      ([3: "let other = \"\\(sum)\"", 29: "print(other)"], 2),
      ([3: "func other() -> Int { 1 }", 29: "print(other())"], 2),
      // What it does is nobody else's matter.
      ([3: "func other() -> Int { 2 }", 29: "print(other())"], 1),
      // Types and what extends them may be seen without a name.
      ([3: "struct Other {}", 29: "print(sum)"], 3),
      ([3: "extension Step { var other: Int { 1 } }", 29: "print(sum)"], 3),
    ]
    try await withLongChapter { book in
      for (cells, count) in changes {
        let known = units(book)
        try book.write(Self.chapter(cells), to: "01-long.md")
        let (status, report) = try book.check()
        #expect(status == 0, "\(report.errors)")
        #expect(units(book).subtracting(known).count == count, "\(cells)")
      }
      let (status, report) = try book.check("--paranoid=all")
      #expect(status == 0, "\(report.errors)")
    }
  }

  @Test(arguments: [
    (
      [0: "let fixed = 3", 20: "nonisolated func read() -> Int { fixed }\nprint(read())"],
      ["main actor-isolated", "'fixed'"], "nonisolated func"
    ),
    (
      [0: "private func hidden() -> Int { 3 }", 20: "print(hidden())"],
      ["'hidden'"], "print(hidden())"
    ),
    (
      [0: "print(#function)", 20: "print(#function, #fileID)"],
      ["'#file' says where in the program it stands"], "print(#function, #fileID)"
    ),
    (
      [20: "let late = await Task { 1 }.value\nprint(late)"],
      ["'await' among its cells waits"], "let late"
    ),
    (
      [
        0: "extension Step { func twin(_ a: Int) -> Int { a } }",
        20: "extension Step { func twin(_ a: String) -> Int { 1 } }\nprint(step1.twin(\"\"))",
      ],
      ["more than one unit declares 'twin'"], "a: String"
    ),
  ])
  func whatIsNoProgramUnitByUnitRunsInOnePiece(
    changes: [Int: String],
    words: [String],
    culprit: String
  ) async throws {
    try await withLongChapter(changes) { book in
      let first = try book.tool("check", "-v")
      #expect(first.status == 0, "\(first.errors)")
      // The reason and its line, as they stand behind the times.
      let lines = Self.chapter(changes).split(separator: "\n", omittingEmptySubsequences: false)
      let line = try #require(lines.firstIndex { $0.contains(culprit) }) + 1
      let reason = try #require(first.errors.firstMatch(of: /s\), in one piece: (.+)\n/)?.1)
      for word in words { #expect(reason.contains(word), "\(reason)") }
      #expect(reason.hasSuffix("01-long.md:\(line))"), "\(reason)")
      let (status, second) = try book.check("--paranoid=all")
      #expect(status == 0, "\(second.errors)")
    }
  }

  @Test func nothingIsSaidOfOnePieceWhereUnitsDoOrWereNotTried() async throws {
    try await TemporaryBook.with(["01-long.md": Self.chapter([1: "print(\"first\")"])]) { book in
      #expect(try !book.tool("check", "-v").errors.contains("one piece"))
      try book.write(Self.chapter(), to: "01-long.md")
      let second = try book.tool("check", "-v").errors
      #expect(second.contains("01-long: ran: cell 'cell-1x' has changed (compiled"))
      #expect(!second.contains("one piece"))
    }
  }

  @Test(arguments: [
    [0: "let twin = 1", 20: "let twin = 2.0"],
    [0: "let twin = 1", 20: "func twin() {}"],
    [0: "struct Twin {}", 20: "let Twin = 1"],
    [0: "func twin() {}", 20: "func twin() {}"],
    [20: "extension Step { var text: Int { 1 } }"],
    [0: "func early() -> Int { late() }", 5: "print(early())", 29: "func late() -> Int { 7 }"],
  ])
  func whatIsWrongInOnePieceIsAnError(changes: [Int: String]) async throws {
    try await withLongChapter(changes) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(
        report.errors.contains { $0.message.contains(/redeclar|declares below/) },
        "\(report.errors)"
      )
    }
  }

  @Test func aSpoiltUnitIsCompiledAgain() async throws {
    try await withLongChapter { book in
      _ = try book.check()
      for (number, name) in units(book).sorted().enumerated() {
        let path = book.root + "/.chalktalk/units/" + name
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        if number == 0 { data = data.dropLast(100) } else { data[data.count / 2] ^= 1 }
        try data.write(to: URL(fileURLWithPath: path))
      }
      try book.write(Self.chapter([29: "print(\"last\", sum)"]), to: "01-long.md")
      let (status, report) = try book.check()
      #expect(status == 0, "\(report.errors)")
    }
  }
}
