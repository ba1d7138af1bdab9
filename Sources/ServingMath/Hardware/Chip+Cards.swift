import Quantities

extension Chip {
  /// One network card of 400 Gbit/s for each chip, as most nodes of eight have.
  static let oneCard = figure(
    50,
    .gigabytesPerSecond,
    .inferenceX,
    "2026-04",
    .oneDirection,
    .perPackage,
    note: "one 400 Gbit/s card a chip"
  )
}
