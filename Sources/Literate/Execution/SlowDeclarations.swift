import Foundation

/// What a slow cell declares at its top level, read from the compiler's own syntax tree.
struct SlowDeclarations {
  /// The constants, in order.
  private(set) var constants: [String] = []
  /// The first thing that cannot be given back without running the cell.
  private(set) var problem: String?

  /// Reads the tree of a program.
  ///
  /// - Parameters:
  ///   - tree: As the compiler wrote it.
  ///   - program: The program; the slow cell is its last.
  init(tree: Data, program: Program) {
    guard let root = try? JSONSerialization.jsonObject(with: tree) as? [String: Any],
      let items = root["items"] as? [[String: Any]],
      let piece = program.pieceOffsets.last(where: { $0.part == 0 })
    else { return }
    for item in items {
      guard let range = item["range"] as? [String: Any], let start = range["start"] as? Int,
        start >= piece.offset, let kind = item["_kind"] as? String
      else { continue }
      switch kind {
      case "var_decl":
        let base = (item["name"] as? [String: Any])?["base_name"] as? [String: Any]
        let name = base?["name"] as? String ?? "?"
        if item["let"] as? Bool == true {
          constants.append(name)
        } else {
          problem = problem ?? "the variable '\(name)'"
        }
      case "top_level_code_decl":
        let body = (item["body"] as? [String: Any])?["elements"] as? [[String: Any]] ?? []
        if body.contains(where: { $0["_kind"] as? String == "guard_stmt" }) {
          problem = problem ?? "a 'guard'"
        }
      default:
        let words = [
          "func_decl": "a function", "struct_decl": "a type", "class_decl": "a type",
          "enum_decl": "a type", "import_decl": "an 'import'", "extension_decl": "an extension",
        ]
        problem = problem ?? words[kind] ?? "a declaration"
      }
    }
  }
}
