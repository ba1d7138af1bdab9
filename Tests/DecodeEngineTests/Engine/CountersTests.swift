import DecodeEngine
import Quantities
import ServingMath
import TestSupport
import Testing

/// What the kernels counted against what the board computes from the shape alone.
@Suite struct CountersTests {
  /// Counts a prompt of so many tokens, then one more token by itself.
  private func counted(
    _ name: String,
    prompt: Int,
    cache: CacheFormat = .fp32
  ) throws -> (config: TransformerConfig, engine: Engine, prompt: Counters, token: Counters) {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder)
    let engine = Engine(transformer, Engine.Options(cache: cache))
    let sequence = engine.sequence()
    let tokens = try reference.tokens("tokens")
    engine.counts = true
    _ = try engine.step([Engine.Feed(Array(tokens[..<prompt]), to: sequence, logits: prompt)])
    let first = engine.counters
    _ = try engine.step([Engine.Feed([tokens[prompt]], to: sequence)])
    return (transformer.architecture.shape, engine, first, engine.counters.since(first))
  }

  @Test(arguments: ReferenceFile.names)
  func multiplyAddsOfProductsEqualTheFormula(_ name: String) throws {
    let prompt = 23
    let (config, _, first, token) = try counted(name, prompt: prompt)
    let work = config.matrixWork
    for (tokens, counters) in [(prompt, first), (1, token)] {
      let parts: [(OperationKind, Int)] = [
        (.attentionProjections, work.attentionProjections),
        (.denseFeedForward, work.denseFeedForward), (.router, work.routers),
        (.sharedExperts, work.sharedExperts), (.routedExperts, work.chosenExperts),
        (.outputHead, work.outputHead),
      ]
      for (kind, weights) in parts {
        #expect(counters[kind, .flop] == 2 * tokens * weights, "\(kind)")
      }
      let all = parts.reduce(0) { $0 + counters[$1.0, .flop] }
      #expect(Quantity(Double(all), .flop) == Double(tokens) * work.work * Quantity(1, .tokens))
    }
  }

  @Test(arguments: ReferenceFile.names)
  func attentionEqualsTheFormula(_ name: String) throws {
    let prompt = 23
    let (config, _, first, token) = try counted(name, prompt: prompt)
    let one = Quantity(1, .tokens)
    let expected = (1...prompt).reduce(Quantity(0, .flop)) {
      $0 + config.attentionWork(context: $1) * one
    }
    #expect(Quantity(Double(first[.attention, .flop]), .flop) == expected)
    #expect(
      Quantity(Double(token[.attention, .flop]), .flop)
        == config.attentionWork(context: prompt + 1) * one
    )
  }

  @Test(arguments: ReferenceFile.names, [CacheFormat.fp32, .bf16])
  func cacheTrafficEqualsTheFormula(_ name: String, _ format: CacheFormat) throws {
    let prompt = 23
    let precision: Precision = format == .fp32 ? .fp32 : .bf16
    let (config, _, first, token) = try counted(name, prompt: prompt, cache: format)
    let perToken = config.keyValueBytesPerToken(precision) * Quantity(1, .tokens)
    #expect(Quantity(Double(first[.cacheBytesWritten]), .bytes) == Double(prompt) * perToken)
    #expect(Quantity(Double(token[.cacheBytesWritten]), .bytes) == perToken)
    #expect(
      Quantity(Double(token[.cacheBytesRead]), .bytes)
        == config.keyValueBytesRead(context: prompt + 1, precision)
    )
  }

  @Test(arguments: ReferenceFile.names)
  func weightsInMemoryEqualTheFormula(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder, format: .fp32)
    let config = transformer.architecture.shape
    #expect(transformer.weightCount == config.parameters.total)
    #expect(
      Quantity(Double(transformer.weightBytes), .bytes)
        == config.weightBytes(StoredPrecision(.fp32))
    )
  }

  @Test(arguments: ReferenceFile.names)
  func aTokenReadsTheWeightsThatItMeets(_ name: String) throws {
    let (config, _, _, token) = try counted(name, prompt: 9)
    // Of the embedding a token reads its own row; the head is read whole, also where it is the embedding.
    let met = config.parameters.active(.outputHeadOnly) + config.hiddenSize
    let width = name == "llama-bf16" ? 2 : 4
    let norms = config.parameters.norms
    let stored = width * (met - norms) + 4 * norms
    #expect(token[.weightBytesRead] == stored)
  }

  @Test func countingIsOffAtFirst() throws {
    let reference = try ReferenceFile("llama")
    let engine = Engine(try Transformer(folder: reference.folder))
    _ = try engine.step([Engine.Feed([5, 6, 7], to: engine.sequence())])
    #expect(engine.counters == Counters())
  }
}
