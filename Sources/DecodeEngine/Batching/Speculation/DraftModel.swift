import ServingMath

/// Guesses with a smaller model of the same vocabulary, in lockstep for all texts.
///
/// Its cache holds the texts beside the large model's. Where it cannot hold them all at once it takes one after
/// the other, so that what is guessed never depends on the company.
public final class DraftModel: Drafter {
  private let engine: Engine
  private static let chunk = 256

  /// A drafter that owns the engine of the small model.
  ///
  /// - Throws: `GenerationError.otherVocabulary` if the two models count different numbers of tokens.
  public init(_ engine: Engine, for model: Transformer) throws(GenerationError) {
    let (own, other) = (
      engine.transformer.architecture.shape.vocabularySize,
      model.architecture.shape.vocabularySize
    )
    guard own == other else { throw .otherVocabulary(guesses: own, model: other) }
    self.engine = engine
  }

  /// Draws guesses as the sampler of each text would from the small model's logits.
  public func drafts(for texts: [(text: DraftText, limit: Int)]) -> [Draft] {
    let limits = texts.map { min($0.limit, engine.longestSequence - $0.text.tokens.count + 1) }
    let random = texts.map(\.text.random)
    if let drafts = try? draw(Array(zip(texts.map(\.text), limits))) { return drafts }
    for (text, random) in zip(texts.map(\.text), random) {
      text.random = random
      text.release()
    }
    return zip(texts.map(\.text), limits).map { text, limit in
      let random = text.random
      defer { text.release() }
      if let drafts = try? draw([(text, limit)]) { return drafts[0] }
      text.random = random
      return Draft([])
    }
  }

  private func draw(_ texts: [(text: DraftText, limit: Int)]) throws -> [Draft] {
    var guesses = texts.map { _ in [Int32]() }
    var distributions = texts.map { _ in [[Float]]() }
    let most = texts.map(\.limit).max() ?? 0
    for round in 0..<max(0, most) {
      let active = texts.indices.filter { round < texts[$0].limit }
      let feeds = try active.map { index in
        guard round == 0 else {
          return (index, [guesses[index][round - 1]], 1)
        }
        return (index, try catchUp(texts[index].text), 0)
      }
      let logits = try engine.step(
        feeds.compactMap { index, tokens, provisional in
          texts[index].text.sequence.map {
            Engine.Feed(tokens, to: $0, provisional: provisional)
          }
        }
      )
      for (index, rows) in zip(active, logits) {
        let text = texts[index].text
        let q = try text.sampler.probabilities(
          logits: rows[0],
          history: text.tokens + guesses[index]
        )
        guesses[index].append(GuessRule.draw(q, &text.random))
        distributions[index].append(q)
      }
    }
    return zip(guesses, distributions).map { Draft($0, from: $1) }
  }

  /// Takes back guesses that were wrong and feeds all but the last part of what is new.
  ///
  /// - Returns: The last part, still to be fed.
  private func catchUp(_ text: DraftText) throws -> [Int32] {
    let sequence = text.sequence ?? engine.sequence(startingWith: text.tokens)
    text.sequence = sequence
    let common = zip(sequence.tokens, text.tokens.dropLast()).prefix { $0 == $1 }.count
    if common < sequence.length { try sequence.truncate(to: common) }
    var rest = text.tokens[common...]
    while rest.count > Self.chunk {
      _ = try engine.step([Engine.Feed(Array(rest.prefix(Self.chunk)), to: sequence, logits: 0)])
      rest = rest.dropFirst(Self.chunk)
    }
    return Array(rest)
  }
}
