import Foundation
import TestSupport
import Testing

/// What was right of a chapter is not gone through again, until its text, its record or the book's settings change.
@Suite struct KeptVerdictsTests {
  private static let files = [
    "01-first.md": SmallBook.chapter + """

      The [batch](term:batch) of C001, by a [source](cite:paper), in [3](plain: "a count") parts.

      ```swift id=draw
      let table = CellTable(columns: [TableColumn("racks")], rows: [[.number(3)]])
      show(table, id: "tab-racks", caption: "There are \\(3) racks.")
      ```

      """,
    "02-second.md": "# The second chapter\n\nWords of its own.\n",
    "book.yml": "title: A book\nglossary:\n  batch: Sequences of a step\n",
    "references.yml": "paper:\n  title: A paper\n  date: 2026\n",
    "claims.yml": "C001:\n  claim: There is a batch.\n  time: \"0:01:00\"\n",
  ]

  private func withCheckedBook(_ body: (TemporaryBook) async throws -> Void) async throws {
    try await TemporaryBook.with(Self.files) { book in
      let (status, report) = try book.check()
      #expect(status == 0, "\(report.errors)")
      try await body(book)
    }
  }

  /// The files of verdicts, by path.
  private func verdicts(_ book: TemporaryBook) -> [String] {
    let folder = book.root + "/.chalktalk/verdicts"
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (names ?? []).sorted().map { folder + "/" + $0 }
  }

  private func numbers(_ book: TemporaryBook) throws -> String {
    let result = try book.tool("check", "--format", "json")
    let fields = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let numbers = try #require((fields as? [String: Any])?["numbers"])
    let data = try JSONSerialization.data(withJSONObject: numbers, options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }

  @Test func whatWasRightIsTakenAsItWas() async throws {
    try await withCheckedBook { book in
      let files = verdicts(book)
      // One for each chapter.
      #expect(files.count == 2)
      let past = Date(timeIntervalSinceNow: -1000)
      for path in files {
        try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: path)
      }
      let known = try numbers(book)
      for path in files {
        let use = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        #expect(try #require(use) > past + 100)
        try FileManager.default.removeItem(atPath: path)
      }
      #expect(try numbers(book) == known)
      #expect(verdicts(book) == files)
    }
  }

  @Test func aFileThatIsSpoiltSaysNothing() async throws {
    try await withCheckedBook { book in
      let known = try numbers(book)
      let spoil: [(String) -> String] = [
        { $0.replacing("\"owned\":", with: "\"owned\":1") }, { _ in "" },
        { String($0.dropLast(3)) },
      ]
      for spoil in spoil {
        for path in verdicts(book) {
          let text = spoil(try String(contentsOfFile: path, encoding: .utf8))
          try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
        #expect(try numbers(book) == known)
      }
    }
  }

  /// Each change leaves the chapter and its record as they were.
  @Test(arguments: [
    ("book.yml", "batch:", "stack:", "has no 'batch'"),
    ("references.yml", "paper:", "papers:", "has no 'paper'"),
    ("claims.yml", "C001:", "C002:", "has no 'C001'"),
  ])
  func whatTheBookNoLongerHasIsMissed(
    file: String,
    name: String,
    other: String,
    message: String
  ) async throws {
    try await withCheckedBook { book in
      let text = try book.text(of: file)
      try book.write(text.replacing(name, with: other), to: file)
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.contains { $0.message.contains(message) }, "\(report.errors)")
      try book.write(text, to: file)
      #expect(try book.check().status == 0)
    }
  }

  @Test func aChapterThatIsNotRightIsGoneThroughEachTime() async throws {
    try await withCheckedBook { book in
      let text = try book.text(of: "01-first.md")
      try book.write(text + "\nThere are 77 of them.\n", to: "01-first.md")
      for _ in 0..<2 {
        let (status, report) = try book.check()
        #expect(status == 1)
        #expect(report.errors.contains { $0.message.contains("77") }, "\(report.errors)")
      }
      #expect(verdicts(book).count == 2)
    }
  }
}
