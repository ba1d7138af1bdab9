import ServingMath

/// One continuation of a request, from its first step to its last.
///
/// All that its tokens depend on is here: the text so far and its own random numbers. Its cache may be taken
/// away at any time and is computed again from the text.
final class Job {
  let id: RequestID
  let choice: Int
  let request: TokenRequest
  /// The prompt and what was generated.
  private(set) var tokens: [Int32]
  /// What of it is cached; none while it waits.
  var sequence: Engine.Sequence?
  /// Chooses its tokens.
  var sampler: Sampler
  /// What a drafter sees and keeps of it.
  let draft: DraftText
  /// Choices of the same request that begin when the prompt is cached.
  var followers: [Job] = []
  /// Records of the prompt's tokens, as far as they were asked for.
  var promptRecords: [TokenRecord] = []
  var statistics = RequestStatistics()

  init(_ request: TokenRequest, id: RequestID, choice: Int) {
    self.id = id
    self.choice = choice
    self.request = request
    tokens = request.prompt
    let parameters = request.sampling.withSeed(ofChoice: choice)
    sampler = Sampler(parameters)
    draft = DraftText(sampler: sampler, seed: parameters.seed)
    statistics.promptTokens = request.prompt.count
  }

  var generated: Int { tokens.count - request.prompt.count }
  var cached: Int { sequence?.length ?? 0 }
  /// Tokens that still must be cached before the job decodes.
  ///
  /// A fresh prompt is fed to its end, whose logits give the first token. A text whose cache was taken away is
  /// fed up to its last token, so that it goes on just as it would have.
  var unfilled: Int { (generated == 0 ? tokens.count : tokens.count - 1) - cached }

  func append(_ token: Int32) {
    tokens.append(token)
    statistics.tokens += 1
  }

  /// Gives its cache back.
  func release() {
    sequence?.release()
    sequence = nil
    draft.release()
  }
}

extension SamplingParameters {
  /// The same parameters with the random numbers of one of several continuations.
  package func withSeed(ofChoice choice: Int) -> SamplingParameters {
    guard choice > 0 else { return self }
    var seeds = SplitMix64(seed: seed ^ UInt64(choice) &* 0xD134_2543_DE82_EF95)
    // The other parameters were checked when these were made.
    return
      (try? SamplingParameters(
        temperature: temperature,
        topK: topK,
        topP: topP,
        minP: minP,
        typicalP: typicalP,
        repetitionPenalty: repetitionPenalty,
        seed: seeds.next()
      )) ?? self
  }
}
