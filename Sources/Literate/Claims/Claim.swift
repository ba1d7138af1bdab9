package import CellRuntime

/// A number of the text that a Swift expression owns: a `claim:`, `value:` or `given:` link.
package struct Claim: Sendable {
  package var link: SchemeLink
  /// The words of the link.
  package var text: String
  /// Which of the program's slots holds its value.
  package var slot: Int
  package var options: ClaimOptions
  /// nil when the text cannot be read, and for `value:`, whose text is made.
  package var statement: ClaimStatement?
  package var verdict: Verdict = .unresolved
  package var value: RecordedValue?
  /// Whether the value rests on a figure or function of the library, and not on the talk's own figures alone.
  package var dependsOnLibrary = true

  package var isClaim: Bool { link.scheme == .claim }
}
