/// What a unit declares, as later units can see it: variables and functions by their names, and all the rest.
///
/// A variable or a function matters to those alone that say its name. Its type is written out in the syntax tree, so
/// that nothing it was inferred from matters too. Types, extensions, operators and imports have their say everywhere.
struct UnitInterface: Codable, Sendable {
  /// Digests of variables and functions, one after the other for those that share a name.
  private var named: [String: [String]] = [:]
  /// Digests of everything else.
  private var unnamed: [String] = []

  /// Takes up a top-level item of the compiler's syntax tree.
  mutating func take(_ item: [String: Any]) {
    let kind = item["_kind"] as? String
    // A statement declares nothing: what it binds is an item of its own.
    guard kind != "top_level_code_decl" else { return }
    var hash = SHA256()
    Self.feed(item, to: &hash)
    let digest = hash.finish()
    if kind == "var_decl" || kind == "func_decl",
      let name = SyntaxTreeScan.Facts.baseName(item["name"]),
      name.unicodeScalars.allSatisfy(Self.isInWord)
    {
      named[name, default: []].append(digest)
    } else {
      unnamed.append(digest)
    }
  }

  /// What of it is seen by code with certain words in it, as a list of digests.
  func seen(by words: Set<String>) -> [String] {
    unnamed
      + named.filter { words.contains($0.key) }.sorted { $0.key < $1.key }
      .flatMap { [$0.key] + $0.value }
  }

  /// All words of a text that may be names, those in its comments and strings too.
  static func words(of text: String) -> Set<String> {
    Set(text.unicodeScalars.split { !isInWord($0) }.map { String($0) })
  }

  private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: !scalar.isASCII && (scalar.properties.isXIDContinue || scalar.properties.isEmoji)
    }
  }

  /// Adds a node with all that is in it but where it stands, which moves with what is above it.
  private static func feed(_ node: Any, to hash: inout SHA256) {
    switch node {
    case let fields as [String: Any]:
      for (key, value) in fields.sorted(by: { $0.key < $1.key }) where key != "range" {
        hash.update(field: key)
        feed(value, to: &hash)
      }
      hash.update(field: "}")
    case let list as [Any]:
      for element in list { feed(element, to: &hash) }
      hash.update(field: "]")
    case let text as String where text.hasPrefix("replaced-pointer-"): break
    default: hash.update(field: "\(node)")
    }
  }
}
