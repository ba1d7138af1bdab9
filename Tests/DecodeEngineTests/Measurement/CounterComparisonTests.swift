import DecodeEngine
import ServingMath
import TestSupport
import Testing

@Suite struct CounterComparisonTests {
  /// A prompt in two parts beside two texts in the making, with what was counted.
  private func counted(
    _ name: String,
    format: WeightFormat? = nil,
    cache: CacheFormat = .fp32
  ) throws -> (transformer: Transformer, steps: [StepSize], counters: Counters) {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder, format: format)
    let engine = Engine(transformer, Engine.Options(cache: cache))
    let tokens = try reference.tokens("tokens")
    let sequences = [engine.sequence(), engine.sequence()]
    engine.counts = true
    engine.stepSizes = []
    _ = try engine.step([Engine.Feed(Array(tokens[..<9]), to: sequences[0], logits: 0)])
    _ = try engine.step([
      Engine.Feed(Array(tokens[9..<20]), to: sequences[0]),
      Engine.Feed(Array(tokens[..<3]), to: sequences[1], logits: 3),
    ])
    _ = try engine.step(sequences.map { Engine.Feed([tokens[20]], to: $0) })
    return (transformer, try #require(engine.stepSizes), engine.counters)
  }

  @Test(arguments: ReferenceFile.names, [WeightFormat.fp32, .bf16, .int8, .int4])
  func everyCountEqualsItsFormula(_ name: String, _ format: WeightFormat) throws {
    let cache: CacheFormat = format == .int8 ? .int8 : .bf16
    let (transformer, steps, counters) = try counted(name, format: format, cache: cache)
    let comparison = CounterComparison(counters, steps: steps, of: transformer, cache: cache)
    #expect(comparison.holds)
    for line in comparison.lines {
      #expect(line.verdict == (line.name == "experts read" ? .within : .equal), "\(line)")
      #expect(line.counted > 0)
    }
  }

  /// A formula that holds for other steps too would be no formula for these.
  @Test(arguments: ["llama", "deepseek-v3", "gemma3"])
  func otherStepsAreNoticed(_ name: String) throws {
    let (transformer, steps, counters) = try counted(name)
    func different(_ steps: [StepSize]) -> Set<String> {
      let comparison = CounterComparison(counters, steps: steps, of: transformer, cache: .fp32)
      return Set(comparison.lines.filter { $0.verdict == .different }.map(\.name))
    }
    #expect(different(steps).isEmpty)
    let further = StepSize([StepFeed(first: 21, tokens: 1, logits: 0)])
    #expect(
      different(steps + [further]).isSuperset(of: [
        "products", "attention", "weights read", "cache read", "cache written",
      ])
    )
    let later =
      steps.dropLast() + [
        StepSize([
          StepFeed(first: 20, tokens: 1, logits: 1),
          StepFeed(first: 4, tokens: 1, logits: 1),
        ])
      ]
    #expect(different(Array(later)) == ["attention", "cache read"])
  }

  @Test func severalFormatsAreNotCompared() throws {
    // The norms apart, the file keeps bf16; its router is in single precision as all are.
    let (transformer, steps, counters) = try counted("llama-bf16")
    #expect(transformer.uniformFormat == .bf16)
    #expect(CounterComparison(counters, steps: steps, of: transformer, cache: .fp32).holds)
  }
}
