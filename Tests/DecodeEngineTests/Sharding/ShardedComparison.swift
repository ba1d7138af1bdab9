import DecodeEngine
import ServingMath
import TestSupport
import Testing

/// Runs the same texts through the unsharded engine and a sharded one, and holds the logits side by side.
struct ShardedComparison {
  let source: ModelSource
  var options = Engine.Options(kernels: .vector, cacheTokens: 512)

  /// Prompts of several sequences at once, three steps of decoding, then a mixed step with a new prompt beside
  /// a part of one, and another of decoding.
  ///
  /// - Returns: The largest error of the logits, relative to the largest logit, and whether the same tokens
  ///   have come out.
  func run(
    _ layout: Layout,
    prompts: [Int] = [21, 3, 40, 17, 1],
    seed: UInt64
  ) throws -> (error: Float, tokensAgree: Bool) {
    let architecture = try source.architecture()
    let vocabulary = Int32(architecture.shape.vocabularySize)
    var random = SeededGenerator(seed: seed)
    func prompt(_ count: Int) -> [Int32] {
      (0..<count).map { _ in Int32.random(in: 0..<vocabulary, using: &random) }
    }
    let engine = Engine(try Transformer(source), options)
    let sharded = try ShardedEngine(source, layout: layout, options: options)
    var pairs = prompts.map { _ in (engine.sequence(), sharded.sequence()) }
    var feeds = prompts.map(prompt)
    var (worst, agree) = (Float(0), true)
    for round in 0..<6 {
      if round == 4 {
        pairs.append((engine.sequence(), sharded.sequence()))
        feeds.append(prompt(19))
        feeds[1] = prompt(18)
        feeds[0] = []
      }
      let wanted = round == 4 ? 5 : 1
      let expected = try engine.step(
        zip(feeds, pairs).map { Engine.Feed($0, to: $1.0, logits: wanted) }
      )
      let found = try sharded.step(
        zip(feeds, pairs).map { ShardedEngine.Feed($0, to: $1.1, logits: wanted) }
      )
      let largest = expected.joined().joined().reduce(Float(0)) { max($0, abs($1)) }
      try #require(found.map(\.count) == expected.map(\.count))
      for (one, other) in zip(expected.joined(), found.joined()) {
        try #require(one.count == other.count)
        for (a, b) in zip(one, other) { worst = max(worst, abs(a - b) / largest) }
        agree = agree && Self.best(one) == Self.best(other)
      }
      feeds = zip(feeds, expected).map { old, rows in
        rows.last.map { [Self.best($0)] } ?? (old.isEmpty ? [7 % vocabulary] : [])
      }
    }
    return (worst, agree)
  }

  static func best(_ logits: [Float]) -> Int32 {
    Int32(logits.indices.max { logits[$0] < logits[$1] } ?? 0)
  }
}

/// Layouts that can carry a model.
struct LegalLayouts {
  /// All of up to 16 devices, with stages of equal and of other depths and with some redundant experts.
  static func all(of config: TransformerConfig) -> [Layout] {
    var layouts: [Layout] = []
    let layers = config.layers.count
    for stages in 1...layers {
      // The last stage has all that the others, of one layer each, leave.
      let lopsided = [Int](repeating: 1, count: stages - 1) + [layers - stages + 1]
      for data in 1...16 {
        for tensor in 1...16 {
          for context in 1...4 where stages * data * tensor * context <= 16 {
            for expert in config.experts == nil ? [1] : Array(1...16) {
              for copies in expert > 1 ? [0, expert, 2 * expert] : [0] {
                let layout = try? Layout(
                  data: data,
                  tensor: tensor,
                  context: context,
                  expert: expert,
                  redundantExperts: copies,
                  stageLayers: stages > 1 && copies == 0 ? lopsided : nil
                )
                let even = try? Layout(
                  pipeline: stages,
                  data: data,
                  tensor: tensor,
                  context: context,
                  expert: expert,
                  redundantExperts: copies
                )
                layouts += [stages > 1 ? layout : nil, even].compactMap(\.self)
              }
            }
          }
        }
      }
    }
    return Set(layouts).filter { (try? $0.check(config)) != nil && $0.devices > 1 }
      .sorted { "\($0) \($0.redundantExperts)" < "\($1) \($1.redundantExperts)" }
  }

  /// Some of them, by seed.
  static func sample(_ count: Int, of config: TransformerConfig, seed: UInt64) -> [Layout] {
    var random = SeededGenerator(seed: seed)
    return Array(all(of: config).shuffled(using: &random).prefix(count))
  }
}
