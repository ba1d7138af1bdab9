public import Quantities

/// Numbers that the speakers put on the board themselves, so that chapters can compute with them.
///
/// They are what was said, not what is so; the catalogue has the latter.
///
/// > Source: lecture, at the time that each convention names.
public enum Lecture {
  /// Multiply-adds per weight fetched, on most chips.
  public static let boardRatio = figure(300, .one, .lecture, "2026-04-29", "0:18:09, rounded")

  /// The example of a mixture of experts: 32 of 256.
  ///
  /// The model it is ascribed to routes 8.
  public static let experts = whole(
    Experts(count: 256, chosen: 32),
    "32 of 256 experts",
    .lecture,
    "2026-04-29",
    "an example on the board"
  )

  /// The batch that the rest of the talk uses.
  public static let batch = figure(
    2000,
    .one,
    .lecture,
    "2026-04-29",
    "0:20:24, rounded down from 2,400"
  )

  /// The year to which the speaker traces the mixture of experts in this form.
  ///
  /// > Source: arXiv 1701.06538, which is where the sparsely gated layer was published.
  public static let sparselyGatedYear = fact(2017, .sparselyGated, "2017-01", "first version")

  /// Rent of one GPU.
  public static let rent = figure(2, .dollarsPerHour, .lecture, "2026-04-29", "0:12:59, about")

  /// Time from one departing batch to the next.
  public static let interval = figure(20, .milliseconds, .lecture, "2026-04-29", "0:22:32, about")

  /// Departures per second, rounded so that products come out even.
  public static let departures = figure(64, .one, .lecture, "2026-04-29", "0:26:48, one in 15.6 ms")

  /// The stylised model of the price deduction: 100 billion active parameters, eight times as many in all.
  ///
  /// 1,667 bytes per token is what the lecture deduces later, at 1:37:54, from a price step at 200k tokens.
  public static let model = whole(
    ServedModel(
      name: "the lecture's model",
      totalParameters: Quantity(100e9) * experts.sparsity,
      activeParameters: Quantity(100e9),
      keyValueBytesPerToken: Quantity(1667, .bytesPerToken)
    ),
    "100 billion active parameters, 1,667 B/tok",
    .lecture,
    "2026-04-29",
    "1:31:17 and 1:37:54, the stylised model"
  )
}
