import Foundation

/// What the compiler's syntax tree says of the pieces of a program: what each declares, names and changes.
struct SyntaxTreeScan: Codable, Sendable {
  private(set) var facts: [Facts] = []
  /// Variables that may be assigned to.
  private(set) var mutable: Set<String> = []
  /// The types of all variables.
  private var types: [String: String] = [:]
  private var hasClasses = false
  /// Names of variables, of which a program has one each.
  private(set) var variables: Set<String> = []
  /// Names of everything else that is declared and has no arguments: a function that has some may share its name.
  private(set) var otherNames: Set<String> = []
  /// Names of what types have in them, each behind its type's.
  private var members: Set<String> = []
  /// What code of another module sees of what is declared.
  private(set) var interface = UnitInterface()

  init() {}

  /// Reads `swift-frontend -dump-ast -dump-ast-format json`.
  ///
  /// - Parameters:
  ///   - tree: What the compiler wrote; nil is returned for what is no tree.
  ///   - pieceStarts: Where in the text, in bytes, each piece begins; what stands before is nobody's.
  init?(tree: Data, pieceStarts: [Int]) {
    guard let items = SyntaxTreeItems(tree) else { return nil }
    hasClasses = tree.range(of: Data("\"class_decl\"".utf8)) != nil
    facts = Array(repeating: Facts(), count: pieceStarts.count)
    let collected: Void? = try? items.visit { item in
      guard let range = item["range"] as? [String: Any], let start = range["start"] as? Int,
        let piece = pieceStarts.lastIndex(where: { $0 <= start })
      else { return }
      take(item, of: piece)
    }
    guard collected != nil else { return nil }
  }

  /// Takes up a top-level item of a piece.
  private mutating func take(_ item: [String: Any], of piece: Int) {
    facts[piece].collect(item)
    interface.take(item)
    let isVariable = item["_kind"] as? String == "var_decl"
    let name = item["name"] as? [String: Any]
    if let base = Facts.baseName(name), (name?["args"] as? [Any] ?? []).isEmpty {
      if isVariable { variables.insert(base) } else { otherNames.insert(base) }
    }
    takeMembers(of: item)
    guard let usr = item["usr"] as? String, isVariable else { return }
    if item["let"] as? Bool != true { mutable.insert(usr) }
    types[usr] = item["interface_type"] as? String ?? ""
  }

  /// Takes up what stands in a type or in an extension of it: `7chapter4StepV.text`.
  private mutating func takeMembers(of item: [String: Any]) {
    guard let list = item["members"] as? [[String: Any]] else { return }
    let extended = (item["extended_type"] as? String)?.dropFirst("$s".count).dropLast("D".count)
    let type = extended ?? (item["usr"] as? String)?.dropFirst("s:".count) ?? ""
    for member in list {
      if let name = Facts.baseName(member["name"]) { members.insert("\(type).\(name)") }
      takeMembers(of: member)
    }
  }

  /// Adds what is known of the pieces that follow.
  mutating func append(_ other: SyntaxTreeScan) {
    facts += other.facts
    mutable.formUnion(other.mutable)
    types.merge(other.types) { first, _ in first }
    hasClasses = hasClasses || other.hasClasses
    variables.formUnion(other.variables)
    otherNames.formUnion(other.otherNames)
    members.formUnion(other.members)
  }

  /// Names that others declare again and only one of them may; also those of functions that a type has in both,
  /// which it may.
  func collisions(with other: SyntaxTreeScan) -> Set<String> {
    variables.intersection(other.variables)
      .union(variables.intersection(other.otherNames))
      .union(otherNames.intersection(other.variables))
      .union(
        members.intersection(other.members).map { member in
          member.lastIndex(of: ".").map { String(member[$0...].dropFirst()) } ?? member
        }
      )
  }

  /// Variables whose values may change without being assigned to.
  var shared: Set<String> {
    Set(types.filter { Self.isShared($0.value, hasClasses: hasClasses) }.keys)
  }

  /// The same of larger pieces.
  ///
  /// - Parameters:
  ///   - count: How many there are.
  ///   - piece: The piece that a part belongs to.
  /// - Returns: Of each piece, what its parts declare, name and change.
  func joined(_ count: Int, _ piece: (Int) -> Int) -> SyntaxTreeScan {
    var joined = self
    joined.facts = Array(repeating: Facts(), count: count)
    for (part, fact) in facts.enumerated() { joined.facts[piece(part)].formUnion(fact) }
    return joined
  }

  /// Whether a value of a type may change without being assigned to: by its mangled name, an object, a
  /// function or an existential is in it; or it is of the chapter's own types, and those hold objects.
  private static func isShared(_ type: String, hasClasses: Bool) -> Bool {
    if hasClasses, type.contains("7chapter") { return true }
    var operators = ""
    var rest = type.dropFirst(2)
    while let first = rest.popFirst() {
      guard let digit = first.wholeNumberValue, digit > 0 else {
        operators.append(first)
        continue
      }
      var length = digit
      while let next = rest.first?.wholeNumberValue {
        length = length * 10 + next
        rest.removeFirst()
      }
      rest = rest.dropFirst(length)
    }
    return operators.contains { "Ccp".contains($0) }
  }

  /// What the tree of one piece names.
  struct Facts: Codable, Sendable {
    var declared: Set<String> = []
    var referenced: Set<String> = []
    var typeNames: Set<String> = []
    /// Names that a `guard` binds.
    var guarded: Set<String> = []
    /// Names of what has no usr: bound by a `guard`, or local.
    var unresolved: Set<String> = []
    var writes = false

    mutating func formUnion(_ other: Facts) {
      declared.formUnion(other.declared)
      referenced.formUnion(other.referenced)
      typeNames.formUnion(other.typeNames)
      guarded.formUnion(other.guarded)
      unresolved.formUnion(other.unresolved)
      writes = writes || other.writes
    }

    mutating func collect(_ node: Any) { collect(node, inGuard: false) }

    private mutating func collect(_ node: Any, inGuard: Bool) {
      if let list = node as? [Any] {
        for element in list { collect(element, inGuard: inGuard) }
        return
      }
      guard let fields = node as? [String: Any] else { return }
      let kind = fields["_kind"] as? String
      let inGuard = inGuard || kind == "guard_stmt"
      if kind == "inout_expr" || kind == "assign_expr" { writes = true }
      if kind == "pattern_named", inGuard, let name = Self.baseName(fields["name"]) {
        guarded.insert(name)
      }
      if fields["decl_usr"] as? String == "", let name = fields["base_name"] as? String {
        unresolved.insert(name)
      }
      for (key, value) in fields {
        switch (key, value as? String) {
        case ("usr", let usr?): declared.insert(usr)
        case ("decl_usr", let usr?), ("type_usr", let usr?): referenced.insert(usr)
        case ("type", let name?), ("interface_type", let name?), ("extended_type", let name?):
          if name.contains("7chapter") { typeNames.insert(name) }
        default: collect(value, inGuard: inGuard)
        }
      }
    }

    /// `x` of `{"_kind": "decl_name", "base_name": {"name": "x"}}`.
    static func baseName(_ name: Any?) -> String? {
      let base = (name as? [String: Any])?["base_name"] as? [String: Any]
      return base?["name"] as? String
    }
  }
}
