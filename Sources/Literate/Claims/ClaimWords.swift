/// The closed lists of words that mean something in a claim.
enum ClaimWords {
  private static let approximations: Set<String> = [
    "≈", "~", "about", "around", "roughly", "nearly", "almost",
  ]

  /// Whether the text says that its number is not exact to the last digit.
  static func saysApproximately(_ text: String) -> Bool {
    text.contains("≈") || text.contains("~")
      || text.split { !$0.isLetter }.contains { approximations.contains($0.lowercased()) }
  }

  /// Fractions and factors, each alone a number.
  private static let factors: [String: Double] = [
    "half": 0.5, "halves": 0.5, "halved": 0.5, "third": 1.0 / 3, "quarter": 0.25, "fifth": 0.2,
    "tenth": 0.1, "hundredth": 0.01, "thousandth": 0.001, "twice": 2, "double": 2, "doubles": 2,
    "doubled": 2, "twofold": 2, "thrice": 3, "triple": 3, "triples": 3, "threefold": 3,
    "quadruple": 4, "fourfold": 4, "fivefold": 5, "tenfold": 10, "hundredfold": 100,
    "thousandfold": 1000,
  ]

  private static let numerators: [String: Double] = ["two": 2, "three": 3, "four": 4]

  /// The one fraction or factor word in a text; `two thirds` counts as one.
  static func factor(in text: String) -> (word: String, value: Double)? {
    let words = text.split { !$0.isLetter }.map { $0.lowercased() }
    var found: [(String, Double)] = []
    for (index, word) in words.enumerated() {
      let singular = word.hasSuffix("s") && factors[word] == nil ? String(word.dropLast()) : word
      guard let value = factors[singular] else { continue }
      let before = index > 0 ? words[index - 1] : ""
      if let count = numerators[before], value < 1 {
        found.append(("\(before) \(word)", count * value))
      } else {
        found.append((word, value))
      }
    }
    return found.count == 1 ? found[0] : nil
  }

  /// What is counted and is no unit: the number in front of it is a plain number.
  static let countingNouns: Set<String> = [
    "sequence", "user", "request", "gpu", "tpu", "chip", "accelerator", "expert", "layer", "rack",
    "node", "parameter", "param", "weight", "head", "stage", "step", "pass", "batch",
    "microbatch", "device", "die", "package", "element", "word", "page", "hop", "link", "cable",
    "model", "term", "read", "row", "train", "departure", "tray", "switch", "generation",
    "dimension", "system", "point", "draw", "copy", "stream", "slot", "drive", "disk", "cell",
    "claim", "bubble", "socket", "server", "engine", "visit", "arrival",
  ]

  /// Whether a word names something that is counted.
  static func isCountingNoun(_ word: some StringProtocol) -> Bool {
    let word = word.lowercased()
    if countingNouns.contains(word) { return true }
    for (ending, replacement) in [("ies", "y"), ("es", ""), ("s", "")] where word.hasSuffix(ending)
    {
      if countingNouns.contains(word.dropLast(ending.count) + replacement) { return true }
    }
    return false
  }
}
