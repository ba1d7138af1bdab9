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
