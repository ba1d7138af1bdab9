import DecodeEngine
import Testing

/// A trained model, its tokenizer and the generator together.
@Suite struct StoryTests {
  /// Prompts and how llama2.c's `run -t 0` goes on from them.
  private let told = [
    "Once upon a time":
      ", there was a little girl named Lily. She loved to play outside in the park. One day, she",
    "Tim was happy. He":
      " had a big box of colors. He liked to play with his toys and run around the room. He saw",
    "Lily and Ben went to the park":
      ". They saw a big box with a big box. They wanted to play with it. They wanted to play with",
  ]

  @Test(arguments: [0, 3])
  func tellsStoriesSideBySide(_ guesses: Int) async throws {
    let transformer = try Transformer(.llama2C(Fixture.path("models/stories260K.bin")))
    let tokenizer = try Tokenizer(path: Fixture.path("models/tok512.bin"))
    let generator = Generator(
      Engine(transformer),
      TextCoding(tokenizer),
      policy: SchedulingPolicy(sequences: 3, tokensPerStep: 16, guesses: guesses),
      drafter: PromptLookup()
    )
    let texts = try await withThrowingTaskGroup(of: (String, String).self) { group in
      for prompt in told.keys {
        group.addTask { (prompt, try await text(generator, prompt)) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for (prompt, expected) in told {
      let text = try #require(texts[prompt])
      #expect(text.hasPrefix(expected), "\(prompt)\(text)")
    }
    #expect(await generator.cacheUse == CacheUse())
    let speculation = await generator.speculation
    #expect((speculation.accepted > 0) == (guesses > 0))
  }

  private func text(_ generator: Generator, _ prompt: String) async throws -> String {
    var text = ""
    let request = GenerationRequest(.text(prompt), maximumTokens: 60)
    for await chunk in try await generator.generate(request) { text += chunk.text }
    return text
  }
}
