import Literate

/// The part of SARIF 2.1.0 that a check fills.
struct SARIFLog: Encodable {
  private let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  private let version = "2.1.0"
  private let runs: [Run]

  /// The folder that URIs are relative to.
  static let root = "SRCROOT"

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  init(rules: [Rule], results: [Finding]) {
    runs = [Run(tool: Run.Tool(driver: Run.Tool.Driver(rules: rules)), results: results)]
  }

  struct Text: Encodable {
    let text: String

    init(_ text: String) { self.text = text }
  }

  private struct Run: Encodable {
    struct Tool: Encodable {
      struct Driver: Encodable {
        let name = "chalktalk"
        let version = toolVersion
        let rules: [Rule]
      }
      let driver: Driver
    }
    struct Base: Encodable {
      let description: Text
    }
    let tool: Tool
    let columnKind = "utf16CodeUnits"
    let originalUriBaseIds = [
      root: Base(description: Text("The folder in which the book was checked."))
    ]
    let results: [Finding]
  }

  struct Rule: Encodable {
    let id: String
    let shortDescription: Text
    let help: Text
  }

  struct Artifact: Encodable {
    let uri: String
    let uriBaseId: String?
  }

  struct Region: Encodable {
    let startLine: Int
    let startColumn: Int
    let endLine: Int
    /// Behind the last character.
    let endColumn: Int
  }

  struct Location: Encodable {
    struct Physical: Encodable {
      let artifactLocation: Artifact
      let region: Region
    }
    let id: Int?
    let message: Text?
    let physicalLocation: Physical
  }

  struct Fix: Encodable {
    struct Replacement: Encodable {
      let deletedRegion: Region
      let insertedContent: Text
    }
    struct Change: Encodable {
      let artifactLocation: Artifact
      let replacements: [Replacement]
    }
    let description: Text
    let artifactChanges: [Change]
  }

  struct Finding: Encodable {
    let ruleId: String
    let ruleIndex: Int?
    let level: String
    let message: Text
    let locations: [Location]
    let relatedLocations: [Location]
    let partialFingerprints: [String: String]
    let fixes: [Fix]
  }
}
