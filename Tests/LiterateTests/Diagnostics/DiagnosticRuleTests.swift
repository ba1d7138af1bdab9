import Foundation
import Literate
import Testing

/// Every id that the sources give to a diagnostic is described, and no other.
@Suite struct DiagnosticRuleTests {
  @Test func everyIdHasARule() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources")
    var used: [String: String] = [:]
    for folder in ["Literate", "chalktalk"] {
      let root = sources.appendingPathComponent(folder).path
      for name in try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
      // The first chapter of a new book has ids of its own.
      where name.hasSuffix(".swift") && !name.hasSuffix("NewBook.swift") {
        let text = try String(contentsOfFile: root + "/" + name, encoding: .utf8)
        for match in text.matches(of: /\bid: "([a-z-]+)",?\n|\bid: "([a-z-]+)",/) {
          used[String(match.1 ?? match.2 ?? "")] = name
        }
        for match in text.matches(of: /\bid: \w+\(\w+\) \? "([a-z-]+)" : "([a-z-]+)",/) {
          used[String(match.1)] = name
          used[String(match.2)] = name
        }
        // The Markdown parser's `report(place, "id", …)`.
        for match in text.matches(of: /\breport\(\s*[^"]*?,\s*"([a-z-]+)",/) {
          used[String(match.1)] = name
        }
      }
    }
    #expect(used.count > 25, "\(used.keys.sorted())")
    let described = Set(DiagnosticRule.all.map(\.id))
    for (id, file) in used.sorted(by: { $0.key < $1.key }) {
      #expect(described.contains(id), "'\(id)' of \(file) is not in DiagnosticRule.all")
    }
    for id in described.sorted() {
      #expect(used[id] != nil, "nothing uses the rule '\(id)'")
    }
  }

  @Test func rulesAreInOrderAndSayWhatToDo() {
    let ids = DiagnosticRule.all.map(\.id)
    #expect(ids == ids.sorted() && Set(ids).count == ids.count)
    for rule in DiagnosticRule.all {
      #expect(rule.summary.hasSuffix(".") && rule.help.hasSuffix("."), "\(rule.id)")
    }
  }
}
