import ClusterSimulator
import Foundation

/// The traces that the book commits.
enum TraceFiles {
  static func azureConversation() throws -> RequestTrace {
    try RequestTrace(file: path("azure-2023-conv.csv"))
  }

  static func mooncakeConversation() throws -> RequestTrace {
    try RequestTrace(file: path("mooncake-conversation.csv"))
  }

  static func mooncakeSynthetic() throws -> RequestTrace {
    try RequestTrace(file: path("mooncake-synthetic.csv"))
  }

  static func path(_ name: String) -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return root.appending(path: "Chapters/data").appending(path: name).path(percentEncoded: false)
  }
}
