import Foundation
import TestSupport
import Testing

/// `engine:` and `imports:` of book.yml: a module of the book's own.
struct EngineModuleTests {
  @Test
  func cellsCallTheEngineAndAnEditOfItRerunsThem() async throws {
    try await withBook { book in
      #expect(try book.tool("build", "--site", book.site).status == 0)
      #expect(try shown(book) == "50")
      let again = try book.tool("check", "--verbose")
      #expect(again.errors.contains("01-a: record found"))

      try book.engine("public let bandwidth = 300.0\n", to: "Rates.swift")
      let edited = try book.tool("build", "--site", book.site)
      #expect(edited.status == 0, "\(edited.errors)")
      #expect(try shown(book) == "150")

      // Back again: what is shown is what the first build showed.
      try book.engine("public let bandwidth = 100.0\n", to: "Rates.swift")
      #expect(try book.tool("check", "--verbose").errors.contains("01-a: record found"))
      #expect(try book.tool("build", "--site", book.site).status == 0)
      #expect(try shown(book) == "50")
    }
  }

  @Test
  func anErrorOfTheEngineStandsAtItsLineAndIsSaidOnce() async throws {
    try await withBook { book in
      try book.write("# B\n\n```swift id=other\nprint(bandwidth)\n```\n", to: "02-b.md")
      try book.engine("public let bandwidth = 100.0\nlet odd: Int = 2.5\n", to: "Rates.swift")
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.map(\.location) == ["Rates/Rates.swift:2:16"])
      #expect(report.errors.first?.message.contains("'Double'") == true)
    }
  }

  @Test
  func warningsOfTheEngineAreSaidByEveryCheck() async throws {
    try await withBook { book in
      let text = "public let bandwidth = 100.0\nfunc spare() { let unused = 1 }\n"
      try book.engine(text, to: "Rates.swift")
      for _ in 1...2 {
        let (status, report) = try book.check()
        #expect(status == 0)
        #expect(report.diagnostics.map(\.location) == ["Rates/Rates.swift:2:20"])
        #expect(report.diagnostics.map(\.severity) == ["warning"])
      }
    }
  }

  @Test
  func aStopInTheEngineNamesTheCellsLineAndTheEnginesOwn() async throws {
    try await withBook { book in
      let text =
        "public let bandwidth = 100.0\n\npublic func third(_ list: [Double]) -> Double { list[2] }\n"
      try book.engine(text, to: "Rates.swift")
      try book.write("# A\n\n```swift id=one\nlet x = 1.0\nprint(third([x]))\n```\n", to: "01-a.md")
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.map(\.location) == ["book/01-a.md:5:7"])
      #expect(report.errors.first?.message == "cell 'one' stopped: Index out of range")
      #expect(report.errors.first?.help?.hasPrefix("at Rates/Rates.swift:3:") == true)
    }
  }

  @Test
  func anErrorOfACellStillStandsAtItsLine() async throws {
    try await withBook { book in
      try book.write("# A\n\n```swift id=one\nprint(bandwith)\n```\n", to: "01-a.md")
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.map(\.location) == ["book/01-a.md:4:7"])
    }
  }

  @Test
  func aFigureOfTheEngineIsOneOfTheLibrary() async throws {
    try await withBook { book in
      try book.write("C001:\n  claim: \"a hundred\"\n", to: "claims.yml")
      let text = "# A\n\n```swift id=one\nlet own = 7.0\n```\n\n"
      try book.write(text + "[100](claim:bandwidth \"C001\")\n", to: "01-a.md")
      #expect(try book.tool("check").output.contains("0 arithmetic of the talk's own figures"))
      try book.write(text + "[7](claim:own \"C001\")\n", to: "01-a.md")
      #expect(try book.tool("check").output.contains("1 arithmetic of the talk's own figures"))
    }
  }

  @Test
  func filesInFoldersOfTheEngineAreOneModule() async throws {
    try await withBook { book in
      try book.engine("let scale = 2.0\n", to: "Inner/Scale.swift")
      try book.engine("public let bandwidth = 100 * scale\n", to: "Rates.swift")
      #expect(try book.tool("build", "--site", book.site).status == 0)
      #expect(try shown(book) == "100")
    }
  }

  @Test
  func aProductThatIsDamagedIsMadeAnew() async throws {
    try await withBook { book in
      #expect(try book.tool("check").status == 0)
      let products = book.root + "/.chalktalk/engines"
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: products).first)
      try FileManager.default.removeItem(atPath: "\(products)/\(name)/libRates.so")
      let again = try book.tool("check", "--paranoid")
      #expect(again.status == 0, "\(again.errors)")
      #expect(FileManager.default.fileExists(atPath: "\(products)/\(name)/libRates.so"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: products) == [name])
    }
  }

  @Test
  func twoBooksMayCallTheirEnginesTheSame() async throws {
    try await withBook { first in
      try await withBook { second in
        try second.engine("public let bandwidth = 400.0\n", to: "Rates.swift")
        for book in [first, second] {
          #expect(try book.tool("build", "--site", book.site).status == 0)
        }
        #expect(try shown(first) == "50")
        #expect(try shown(second) == "200")
      }
    }
  }

  @Test(arguments: [
    ("engine: ../Rate", "there is no folder '../Rate'; did you mean 'Rates'?"),
    ("engine: ../Quantities", "there already is a module 'Quantities'"),
    (
      "engine: ../2fast",
      "the folder's name '2fast' is that of the module, and no module can be called that"
    ),
    ("engine: ../tmp", "'../tmp' holds no Swift file"),
    ("engine: [a]", "'engine' must be a text"),
    ("imports: [Quantitys]", "the tool has no module 'Quantitys'; did you mean 'Quantities'?"),
    ("imports: Quantities", "'imports' must be a list of modules"),
  ])
  func refusesWithTheNearestSpellingAtItsColumn(line: String, message: String) async throws {
    try await TemporaryBook.with(["01-a.md": "# A\n\n```swift\nprint(1)\n```\n"]) { book in
      try book.engine("public let bandwidth = 100.0\n", to: "Rates.swift")
      try book.write("title: A\n\(line)\n", to: "book.yml")
      let (status, report) = try book.check()
      #expect(status == 1)
      let error = try #require(report.errors.first)
      #expect(error.message == message)
      let column = line.hasPrefix("imports: [") ? 11 : line.hasPrefix("imports") ? 10 : 9
      #expect(error.location == "book/book.yml:2:\(column)")
      #expect(report.errors.count == 1)
    }
  }

  @Test
  func cellsSeeOnlyTheModulesThatTheBookImports() async throws {
    let cell = "# A\n\n```swift id=one\nprint(Quantity(2, .seconds).formatted())\n```\n"
    try await TemporaryBook.with(["01-a.md": cell, "book.yml": "imports: [Quantities]\n"]) { book in
      #expect(try book.tool("check").status == 0)
      try book.write("imports: [Quantities, ServingMath]\n", to: "book.yml")
      let model = "# A\n\n```swift id=one\nprint(type(of: ServedModel(.deepSeekV3)))\n```\n"
      try book.write(model, to: "01-a.md")
      #expect(try book.tool("check").status == 0)
      try book.write("imports: []\n", to: "book.yml")
      let (status, report) = try book.check()
      #expect(status == 1)
      #expect(report.errors.first?.location == "book/01-a.md:4:7")
    }
  }

  // MARK: -

  private func withBook(_ body: (TemporaryBook) async throws -> Void) async throws {
    let files = [
      "book.yml": "engine: ../Rates\nimports: []\n",
      "01-a.md":
        "# A\n\n```swift id=one\nlet half = bandwidth / 2\nprint(\"half\", Int(half))\n```\n",
    ]
    try await TemporaryBook.with(files) { book in
      try book.engine("public let bandwidth = 100.0\n", to: "Rates.swift")
      try await body(book)
    }
  }

  /// What the page of the first chapter shows behind `half`.
  private func shown(_ book: TemporaryBook) throws -> String {
    let page = String(decoding: try #require(try book.siteFiles()["01-a.html"]), as: UTF8.self)
    return String(try #require(page.firstMatch(of: /half ([0-9]+)/)).1)
  }
}

extension TemporaryBook {
  /// Writes a file of the book's own engine.
  fileprivate func engine(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: root + "/Rates/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: file)
  }
}
