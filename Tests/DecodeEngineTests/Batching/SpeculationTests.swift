import DecodeEngine
import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct SpeculationTests {
  /// Greedy decoding with guesses gives the tokens that the reference gives without.
  @Test(arguments: ReferenceFile.names)
  func greedyTokensAreTheSame(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder)
    let prompt = try reference.tokens("tokens")
    let expected = try reference.tokens("greedy_tokens")
    // The model itself guesses everything right; one that knows the text guesses some of it wrong.
    let own = try DraftModel(Engine(transformer), for: transformer)
    let drafters: [any Drafter] = [
      own, KnowingDrafter(prompt + expected, acceptance: 0.6, seed: 1),
    ]
    for (index, drafter) in drafters.enumerated() {
      let engine = Engine(transformer)
      let policy = SchedulingPolicy(guesses: 3)
      let scheduler = Scheduler(engine, policy, drafter: drafter)
      let id = try scheduler.submit(TokenRequest(prompt: prompt, maximumTokens: 16))
      var outcome = Outcome()
      outcome.add(try scheduler.run())
      #expect(outcome.texts(id)[0] == expected, "drafter \(index)")
      #expect(scheduler.speculation.accepted > 0)
      if index == 0 {
        #expect(scheduler.speculation.acceptance == 1)
        // One token from the prompt, then four a step, the last three with two guesses.
        #expect(scheduler.steps == 5)
      } else {
        #expect(scheduler.speculation.accepted < scheduler.speculation.checked)
      }
      expectNoLeak(engine)
    }
  }

  @Test func lookupCopiesWhatCameBefore() {
    let lookup = PromptLookup(longest: 3)
    func guess(_ tokens: [Int32], _ limit: Int) -> [Int32] {
      lookup.drafts(for: [(DraftText(tokens), limit)])[0].tokens
    }
    #expect(guess([1, 2, 3, 4, 5, 1, 2, 3], 2) == [4, 5])
    #expect(guess([1, 2, 3, 4, 5, 1, 2, 3], 9) == [4, 5, 1, 2, 3])
    // The latest occurrence of the longest run counts.
    #expect(guess([7, 2, 8, 1, 2, 9, 1, 2], 1) == [9])
    #expect(guess([7, 2, 8, 3, 2], 1) == [8])
    #expect(guess([1, 2, 3], 4) == [])
    #expect(guess([1], 4) == [])
    #expect(guess([1, 1, 1], 0) == [])
  }

  /// A small model whose cache is full in the middle of its guesses takes the texts one after the other.
  @Test func aFullCacheChangesNoGuess() throws {
    let transformer = try TinyModel.transformer(seed: 1)
    // 31 tokens are two blocks; the third guess needs a third one of each text, and there are four.
    let drafts = try [64, 1024].map { tokens in
      let engine = Engine(transformer, Engine.Options(cacheTokens: tokens))
      let drafter = try DraftModel(engine, for: transformer)
      let texts = try (0..<2).map { seed in
        DraftText(
          (0..<31).map { Int32(($0 + seed) % 12) },
          sampling: try SamplingParameters(temperature: 1.5, seed: UInt64(seed))
        )
      }
      let first = drafter.drafts(for: texts.map { ($0, 4) })
      let second = drafter.drafts(for: texts.map { ($0, 4) })
      #expect(first.map(\.tokens.count) == [4, 4])
      #expect(texts.allSatisfy { ($0.sequence == nil) == (tokens == 64) })
      return first.map(\.tokens) + second.map(\.tokens)
    }
    #expect(drafts[0] == drafts[1])
    #expect(drafts[0][0] != drafts[0][2])
  }

  @Test func modelsMustShareTheirVocabulary() throws {
    let tiny = try TinyModel.transformer(seed: 1)
    let other = try Transformer(folder: try ReferenceFile("llama").folder)
    #expect(throws: GenerationError.otherVocabulary(guesses: 12, model: 256)) {
      _ = try DraftModel(Engine(tiny), for: other)
    }
  }

  /// Guesses that are right independently with probability α give as many tokens a step as the formula says.
  @Test(arguments: [0.3, 0.7, 0.9], [1, 4])
  func tokensPerPassMeetTheFormula(_ acceptance: Double, _ guesses: Int) throws {
    let transformer = try TinyModel.transformer(seed: 1)
    let request = TokenRequest(prompt: [1, 2, 3], maximumTokens: 120)
    let text = request.prompt + (try generatedAlone(transformer, request)[0])
    var sum = (passes: 0, tokens: 0, accepted: 0, checked: 0)
    for seed in 0..<40 as Range<UInt64> {
      let drafter = KnowingDrafter(text, acceptance: acceptance, seed: seed)
      let scheduler = Scheduler(
        Engine(transformer),
        SchedulingPolicy(guesses: guesses),
        drafter: drafter
      )
      let id = try scheduler.submit(request)
      var outcome = Outcome()
      outcome.add(try scheduler.run())
      #expect(request.prompt + outcome.texts(id)[0] == text)
      let found = scheduler.speculation
      sum.passes += found.passes
      sum.tokens += found.tokens
      sum.accepted += found.accepted
      sum.checked += found.checked
    }
    let share = Double(sum.accepted) / Double(sum.checked)
    #expect(
      abs(share - acceptance) < 4
        * (acceptance * (1 - acceptance) / Double(sum.checked)).squareRoot()
    )
    let formula = SpeculativeDecoding(guesses: guesses, acceptance: Quantity(acceptance))
      .tokensPerPass.plain
    let perPass = Double(sum.tokens) / Double(sum.passes)
    // The last pass of a text has fewer guesses, one in some thirty.
    #expect(abs(perPass / formula - 1) < 0.05, "\(perPass) for \(formula)")
  }
}

/// Guesses a text that it knows, each token right with one probability, whatever came before.
final class KnowingDrafter: Drafter {
  private let text: [Int32]
  private let acceptance: Double
  private var random: SplitMix64

  init(_ text: [Int32], acceptance: Double, seed: UInt64) {
    self.text = text
    self.acceptance = acceptance
    random = SplitMix64(seed: seed)
  }

  func drafts(for texts: [(text: DraftText, limit: Int)]) -> [Draft] {
    texts.map { known, limit in
      let rest = text.dropFirst(known.tokens.count).prefix(max(0, limit))
      return Draft(
        rest.map { token in
          Double(random.nextUnit()) < acceptance ? token : (token + 1) % 12
        }
      )
    }
  }
}
