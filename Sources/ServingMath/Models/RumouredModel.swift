public import Quantities

/// Models whose makers do not say how large they are, with what is said about them.
public enum RumouredModel {
  /// The year in which GPT-4 came out.
  public static let gpt4Year = fact(2023, .gpt4Report, "2023-03", "announced on 14 March")

  /// Parameters of GPT-4, by leaks that its makers never confirmed.
  public static let gpt4Parameters = figure(
    1.76e12,
    .one,
    .gpt4Rumour,
    "2023-07",
    .reported,
    note: "leak: eight experts of 220 billion",
    others: [
      figure(1e12, .one, .gpt4Rumour, "2023-03", .reported, note: "eight sources of Semafor")
    ]
  )
}
