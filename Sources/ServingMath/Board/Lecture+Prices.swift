public import Quantities

/// What the lecture puts in numbers while it reads price lists, 1:32:52 to 2:03:52.
extension Lecture {
  /// How many times dearer output is than input, in the speaker's memory.
  public static let outputOverInput = fact(
    Quantity(3)...Quantity(5),
    .lecture,
    "2026-04-29",
    "1:41:39"
  )

  /// Length of a key or a value in a usual head.
  public static let headDimension = fact(128, .lecture, "2026-04-29", "1:39:14, typical")

  /// Key/value heads that a layer stores.
  public static let keyValueHeads = fact(
    Quantity(1)...Quantity(8),
    .lecture,
    "2026-04-29",
    "1:40:41"
  )

  /// Multiples of the balanced batch that the speaker would serve: earlier he says double or triple it.
  public static let batchMultiples = fact(
    Quantity(2)...Quantity(3),
    .lecture,
    "2026-04-29",
    "0:19:31, of the batch that balances"
  )

  /// A month of work as a colleague, in tokens of context.
  public static let monthOfWork = figure(
    100,
    .megatokens,
    .lecture,
    "2026-04-29",
    "1:53:09, guessed"
  )

  /// Where the arithmetic of attention starts to show.
  public static let attentionShowsAt = figure(1, .megatokens, .lecture, "2026-04-29", "1:52:15")
}
