public import Quantities

/// What the last part of the lecture dates.
extension Lecture {
  /// The year in which reversible residual networks were published.
  ///
  /// > Source: arXiv 1707.04585; the speaker's date at 2:10:25 is the same.
  public static let revNetYear = fact(2017, .reversibleResidual, "2017-07", "first version")
}
