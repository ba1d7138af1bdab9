public import Quantities

/// The squeeze on memory in 2026, in the figures that the lecture's fourth part opens with.
///
/// Forecasts and guidance as reported at the dates given; none is an outcome.
public enum MemoryMarket {
  /// Phones sold in a year before the squeeze and those then projected for 2026, by the host's own source.
  public static let phonesBySemiAnalysis = (
    before: figure(1.1e9, .one, .patelInterview, "2026-03", .reported, note: "a year, about"),
    projected: figure(0.8e9, .one, .patelInterview, "2026-03", .estimate, note: "might drop to")
  )

  /// The fall in phone sales that IDC forecasts for 2026, as a share of the year before.
  public static let phonesByIDC = figure(
    12.9,
    .percent,
    .phonesForecast,
    "2026-02",
    .estimate,
    note: "decline, to 1.1 billion",
    others: [figure(13.9, .percent, .phonesRevised, "2026-05", .estimate, note: "decline, revised")]
  )

  /// The fall that the host's source projects.
  ///
  ///     1 − projected / before
  public static var phonesFall: Quantity {
    Quantity(1) - phonesBySemiAnalysis.projected.value / phonesBySemiAnalysis.before.value
  }

  /// The share of the four hyperscalers' capital expenditure in 2026 that goes into memory.
  public static let memoryShare = figure(
    30,
    .percent,
    .patelInterview,
    "2026-03",
    .estimate,
    note: "of 2026, later in the talk called a third"
  )

  /// Capital expenditure of Amazon, Alphabet, Meta and Microsoft in 2026: as guided in February and in April.
  public static let capitalExpenditure = (
    february: fact(
      Quantity(630e9, .dollars)...Quantity(660e9, .dollars),
      .capexFebruary,
      "2026-02",
      .reported,
      note: "Microsoft estimated"
    ),
    april: figure(725e9, .dollars, .capexApril, "2026-04", .reported, note: "all four, about")
  )
}
