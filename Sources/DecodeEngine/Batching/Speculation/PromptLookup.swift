/// Guesses that a text goes on as it went on before, after the same last few tokens.
///
/// > Source: Saxena, "Prompt Lookup Decoding" (2023).
public final class PromptLookup: Drafter {
  /// The longest run of last tokens to look for.
  public let longest: Int
  /// The shortest one.
  public let shortest: Int

  /// Looks for runs of these lengths, longest first; at least one token.
  public init(longest: Int = 3, shortest: Int = 1) {
    self.shortest = max(1, shortest)
    self.longest = max(self.shortest, longest)
  }

  /// Copies what followed the latest earlier occurrence.
  public func drafts(for texts: [(text: DraftText, limit: Int)]) -> [Draft] {
    texts.map { Draft(continuation(of: $0.text.tokens, limit: $0.limit)) }
  }

  private func continuation(of tokens: [Int32], limit: Int) -> [Int32] {
    guard limit > 0 else { return [] }
    for length in stride(from: min(longest, tokens.count - 1), through: shortest, by: -1) {
      let run = tokens.suffix(length)
      for end in (length..<tokens.count).reversed() where tokens[end - length..<end] == run {
        return Array(tokens[end...].prefix(limit))
      }
    }
    return []
  }
}
