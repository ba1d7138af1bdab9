public import Quantities

extension ActivationPolicy {
  /// The year in which reversible layers were published for deep networks.
  ///
  /// > Source: arXiv 1707.04585, first version of 14 July; the speaker's date at 2:10:25 is the same.
  public static let reversiblePublished = fact(
    2017,
    .reversibleResidual,
    "2017-07",
    "first version"
  )
}
