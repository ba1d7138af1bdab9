/// What the compiler's syntax tree says of the parts of a program: what each declares, names and changes.
struct SyntaxTreeScan {
  private(set) var facts: [Facts]
  /// Variables that may be assigned to.
  private(set) var mutable: Set<String> = []
  /// Variables whose values may change without that.
  private(set) var shared: Set<String> = []
  private let hasClasses: Bool

  init(hasClasses: Bool, parts: Int) {
    self.hasClasses = hasClasses
    facts = Array(repeating: Facts(), count: parts)
  }

  /// Takes up a top-level item of a part.
  mutating func take(_ item: [String: Any], of part: Int) {
    facts[part].collect(item)
    guard let usr = item["usr"] as? String, item["_kind"] as? String == "var_decl" else { return }
    if item["let"] as? Bool != true { mutable.insert(usr) }
    if Self.isShared(item["interface_type"] as? String ?? "", hasClasses: hasClasses) {
      shared.insert(usr)
    }
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
  struct Facts {
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
    private static func baseName(_ name: Any?) -> String? {
      let base = (name as? [String: Any])?["base_name"] as? [String: Any]
      return base?["name"] as? String
    }
  }
}
