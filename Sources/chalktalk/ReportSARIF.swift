import Foundation
import Literate

/// A checked book in the Static Analysis Results Interchange Format, version 2.1.0.
struct ReportSARIF: Encodable {
  private let schema = "https://json.schemastore.org/sarif-2.1.0.json"
  private let version = "2.1.0"
  private let runs: [Run]

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  private struct Text: Encodable { let text: String }

  private struct Run: Encodable {
    struct Tool: Encodable {
      struct Driver: Encodable {
        struct Rule: Encodable { let id: String }
        let name = "chalktalk"
        let version = toolVersion
        let rules: [Rule]
      }
      let driver: Driver
    }
    let tool: Tool
    let columnKind = "unicodeCodePoints"
    let results: [Finding]
  }

  private struct Finding: Encodable {
    struct Location: Encodable {
      struct Physical: Encodable {
        struct Artifact: Encodable { let uri: String }
        struct Region: Encodable {
          let startLine: Int
          let startColumn: Int
          let endColumn: Int
        }
        let artifactLocation: Artifact
        let region: Region
      }
      let physicalLocation: Physical
    }
    let ruleId: String
    let level: String
    let message: Text
    let locations: [Location]
  }

  init(_ report: BookReport) {
    let directory = FileManager.default.currentDirectoryPath
    let findings = report.diagnostics.map { diagnostic in
      let file = Diagnostic.shortened(diagnostic.file, relativeTo: directory)
      let start = diagnostic.range.start
      let uri =
        file.hasPrefix("/")
        ? URL(fileURLWithPath: file).absoluteString
        : file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file
      return Finding(
        ruleId: diagnostic.id,
        level: diagnostic.severity.rawValue,
        message: Text(
          text: [diagnostic.message, diagnostic.help].compactMap { $0 }.joined(separator: "; ")
        ),
        locations: [
          Finding.Location(
            physicalLocation: Finding.Location.Physical(
              artifactLocation: Finding.Location.Physical.Artifact(uri: uri),
              region: Finding.Location.Physical.Region(
                startLine: start.line,
                startColumn: start.column,
                endColumn: start.column + diagnostic.range.length
              )
            )
          )
        ]
      )
    }
    let rules = Set(report.diagnostics.map(\.id)).sorted().map(Run.Tool.Driver.Rule.init)
    runs = [Run(tool: Run.Tool(driver: Run.Tool.Driver(rules: rules)), results: findings)]
  }

  var text: String {
    get throws { try JSONText.of(self) }
  }
}
