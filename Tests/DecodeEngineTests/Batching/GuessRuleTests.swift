import DecodeEngine
import ServingMath
import Testing

/// Sampling with guesses is held to the exact distribution of the model by Pearson's χ².
///
/// The bound is exceeded by a true distribution once in ten thousand; seeds are fixed, so a test that passes
/// always passes. Rules that are almost right must exceed it.
@Suite struct GuessRuleTests {
  static let wrong: [String: GuessRule] = [
    "a guess always stands": GuessRule { guess, _, _, _ in guess },
    "what falls is drawn from p, not from what p has more": GuessRule { guess, q, p, random in
      let unit = Double(random.next() >> 11) / Double(1 << 53)
      if unit * Double(q[Int(guess)]) < Double(p[Int(guess)]) { return guess }
      return GuessRule.draw(p, &random)
    },
    "a guess stands with p, not with p over q": GuessRule { guess, q, p, random in
      let unit = Double(random.next() >> 11) / Double(1 << 53)
      if unit < Double(p[Int(guess)]) { return guess }
      return GuessRule.draw(zip(p, q).map { max(0, $0 - $1) }, &random)
    },
    "a guess stands where p is larger": GuessRule { guess, q, p, random in
      if p[Int(guess)] >= q[Int(guess)] { return guess }
      return GuessRule.draw(zip(p, q).map { max(0, $0 - $1) }, &random)
    },
  ]

  @Test func drawsFromTheModelsDistribution() throws {
    var random = SplitMix64(seed: 9)
    for _ in 0..<10 {
      let (p, q) = (Self.distribution(&random), Self.distribution(&random))
      #expect(Self.excess(of: .unbiased, p, q, &random) < 1)
      for (name, rule) in Self.wrong {
        #expect(Self.excess(of: rule, p, q, &random) > 1, "\(name)")
      }
    }
    // No overlap at all, and no difference at all.
    var (p, q) = (Self.distribution(&random), Self.distribution(&random))
    for token in 0..<8 { if token % 2 == 0 { p[token] = 0 } else { q[token] = 0 } }
    #expect(Self.excess(of: .unbiased, Self.scaled(p), Self.scaled(q), &random) < 1)
    #expect(Self.excess(of: .unbiased, Self.scaled(p), Self.scaled(p), &random) < 1)
  }

  /// Three tokens in a row, all their combinations, through model, drafter and scheduler.
  @Test(arguments: ["model", "lookup"])
  func textsAreDistributedAsWithoutGuesses(_ drafter: String) throws {
    #expect(try Self.excess(of: .unbiased, drafter) < 1)
  }

  @Test(arguments: wrong.keys.sorted())
  func wrongRulesAreFoundOut(_ name: String) throws {
    let rule = try #require(Self.wrong[name])
    #expect(try Self.excess(of: rule, "model") > 1)
  }

  // MARK: - Through the scheduler

  private static let prompt: [Int32] = [4, 1, 7, 4, 1, 2, 4, 1, 7, 4]

  /// χ² of many texts over its bound.
  private static func excess(of rule: GuessRule, _ drafter: String) throws -> Double {
    let transformer = try TinyModel.transformer(seed: 11)
    let small = try TinyModel.transformer(seed: 12)
    let scheduler = Scheduler(
      Engine(transformer, Engine.Options(cacheTokens: 4096)),
      SchedulingPolicy(sequences: 64, tokensPerStep: 256, guesses: 3),
      drafter: drafter == "lookup"
        ? PromptLookup()
        : try DraftModel(Engine(small, Engine.Options(cacheTokens: 4096)), for: transformer)
    )
    scheduler.rule = rule
    let count = 6000
    for seed in 0..<count {
      _ = try scheduler.submit(
        TokenRequest(
          prompt: prompt,
          maximumTokens: 4,
          sampling: try SamplingParameters(temperature: 1.5, topK: 5, seed: UInt64(seed))
        )
      )
    }
    var outcome = Outcome()
    outcome.add(try scheduler.run())
    #expect(scheduler.speculation.accepted > 100)
    var counts: [[Int32]: Int] = [:]
    for text in outcome.tokens.values { counts[Array((text[0] ?? [])[..<3]), default: 0] += 1 }
    return excess(counts, try exact(transformer), count)
  }

  /// The probability of every text of three tokens.
  private static func exact(_ transformer: Transformer) throws -> [[Int32]: Double] {
    let sampler = Sampler(try SamplingParameters(temperature: 1.5, topK: 5))
    let engine = Engine(transformer, Engine.Options(cacheTokens: 512))
    var texts: [[Int32]: Double] = [[]: 1]
    for _ in 0..<3 {
      var longer: [[Int32]: Double] = [:]
      for (text, probability) in texts {
        let sequence = engine.sequence()
        let logits = try engine.step([Engine.Feed(prompt + text, to: sequence)])[0][0]
        for (token, p) in try sampler.probabilities(logits: logits).enumerated() where p > 0 {
          longer[text + [Int32(token)]] = probability * Double(p)
        }
      }
      texts = longer
    }
    return texts
  }

  // MARK: - One place

  private static func excess(
    of rule: GuessRule,
    _ p: [Float],
    _ q: [Float],
    _ random: inout SplitMix64
  ) -> Double {
    var counts: [Int32: Int] = [:]
    let count = 20_000
    for _ in 0..<count {
      counts[rule.decide(GuessRule.draw(q, &random), q, p, &random), default: 0] += 1
    }
    let expected = Dictionary(
      uniqueKeysWithValues: p.enumerated().filter { $0.element > 0 }
        .map { (Int32($0.offset), Double($0.element)) }
    )
    return excess(counts, expected, count)
  }

  private static func distribution(_ random: inout SplitMix64) -> [Float] {
    scaled((0..<8).map { _ in 0.02 + random.nextUnit() * random.nextUnit() })
  }

  private static func scaled(_ weights: [Float]) -> [Float] {
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// χ² over the value that chance exceeds once in 10,000; infinite for what cannot happen at all.
  ///
  /// Cells of fewer than five expected texts are put together. The quantile is Wilson's and Hilferty's.
  private static func excess<Cell: Hashable>(
    _ counts: [Cell: Int],
    _ expected: [Cell: Double],
    _ count: Int
  ) -> Double {
    guard counts.keys.allSatisfy({ expected[$0] != nil }) else { return .infinity }
    var (sum, cells) = (0.0, 0)
    var rare = (expected: 0.0, found: 0.0)
    for (cell, probability) in expected {
      let (mean, found) = (probability * Double(count), Double(counts[cell] ?? 0))
      if mean < 5 {
        rare = (rare.expected + mean, rare.found + found)
      } else {
        sum += (found - mean) * (found - mean) / mean
        cells += 1
      }
    }
    if rare.expected > 0 {
      let difference = rare.found - rare.expected
      sum += difference * difference / rare.expected
      cells += 1
    }
    let freedom = Double(cells - 1)
    let root = 1 - 2 / (9 * freedom) + 3.719 * (2 / (9 * freedom)).squareRoot()
    return sum / (freedom * root * root * root)
  }
}
