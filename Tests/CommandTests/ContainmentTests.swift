import Foundation
import Literate
import TestSupport
import Testing

/// Cells that go wrong while they run.
///
/// Each ends in one diagnostic at the Markdown line, leaves the site as it was, no process and no file
/// behind, and lets the other chapter report.
enum Containment {
  static let good = "```swift id=good\nlet fine = 3\n```\n\n[3](claim:fine)\n"

  /// A chapter whose first cell is `code`, with the expected place marked in it.
  static func chapter(_ code: String) -> String {
    "# Bad\n\nSome words.\n\n```swift id=bad\n\(code)\n```\n"
  }

  /// Builds and checks a bad and a good chapter.
  ///
  /// The bad one has `¦` where its one error is expected; its line alone counts if `columnCounts` is false.
  static func verify(
    _ marked: String,
    says words: String,
    columnCounts: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let marked = MarkedText(marked)
    try await TemporaryBook.with(["01-bad.md": "# Fine\n", "02-good.md": good]) { book in
      let first = try book.tool("build")
      #expect(first.status == 0, sourceLocation: sourceLocation)
      let site = try book.siteFiles()
      try book.write(marked.text, to: "01-bad.md")

      let (status, report) = try book.check()
      #expect(status == 1, sourceLocation: sourceLocation)
      let found = report.errors.map {
        columnCounts ? "\($0.line):\($0.column)" : "\($0.line):\(marked.place?.column ?? 0)"
      }
      #expect(found == [marked.location], "\(report.errors)", sourceLocation: sourceLocation)
      #expect(
        report.errors.first?.message.contains(words) == true,
        "\(report.errors)",
        sourceLocation: sourceLocation
      )
      #expect(report.claims.holds == 1, sourceLocation: sourceLocation)
      #expect(report.chapters.count == 2, sourceLocation: sourceLocation)
      #expect(try book.siteFiles() == site, sourceLocation: sourceLocation)
      #expect(try book.processesLeft().isEmpty, sourceLocation: sourceLocation)
      #expect(try book.temporaryFilesLeft().isEmpty, sourceLocation: sourceLocation)
    }
  }
}

@Suite struct ContainmentTests {
  // MARK: Traps

  @Test(arguments: [
    ("let a = [1, 2]\nlet i = a.count\nprint(¦a[i])", "Index out of range"),
    ("let big = Int.max - [1].count + 1\nlet bigger = big ¦+ [1].count", "overflow"),
    ("let none = [Int]().first\nlet a = ¦none!", "nil"),
    ("print(\"before\")\n¦fatalError(\"the reason\")", "the reason"),
    ("let q = Quantity(5, .gigabytes) ¦+ Quantity(3, .seconds)", "bytes"),
    ("let zero = [Int]().count\nprint(1 ¦/ zero)", "zero"),
    ("let words = [\"a\": 1]\nlet a = words[\"b\"¦]!", "nil"),
    ("let d = Double.nan\nlet a = ¦Int(d)", "Double value cannot be converted"),
  ])
  func aTrapAtTopLevelIsNamedAtItsLine(code: String, words: String) async throws {
    try await Containment.verify(Containment.chapter(code), says: words, columnCounts: false)
  }

  @Test(arguments: [
    ("func f(_ a: [Int]) -> Int {\n  ¦a[a.count]\n}", "f([1])", "Index out of range"),
    ("func f(_ a: Int) -> Int {\n  ¦a + 1\n}", "f(Int.max)", "overflow"),
    ("func f(_ a: Int?) -> Int {\n  ¦a!\n}", "f([Int]().first)", "nil"),
    (
      "struct S {\n  var a: [Int]\n  func f() -> Int { ¦a[9] }\n}", "S(a: [1]).f()",
      "Index out of range"
    ),
    ("let f: (Int) -> Int = { a in\n  ¦[1, 2][a]\n}", "f(7)", "Index out of range"),
  ])
  func aTrapInAnEarlierCellsFunctionIsNamedInThere(
    code: String,
    call: String,
    words: String
  ) async throws {
    let second = "\nWords.\n\n```swift id=caller\nprint(\(call))\n```\n"
    try await Containment.verify(
      Containment.chapter(code) + second,
      says: words,
      columnCounts: false
    )
  }

  @Test func aTrapInAClaimsExpressionIsNamedAtTheClaim() async throws {
    let text = "```swift\nlet list = [1]\n```\n\nWords.\n\n¦[3](claim:list[5])\n"
    try await Containment.verify(text, says: "Index out of range", columnCounts: false)
  }

  @Test func anUncaughtErrorIsNamedWhereItIsThrown() async throws {
    let code = """
      struct Refusal: Error {}
      func f() throws {
        ¦throw Refusal()
      }
      try f()
      """
    try await Containment.verify(Containment.chapter(code), says: "Refusal", columnCounts: false)
  }

  @Test func deepRecursionIsNamedInTheFunction() async throws {
    let code = """
      ¦func f(_ n: Int) -> Int {
        n == -1 ? 0 : f(n + 1) &+ f(n + 2)
      }
      print(f(0))
      """
    try await Containment.verify(Containment.chapter(code), says: "stack", columnCounts: false)
  }

  // MARK: Limits

  @Test func endlessOutputStopsAtTheLimit() async throws {
    let code = "while true {\n  ¦print(\"again and again\")\n}"
    try await Containment.verify(Containment.chapter(code), says: "1 MiB", columnCounts: false)
  }

  @Test func endlessOutputToStandardErrorStopsAtTheLimit() async throws {
    let code = """
      import Foundation
      while true {
        ¦FileHandle.standardError.write(Data("again and again\\n".utf8))
      }
      """
    try await Containment.verify(Containment.chapter(code), says: "1 MiB", columnCounts: false)
  }

