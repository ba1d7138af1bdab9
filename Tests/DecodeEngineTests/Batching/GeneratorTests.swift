import DecodeEngine
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct GeneratorTests {
  private let transformer: Transformer
  private let prompt: [Int32]
  private let greedy: [Int32]

  init() throws {
    let reference = try ReferenceFile("llama")
    transformer = try Transformer(folder: reference.folder)
    prompt = try reference.tokens("tokens")
    greedy = try reference.tokens("greedy_tokens")
  }

  /// A generator whose model says these words on the reference's prompt.
  private func generator(
    _ words: [String] = [],
    cacheTokens: Int = 256,
    policy: SchedulingPolicy = SchedulingPolicy()
  ) throws -> Generator {
    try generator(bytes: words.map { Array($0.utf8) }, cacheTokens: cacheTokens, policy: policy)
  }

  private func generator(
    bytes: [[UInt8]],
    cacheTokens: Int = 256,
    policy: SchedulingPolicy = SchedulingPolicy()
  ) throws -> Generator {
    var table: [Int32: [UInt8]] = [:]
    for (token, bytes) in zip(greedy, bytes) {
      try #require(table[token] == nil || table[token] == bytes, "a token twice in the text")
      table[token] = bytes
    }
    let engine = Engine(transformer, Engine.Options(cacheTokens: cacheTokens))
    return Generator(engine, TestCoding.coding(table, behind: prompt.count), policy: policy)
  }

  /// Tokens of the reference's text that differ from all before them: so many words can be put there.
  private var distinct: Int {
    greedy.indices.first { greedy[..<$0].contains(greedy[$0]) } ?? greedy.count
  }

  @Test func streamsATextTokenByToken() async throws {
    let words = Array(["Once", " upon", " a"].prefix(distinct))
    let generator = try generator(words)
    let request = GenerationRequest(.tokens(prompt), maximumTokens: words.count)
    var chunks: [GenerationChunk] = []
    for await chunk in try await generator.generate(request) { chunks.append(chunk) }
    #expect(chunks.map(\.text) == words + [""])
    #expect(chunks.flatMap(\.tokens).map(\.token) == Array(greedy[..<words.count]))
    #expect(chunks.compactMap(\.finish) == [.length])
    let usage = try #require(chunks.last?.usage)
    #expect(usage.promptTokens == 40 && usage.cachedTokens == 0)
    #expect(usage.completionTokens == words.count && usage.totalTokens == 40 + words.count)
    #expect(chunks.last?.statistics?.tokens == words.count)
    #expect(await generator.cacheUse == CacheUse())

    // The same prompt again: its full blocks are still there.
    var last: GenerationChunk?
    for await chunk in try await generator.generate(request) { last = chunk }
    #expect(last?.usage?.cachedTokens == 32)
  }

  @Test(arguments: [
    (["a", "bST", "OPc"], ["STOP"], "ab"), (["a", "b", "c"], ["bc", "b"], "a"),
    (["a", "bS", "T"], ["STOP"], "abST"), (["STOP", "b", "c"], ["STOP"], ""),
  ])
  func stopStringsReachAcrossTokens(
    _ words: [String],
    _ stops: [String],
    _ expected: String
  ) async throws {
    try #require(distinct >= 3)
    let generator = try generator(words)
    let request = GenerationRequest(.tokens(prompt), maximumTokens: 3, stopStrings: stops)
    var text = ""
    var finish: FinishReason?
    for await chunk in try await generator.generate(request) {
      text += chunk.text
      finish = chunk.finish ?? finish
    }
    #expect(text == expected)
    #expect(finish == (expected == words.joined() ? .length : .stop))
    #expect(await generator.cacheUse == CacheUse())
  }

  @Test func charactersAreNeverCut() async throws {
    try #require(distinct >= 3)
    // 🙂 is F0 9F 99 82; the last token leaves half a character.
    let generator = try generator(bytes: [[0x61, 0xF0, 0x9F], [0x99], [0x82, 0x62, 0xC3]])
    let request = GenerationRequest(.tokens(prompt), maximumTokens: 3)
    var texts: [String] = []
    for await chunk in try await generator.generate(request) { texts.append(chunk.text) }
    #expect(texts == ["a", "", "🙂b", "\u{FFFD}"])
  }

  @Test func stopTokensEndAText() async throws {
    let generator = try generator()
    let request = GenerationRequest(.tokens(prompt), stopTokens: [greedy[2]])
    var chunks: [GenerationChunk] = []
    for await chunk in try await generator.generate(request) { chunks.append(chunk) }
    let end = try #require(greedy.firstIndex(of: greedy[2]))
    #expect(chunks.flatMap(\.tokens).map(\.token) == Array(greedy[..<end]))
    #expect(chunks.last?.finish == .stop)
  }

  @Test func echoesThePromptWithItsProbabilities() async throws {
    let generator = try generator()
    let request = GenerationRequest(
      .text("Hello"),
      maximumTokens: 2,
      ignoresEndTokens: true,
      choices: 2,
      echo: true,
      logProbabilities: 3
    )
    var chunks: [[GenerationChunk]] = [[], []]
    for await chunk in try await generator.generate(request) { chunks[chunk.choice].append(chunk) }
    for choice in chunks {
      let tokens = choice.flatMap(\.tokens)
      #expect(tokens.prefix(5).map(\.token) == Array("Hello".utf8).map(Int32.init))
      #expect(tokens.count == 7 && tokens[0].logProbability == nil)
      for record in tokens[1...] {
        let probability = try #require(record.logProbability)
        #expect(probability < 0 && record.alternatives.count == 3)
      }
      #expect(choice.map(\.text).joined().count == 7)
    }
    // Both are greedy, so both say the same.
    #expect(chunks[0].flatMap(\.tokens) == chunks[1].flatMap(\.tokens))
    #expect(chunks.joined().compactMap(\.usage).map(\.completionTokens) == [4])
  }

  @Test func choicesAndSeedsDiffer() async throws {
    let generator = try generator()
    func texts(_ seed: UInt64) async throws -> [[Int32]] {
      let request = GenerationRequest(
        .tokens(prompt),
        maximumTokens: 8,
        sampling: try SamplingParameters(temperature: 1, seed: seed),
        ignoresEndTokens: true,
        choices: 3
      )
      var texts: [[Int32]] = [[], [], []]
      for await chunk in try await generator.generate(request) {
        texts[chunk.choice] += chunk.tokens.map(\.token)
      }
      return texts
    }
    let first = try await texts(1)
    #expect(Set(first).count == 3)
    #expect(try await texts(1) == first)
    #expect(try await Set(texts(2)).isDisjoint(with: first))
  }

  /// Many callers at once get what each would get alone.
  @Test func servesManyAtOnce() async throws {
    let policy = SchedulingPolicy(sequences: 5, tokensPerStep: 24, chunk: 16)
    let generator = try generator(cacheTokens: 128, policy: policy)
    let requests = try (0..<10).map { index in
      TokenRequest(
        prompt: Array(prompt[index...]),
        maximumTokens: 4 + index,
        sampling: try SamplingParameters(temperature: index % 2 == 0 ? 0 : 1, seed: UInt64(index))
      )
    }
    let found = try await withThrowingTaskGroup(of: (Int, [Int32]).self) { group in
      for (index, request) in requests.enumerated() {
        group.addTask {
          let stream = try await generator.generate(
            GenerationRequest(
              .tokens(request.prompt),
              maximumTokens: request.maximumTokens,
              sampling: request.sampling,
              ignoresEndTokens: true
            )
          )
          var tokens: [Int32] = []
          for await chunk in stream { tokens += chunk.tokens.map(\.token) }
          return (index, tokens)
        }
      }
      return try await group.reduce(into: [Int: [Int32]]()) { $0[$1.0] = $1.1 }
    }
    for (index, request) in requests.enumerated() {
      #expect(found[index] == (try generatedAlone(transformer, request)[0]), "request \(index)")
    }
    #expect(await generator.cacheUse == CacheUse())
    #expect(await generator.load == 0)
  }

  /// Whoever lets go of a stream cancels its request; those beside it go on.
  @Test func lettingGoCancels() async throws {
    let generator = try generator(policy: SchedulingPolicy(sequences: 2))
    let other = try await generator.generate(
      GenerationRequest(.tokens(Array(prompt[3...])), maximumTokens: 60, ignoresEndTokens: true)
    )
    let abandoned = GenerationRequest(
      .tokens(prompt),
      maximumTokens: 80,
      ignoresEndTokens: true,
      choices: 3
    )
    try await readOne(of: generator, abandoned)
    // It would run for 80 steps; the other one ends before that.
    var count = 0
    for await chunk in other { count += chunk.tokens.count }
    #expect(count == 60)
    #expect(await generator.load == 0)
    #expect(await generator.cacheUse == CacheUse())
  }

  private func readOne(of generator: Generator, _ request: GenerationRequest) async throws {
    for await chunk in try await generator.generate(request) where !chunk.tokens.isEmpty { break }
  }

  @Test func cancelledTasksCancelTheirRequests() async throws {
    let generator = try generator()
    let request = GenerationRequest(
      .tokens(prompt),
      maximumTokens: 80,
      ignoresEndTokens: true
    )
    let task = Task {
      var count = 0
      for await chunk in try await generator.generate(request) { count += chunk.tokens.count }
      return count
    }
    while await generator.load == 0 { await Task.yield() }
    task.cancel()
    #expect(try await task.value < 80)
    while await generator.load > 0 { await Task.yield() }
    #expect(await generator.cacheUse == CacheUse())
  }

  @Test func refusesWhatItCannotAnswer() async throws {
    let generator = try generator()
    func error(
      _ prompt: GenerationRequest.Prompt,
      _ change: (inout GenerationRequest) -> Void = { _ in }
    ) async -> GenerationError? {
      var request = GenerationRequest(prompt)
      change(&request)
      do throws(GenerationError) {
        _ = try await generator.generate(request)
        return nil
      } catch { return error }
    }
    #expect(await error(.tokens([])) == .emptyPrompt)
    #expect(await error(.text("")) == .emptyPrompt)
    #expect(await error(.text("why?")) == .text("no token for '?'"))
    #expect(await error(.tokens([256])) == .unknownToken(256, vocabulary: 256))
    let long = [Int32](repeating: 3, count: 128)
    #expect(await error(.tokens(long)) == .promptTooLong(tokens: 128, limit: 128))
    for change: (inout GenerationRequest) -> Void in [
      { $0.maximumTokens = 0 }, { $0.maximumTokens = -1 }, { $0.choices = 0 },
      { $0.choices = 1000 }, { $0.logProbabilities = -1 }, { $0.logProbabilities = 21 },
      { $0.stopStrings = [""] }, { $0.stopStrings = [String](repeating: "a", count: 17) },
    ] {
      guard case .badParameter? = await error(.tokens([1]), change) else {
        Issue.record("a parameter was not refused")
        continue
      }
    }
    let wordless = Generator(Engine(transformer))
    await #expect(throws: GenerationError.noTokenizer) {
      _ = try await wordless.generate(GenerationRequest(.text("Hello")))
    }
    await #expect(throws: GenerationError.noTokenizer) {
      _ = try await wordless.generate(GenerationRequest(.tokens([1]), stopStrings: ["a"]))
    }
    #expect(await generator.load == 0)
  }
}
