import Quantities

/// Says what somebody probably meant to write.
package enum Spelling {
  /// `; did you mean 'x'?`, or nothing when no candidate is near.
  package static func suggestion(
    for word: String,
    among candidates: some Sequence<String>
  ) -> String {
    nearestSpelling(of: word, among: candidates.sorted()).map { "; did you mean '\($0)'?" } ?? ""
  }
}
