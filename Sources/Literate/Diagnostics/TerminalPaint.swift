/// Colours of a terminal, or none.
package struct TerminalPaint: Sendable {
  let isOn: Bool

  package init(isOn: Bool) {
    self.isOn = isOn
  }

  package func bold(_ text: String) -> String { wrapped(text, "1") }
  package func red(_ text: String) -> String { wrapped(text, "1;31") }
  package func green(_ text: String) -> String { wrapped(text, "1;32") }
  package func magenta(_ text: String) -> String { wrapped(text, "1;35") }
  package func cyan(_ text: String) -> String { wrapped(text, "1;36") }

  private func wrapped(_ text: String, _ code: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