  @Test(arguments: [
    "¦let block = [UInt8](repeating: 1, count: 3_000_000_000)\nprint(block.count)",
    "var blocks: [[UInt8]] = []\nfor _ in 0..<300 {\n  ¦blocks.append([UInt8](repeating: 1, count: 10_000_000))\n}",
  ])
  func threeGigabytesAreTooMuch(code: String) async throws {
    try await Containment.verify(Containment.chapter(code), says: "2 GiB", columnCounts: false)
  }

  @Test(arguments: [
    "import Foundation\nlet process = Process()\nprocess.executableURL = URL(fileURLWithPath: \"/bin/true\")\n¦try process.run()",
    "import Foundation\n¦let s = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)",
  ])
  func aCellStartsNoProcessAndOpensNoSocket(code: String) async throws {
    try await Containment.verify(
      Containment.chapter(code),
      says: "may not start processes or open sockets",
      columnCounts: false
    )
  }

  @Test func aLocalSocketIsRefusedToo() async throws {
    let text = """
      ```swift
      import Foundation
      let refused = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      let home = FileManager.default.homeDirectoryForCurrentUser.path
      ```

      [-1](claim:refused)

      """
    try await TemporaryBook.with(["01-a.md": text]) { book in
      let (status, report) = try book.check()
      #expect(status == 0, "\(report.errors)")
    }
  }

  @Test func aForkLoopEndsAtOnce() async throws {
    // Swift hides `fork`; the C library does not.
    let code = """
      import Foundation
      typealias Fork = @convention(c) () -> Int32
      let symbol = unsafe dlsym(nil, "fork")
      let forks = unsafe unsafeBitCast(symbol, to: Fork.self)
      while true {
        ¦_ = forks()
      }
      """
    try await Containment.verify(
      Containment.chapter(code),
      says: "may not start processes or open sockets",
      columnCounts: false
    )
  }

  @Test(arguments: [0, 1, 70])
  func leavingEarlyIsAnErrorOfTheCell(status: Int) async throws {
    let text =
      "# Bad\n\n¦```swift id=bad\nimport Foundation\nexit(\(status))\n```\n\n```swift\nlet a = 1\n```\n"
    try await Containment.verify(text, says: "status \(status)")
  }

  @Test(arguments: ["SIGKILL", "SIGTERM"])
  func aSignalToItselfIsAnErrorOfTheCell(signal: String) async throws {
    let text = "# Bad\n\n¦```swift id=bad\nimport Foundation\nraise(\(signal))\n```\n"
    try await Containment.verify(text, says: "ended by signal")
  }

  @Test func threadsAreAllowed() async throws {
    let text = """
      ```swift
      let sum = await withTaskGroup(of: Int.self) { group in
        for i in 0..<100 { group.addTask { i } }
        var sum = 0
        for await i in group { sum += i }
        return sum
      }
      ```

      [4,950](claim:sum)

      """
    try await TemporaryBook.with(["01-a.md": text]) { book in
      let (status, report) = try book.check()
      #expect(status == 0, "\(report.errors)")
    }
  }

  @Test func aFailedRunIsNotRemembered() async throws {
    try await TemporaryBook.with(["01-a.md": "```swift\nfatalError(\"x\")\n```\n"]) { book in
      for _ in 0..<2 {
        let (status, report) = try book.check()
        #expect(status == 1)
        #expect(report.errors.map(\.line) == [2])
      }
    }
  }
}

/// Cells that run until the limit of ten seconds stops them.
@Suite struct SlowContainmentTests {
  @Test(arguments: [
    "¦while true {}", "import Foundation\n¦Thread.sleep(forTimeInterval: 1000)",
  ])
  func anEndlessLoopIsStoppedAndNamedAtItsLine(code: String) async throws {
    try await Containment.verify(Containment.chapter(code), says: "10 s", columnCounts: false)
  }

  @Test func anEndlessLoopInAFunctionIsNamedThereOrAtItsCall() async throws {
    let code = "var n = 0\nfunc f() {\n  while true { n &+= 1 }\n}\nf()"
    try await TemporaryBook.with(["01-bad.md": Containment.chapter(code)]) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.count == 1)
      #expect(
        report.errors.allSatisfy { [8, 10].contains($0.line) && $0.message.contains("10 s") }
      )
    }
  }

  @Test func anEndlessWaitIsStopped() async throws {
    let code =
      "¦await Task { while !Task.isCancelled { try? await Task.sleep(for: .seconds(1)) } }.value"
    let marked = MarkedText(Containment.chapter(code))
    try await TemporaryBook.with(["01-bad.md": marked.text]) { book in
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.count == 1)
      #expect(report.errors.first?.message.contains("10 s") == true)
      #expect(try book.processesLeft().isEmpty)
    }
  }

  @Test func aCellThatStopsItselfIsEnded() async throws {
    let text = "# Bad\n\n¦```swift id=bad\nimport Foundation\nraise(SIGSTOP)\n```\n"
    try await Containment.verify(text, says: "10 s")
  }

  @Test func theLimitIsOfEachCellAndNotOfTheChapter() async throws {
    let cell = "```swift\nThread.sleep(forTimeInterval: 6)\n```\n\n"
    let text = "```swift\nimport Foundation\n```\n\n" + cell + cell
    try await TemporaryBook.with(["01-a.md": text]) { book in
      let (status, report) = try book.check()
      #expect(status == 0, "\(report.errors)")
      #expect(try book.processesLeft().isEmpty)
    }
  }
}
