/// A number of the text, where it stands, and who answers for it.
package struct NumberUse: Sendable {
  package enum Owner: Sendable, Equatable {
    /// A `claim:`, `value:`, `given:` or `cite:` link, with its expression or key.
    case link(SchemeLink.Scheme, String)
    /// Nobody, for a reason.
    case plain(String)
    /// A rule of the closed list.
    case exempt(String)
    /// A value that a cell put into a text of a figure: which text.
    case computed(String)
    case nobody
  }

  /// As it is written.
  package let text: String
  /// The number, or the link that owns it, or the cell that shows its figure.
  package let range: SourceRange
  package let owner: Owner

  init(_ text: String, _ range: SourceRange, _ owner: Owner) {
    self.text = text
    self.range = range
    self.owner = owner
  }
}

extension NumberUse.Owner {
  /// `claim`, `value`, `given`, `cite`, `plain`, `exempt`, `computed` or `unowned`.
  package var kind: String {
    switch self {
    case .link(let scheme, _): scheme.rawValue
    case .plain: "plain"
    case .exempt: "exempt"
    case .computed: "computed"
    case .nobody: "unowned"
    }
  }

  /// The expression, the key, the reason or the rule.
  package var detail: String {
    switch self {
    case .link(_, let target): target
    case .plain(let reason): reason
    case .exempt(let rule): rule
    case .computed(let place): place
    case .nobody: ""
    }
  }
}
