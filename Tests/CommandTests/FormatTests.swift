import Foundation
import Literate
import TestSupport
import Testing

/// `chalktalk check --format`: one report in the words of four readers.
@Suite struct FormatTests {
  static let wrong = [
    "01-a.md": """
    ```swift id=a
    let half = 0.5
    ```

    It is [40 %](claim:half "C001") & [50 %](claim:half) of, 7.

    """
  ]

  @Test func annotationsNameFileLineAndColumn() async throws {
    try await TemporaryBook.with(Self.wrong) { book in
      let result = try book.tool("check", "--format", "github")
      #expect(result.status == 1)
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(
        lines[0].hasPrefix(
          "::error file=book/01-a.md,line=5,col=7,endLine=5,endColumn=13,title=claim::"
        )
      )
      #expect(lines[0].contains("20 %25 below the computed 50"))
      #expect(lines[1].hasPrefix("::error file=book/01-a.md,line=5,col=58,"))
    }
  }

  @Test func sarifHasAResultForEachDiagnostic() async throws {
    try await TemporaryBook.with(Self.wrong) { book in
      let result = try book.tool("check", "--format", "sarif")
      #expect(result.status == 1)
      let log = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      #expect(log?["version"] as? String == "2.1.0")
      let run = try #require((log?["runs"] as? [[String: Any]])?.first)
      let results = try #require(run["results"] as? [[String: Any]])
      #expect(results.map { $0["ruleId"] as? String } == ["claim", "unowned-number"])
      #expect(results.allSatisfy { $0["level"] as? String == "error" })
      let tool = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
      let rules = (tool?["rules"] as? [[String: Any]])?.compactMap { $0["id"] as? String }
      #expect(rules == DiagnosticRule.all.map(\.id))
    }
  }

  /// Whoever applies the edit has a book that is right; no command does it unasked.
  @Test(arguments: [
    ("[words](term:bacth)", "term:batch"), ("[source](cite:papr)", "cite:paper"),
    ("[cell](ref:frist)", "ref:first"),
  ])
  func aMisspeltNameComesWithTheNearest(wrong: String, right: String) async throws {
    let files = [
      "01-a.md": "# A\n\n```swift id=first\nlet a = 1\n```\n\n## Sömething 😀\n\n😀 \(wrong)\n",
      "book.yml": "glossary:\n  batch: Sequences of a step\n",
      "references.yml": "paper:\n  title: A paper\n  date: 2026\n",
    ]
    try await TemporaryBook.with(files) { book in
      #expect(try book.tool("check", "--fix").status == 1)
      #expect(try book.text(of: "01-a.md") == files["01-a.md"])
      let json = try Self.object(book.tool("check", "--format", "json").output)
      let fixes = (json["diagnostics"] as? [[String: Any]])?.compactMap {
        $0["fix"] as? [String: Any]
      }
      let fix = try #require(fixes?.first)
      #expect(fix["kind"] as? String == "suggested")
      var lines = try book.text(of: "01-a.md").components(separatedBy: "\n")
      let places = ["line", "column", "endColumn"].compactMap { fix[$0] as? Int }
      try #require(places.count == 3)
      var line = Array(lines[places[0] - 1])
      line.replaceSubrange(
        places[1] - 1..<places[2] - 1,
        with: try #require(fix["text"] as? String)
      )
      lines[places[0] - 1] = String(line)
      #expect(lines[places[0] - 1].contains(right))

      let sarif = try book.tool("check", "--format", "sarif").output
      #expect(sarif.contains("the nearest name that there is"))
      try book.write(lines.joined(separator: "\n"), to: "01-a.md")
      let (status, report) = try book.check()
      #expect(status == 0, "\(report.errors)")
    }
  }

  private static func object(_ text: String) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(object as? [String: Any])
  }

  @Test func junitHasACaseForEachClaimAndOneForAllElse() async throws {
    try await TemporaryBook.with(Self.wrong) { book in
      let result = try book.tool("check", "--format", "junit")
      #expect(result.status == 1)
      #expect(
        result.output.contains("<testsuite name=\"01-a\" tests=\"3\" failures=\"2\" errors=\"0\">")
      )
      #expect(result.output.contains("name=\"C001 40 %, line 5\">"))
      #expect(result.output.contains("name=\"50 %, line 5\"/>"))
      #expect(result.output.contains("nothing answers for the number '7'"))
    }
  }

  @Test func aSoundBookHasNoAnnotations() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let result = try book.tool("check", "--format", "github")
      #expect(result.status == 0)
      #expect(result.output.isEmpty)
    }
  }

  @Test func aParanoidCheckAgreesWithCellsThatDependOnNothingElse() async throws {
    try await TemporaryBook.with(SmallBook.files) { book in
      let first = try book.tool("check")
      let again = try book.tool("check", "--paranoid")
      #expect(first.status == 0)
      #expect(again.status == 0, "\(again.errors)")
    }
  }

  @Test func aParanoidCheckFindsACellThatDependsOnChance() async throws {
    let text = "# T\n\n```swift id=r\nprint(UInt64.random(in: 0 ... .max))\n```\n"
    try await TemporaryBook.with(["01-a.md": text]) { book in
      let found = try [book.tool("check"), book.tool("check")]
      #expect(found.map(\.status) == [0, 0])
      let result = try book.tool("check", "--paranoid")
      #expect(result.status == 1)
      #expect(result.errors.contains("differs from its record"))
    }
  }
}
