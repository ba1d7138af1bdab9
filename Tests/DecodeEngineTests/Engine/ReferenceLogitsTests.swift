import DecodeEngine
import TestSupport
import Testing

/// Every family against Hugging Face's transformers in single precision.
@Suite struct ReferenceLogitsTests {
  private let bound: Float = 1e-4

  @Test(arguments: ReferenceFile.names, ["config.json", "config.hub.json"])
  func prefillsAsTheReferenceDoes(_ name: String, _ config: String) throws {
    let reference = try ReferenceFile(name)
    let architecture = try Architecture(folder: reference.folder, name: config)
    let checkpoint = try SafetensorsCheckpoint(folder: reference.folder)
    let engine = Engine(try Transformer(architecture, checkpoint))
    let tokens = try reference.tokens("tokens")
    let trace = StepTrace()
    let feed = Engine.Feed(tokens, to: engine.sequence(), logits: tokens.count)
    let logits = try engine.step([feed], trace: trace)
    #expect(relativeError(logits[0], try reference.rows("prefill_logits")) <= bound)

    let states = try reference.rows("hidden_states")
    #expect(trace.hiddenStates.count * tokens.count == states.count)
    for (layer, found) in trace.hiddenStates.enumerated() {
      let expected = Array(states[layer * tokens.count..<(layer + 1) * tokens.count])
      #expect(relativeError(found, expected) <= bound, "hidden state \(layer)")
    }
  }

  @Test(arguments: ReferenceFile.names)
  func decodesTokenByTokenAsTheReferenceDoes(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let engine = Engine(try Transformer(folder: reference.folder))
    let sequence = engine.sequence()
    var logits: [[Float]] = []
    for token in try reference.tokens("tokens") {
      logits += try engine.step([Engine.Feed([token], to: sequence)])[0]
    }
    #expect(relativeError(logits, try reference.rows("step_logits")) <= bound)

    var next = argmax(try #require(logits.last))
    var greedy: [Int32] = []
    var greedyLogits: [[Float]] = []
    for _ in 0..<16 {
      greedy.append(next)
      greedyLogits += try engine.step([Engine.Feed([next], to: sequence)])[0]
      next = argmax(greedyLogits[greedyLogits.count - 1])
    }
    #expect(greedy == (try reference.tokens("greedy_tokens")))
    #expect(relativeError(greedyLogits, try reference.rows("greedy_logits")) <= bound)
  }

  @Test(arguments: ReferenceFile.names)
  func choosesTheExpertsThatTheReferenceChooses(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let engine = Engine(try Transformer(folder: reference.folder))
    let trace = StepTrace()
    let tokens = try reference.tokens("tokens")
    _ = try engine.step([Engine.Feed(tokens, to: engine.sequence())], trace: trace)
    try reference.expectRoutes(trace, bound: bound)
  }

  @Test(arguments: ReferenceFile.names)
  func anotherSequenceInTheBatchChangesNothing(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let engine = Engine(
      try Transformer(folder: reference.folder),
      Engine.Options(cacheTokens: 256)
    )
    let (first, second) = (engine.sequence(), engine.sequence())
    let tokens = try reference.tokens("tokens")
    let others = try reference.tokens("other_tokens")
    var (logits, otherLogits): ([[Float]], [[Float]]) = ([], [])
    // The first sequence is ten tokens ahead, then both decode side by side.
    logits += try engine.step([Engine.Feed(Array(tokens[..<10]), to: first, logits: 10)])[0]
    for index in 0..<others.count {
      var feeds = [Engine.Feed([others[index]], to: second)]
      if 10 + index < tokens.count { feeds.append(Engine.Feed([tokens[10 + index]], to: first)) }
      let step = try engine.step(feeds)
      otherLogits += step[0]
      if step.count > 1 { logits += step[1] }
    }
    #expect(relativeError(otherLogits, try reference.rows("other_logits")) <= bound)
    let expected = try reference.rows("step_logits")
    #expect(relativeError(logits, Array(expected[..<logits.count])) <= bound)
  }

  @Test(arguments: ReferenceFile.names)
  func cutsOfThePromptChangeNoBit(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder)
    let tokens = try reference.tokens("tokens")
    let whole = Engine(transformer)
    let expected = try whole.step(
      [Engine.Feed(tokens, to: whole.sequence(), logits: tokens.count)]
    )[0]
    for size in [1, 3, 7, 16, 17] {
      let engine = Engine(transformer)
      let sequence = engine.sequence()
      var found: [[Float]] = []
      for first in stride(from: 0, to: tokens.count, by: size) {
        let part = Array(tokens[first..<min(first + size, tokens.count)])
        found += try engine.step([Engine.Feed(part, to: sequence, logits: part.count)])[0]
      }
      #expect(found == expected, "chunks of \(size)")
    }
  }
}
