/// The reader's choice of where solutions stand on paper, which the address keeps: `03-pipelines.html#solutions=none`.
///
/// To leave them out takes no script, not even from the address; to move them does, and what cannot be had without
/// is not offered then.
struct SolutionChoice {
  /// What can be chosen, the page's own first, with its words.
  private let places: [(value: String, words: String)]

  /// For the page of a chapter, where they stand below their exercises.
  static let chapter = SolutionChoice(places: [
    ("in-place", "below their exercises"), ("at-end", "at the end of the chapter"),
    ("none", "left out"),
  ])

  /// For the page of the whole book, where they have been gathered.
  static let book = SolutionChoice(places: [
    ("at-end", "at the end of each chapter"), ("in-place", "below their exercises"),
    ("none", "left out"),
  ])

  var html: String {
    let inputs = places.enumerated().map { index, place in
      """
      <label><input type="radio" name="solutions" id="solutions=\(place.value)" value="\(place.value)"\
      \(index == 0 ? " checked" : "")> \(place.words)</label>

      """
    }
    return """
      <fieldset><legend>Solutions on paper</legend>
      \(inputs.joined())<button type="button" class="print">Print this page</button>
      </fieldset>

      """
  }
}

extension BookPages {
  /// Whether the page of a chapter has solutions to choose a place for.
  func hasSolutions(_ stem: String) -> Bool { things[stem]?.solutions.isEmpty == false }
}
