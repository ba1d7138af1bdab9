import Foundation
import Testing

/// Whatever a reader's cell can get out of the domain modules or put into them says what it measures.
@Suite struct PublicSignatureTests {
  @Test(arguments: ["ServingMath", "DecodeEngine", "ClusterSimulator"])
  func noPublicSignatureHasABareDouble(module: String) throws {
    let signatures = try PublicSignature.all(ofModule: module)
    #expect(signatures.count > 5, "\(module)")
    let bare = signatures.filter(\.hasBareDouble)
    #expect(bare.isEmpty, "\(bare.map { "\($0.file): \($0.text)" }.joined(separator: "\n"))")
  }

  @Test(arguments: [
    "public let total: Sourced<Double>",
    "  public func loss(\n    of size: Quantity,\n    share: Double\n  ) -> Quantity { size }",
    "public func loss(_ size: Quantity)\n    -> Double { 1 }",
    "public static let ratio = 300.0",
    "public static let total = fact(\n    685e9,\n    .source\n  )",
    "public static let losses = [\n    2.5, 3\n  ]",
    "public enum Shape {\n  case part(share: Double)\n}",
    "public init(\n  _ property: (Double) -> Bool = { _ in true },\n  limit: Int\n) {",
  ])
  func bareDoubleIsFound(code: String) {
    #expect(PublicSignature.all(in: code, file: "").filter(\.hasBareDouble).count == 1)
  }

  @Test(arguments: [
    "let total: Double", "package enum Shape {\n  case part(share: Double)\n}",
    "public var total: Quantity { Quantity(Double(count)) }",
    "/// A Double.\npublic let count: Int\nprivate let ratio: Double",
    "public static let ratio = figure(\n    300.0,\n    .one\n  )",
    "public static let rack = Rack(count: 72)\n  let share = 0.5",
  ])
  func ownDoublesArePermitted(code: String) {
    #expect(PublicSignature.all(in: code, file: "").filter(\.hasBareDouble).isEmpty)
  }
}

/// The head of one public declaration: from its keyword to its body or its end, over as many lines as
/// it takes.
private struct PublicSignature {
  let file: String
  let text: String

  /// Whether a type is written as a double, or a literal makes it one.
  var hasBareDouble: Bool {
    text.contains(/\bDouble\b/)
      || text.contains(/=\s*(\[|fact\()?\s*-?[0-9_]+(\.[0-9]|e[0-9])/)
  }

  static func all(ofModule module: String) throws -> [PublicSignature] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appending(path: "Sources/\(module)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try names.filter { $0.hasSuffix(".swift") }.sorted().flatMap { name in
      let url = folder.appending(path: name)
      return all(in: try String(contentsOf: url, encoding: .utf8), file: name)
    }
  }

  static func all(in code: String, file: String) -> [PublicSignature] {
    let bare = code.replacing(/\/\/.*/, with: "")
    let heads = bare.ranges(of: /\bpublic\b(?!\s+import)|\bcase\s+\w+\(/)
    return heads.compactMap { head in
      let text = Self.head(of: bare[head.lowerBound...])
      let isHidden = text.hasPrefix("case") && isInHiddenEnum(bare[..<head.lowerBound])
      return isHidden ? nil : PublicSignature(file: file, text: text)
    }
  }

  /// Whether the last enumeration that begins in a text is not a public one.
  private static func isInHiddenEnum(_ text: Substring) -> Bool {
    let enums = text.matches(of: /(\w+ )?(indirect )?enum \w+/)
    return enums.last.map { !$0.output.0.contains("public") } ?? false
  }

  /// The declaration at the start of a text, without the body that follows it.
  private static func head(of text: Substring) -> String {
    var depth = 0
    var head = ""
    for (index, character) in zip(text.indices, text) {
      switch character {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "{" where depth == 0: return head
      case "\n" where depth == 0:
        let next = text[index...].drop(while: \.isWhitespace)
        if !next.hasPrefix("->") && !next.hasPrefix("where ") { return head }
      default: break
      }
      head.append(character)
    }
    return head
  }
}
