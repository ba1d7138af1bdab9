import Foundation
import Literate
import TestSupport
import Testing

/// `chalktalk eject`: a chapter that runs without the book.
struct EjectTests {
  @Test(.timeLimit(.minutes(10)))
  func anEjectedChapterBuildsAndPrintsWhatTheBookPrints() async throws {
    let chapter =
      SmallBook.chapter
        + """

        Words *between* cells, [as many](claim:isMany) as a line has room for and then some more of them, so that they are wrapped.

        ```swift id=read reads=data/rates.txt
        import Foundation
        let rates = try String(contentsOfFile: "data/rates.txt", encoding: .utf8)
        print("rates:", rates)
        let isMany = rates.count > 3
        ```

        And [9,999](claim:batch "disputed") is not.

        ```swift fails="cannot convert"
        let wrong: Int = "x"
        ```

        """
      .replacing("[as many](claim:isMany) ", with: "")
    try await TemporaryBook.with(["01-small.md": chapter]) { book in
      try FileManager.default.createDirectory(
        atPath: book.folder + "/data",
        withIntermediateDirectories: false
      )
      try book.write("1 2 3\n", to: "data/rates.txt")
      let made = try book.tool("eject", "1", "--to", "alone")
      #expect(made.status == 0, "\(made.errors)")
      let package = book.root + "/alone"
      let main = try String(contentsOfFile: package + "/Sources/Small/main.swift", encoding: .utf8)
      #expect(main.contains("// Words between cells,"))
      #expect(main.split(separator: "\n").allSatisfy { !$0.hasPrefix("//") || $0.count <= 100 })

      let run = try ChildProcess.run(
        [try Toolchain().binaries + "/swift", "run", "--package-path", package, "-q"],
        directory: book.root
      )
      let errors = String(decoding: run.standardError, as: UTF8.self)
      #expect(run.status == 0, "\(errors)")
      let printed = String(decoding: run.standardOutput, as: UTF8.self)
      let lines = printed.split(separator: "\n").map(String.init)
      #expect(lines == (try outputOfCells(book)))
      #expect(printed.contains("doubled 4800\n") && printed.contains("rates: 1 2 3\n"))
      for line in [
        "holds  2,400 sequences", "holds  4,800", "holds  20 ms", "holds  it is even",
        "disputed  3 GB", "disputed  9,999",
      ] {
        #expect(errors.contains(line + "\n"), "\(line) in \(errors)")
      }

      // Another value, and the text is no longer true.
      let changed = main.replacing("let batch = 2_400", with: "let batch = 2_401")
      try Data(changed.utf8).write(to: URL(fileURLWithPath: package + "/Sources/Small/main.swift"))
      let again = try ChildProcess.run(
        [try Toolchain().binaries + "/swift", "run", "--package-path", package, "-q"],
        directory: package
      )
      let said = String(decoding: again.standardError, as: UTF8.self)
      for line in ["off  2,400 sequences", "off  4,800", "off  it is even", "holds  20 ms"] {
        #expect(said.contains(line + "\n"), "\(line) in \(said)")
      }
    }
  }

  /// The lines that `run` shows of the cells but for their code and empty ones, and without the claims.
  private func outputOfCells(_ book: TemporaryBook) throws -> [String] {
    let text = try book.tool("run", "1").output
    let cells = text.components(separatedBy: "Claims\n------\n")[0]
    let lines = cells.split(separator: "\n").dropFirst(2)
    return lines.filter { !$0.hasPrefix("[") && !$0.hasPrefix("  |") }.map(String.init)
  }

  @Test
  func whatCannotBeEjectedIsRefused() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      #expect(try book.tool("eject", "7").status == 64)
      #expect(try book.tool("eject", "1", "--to", "book").status == 64)
      try book.write("# A\n\n```swift\nlet x: Int = \"\"\n```\n", to: "02-a.md")
      let result = try book.tool("eject", "2", "--to", "broken")
      #expect(result.status == 1 && result.errors.contains("02-a.md:4:"))
      #expect(!FileManager.default.fileExists(atPath: book.root + "/broken"))
    }
  }
}
