import DecodeEngine
import Foundation
import ServingMath
import TestSupport
import Testing

/// Models that are no folders of safetensors.
@Suite struct OtherFilesTests {

  @Test(arguments: ["F32", "BF16", "Q8_0", "Q4_0"])
  func ggufAnswersAsItsExactlyDequantisedWeights(_ format: String) throws {
    let reference = try ReferenceFile(
      file: ReferenceFile.fixtures + "/gguf/llama-\(format).reference.safetensors"
    )
    let transformer = try Transformer(
      ModelSource(path: ReferenceFile.fixtures + "/gguf/llama-\(format).gguf")
    )
    let kept: [String: WeightFormat] = ["F32": .fp32, "BF16": .bf16, "Q8_0": .int8, "Q4_0": .int4]
    #expect(transformer.format == kept[format])
    let engine = Engine(transformer)
    let tokens = try reference.tokens("tokens")
    let feed = Engine.Feed(tokens, to: engine.sequence(), logits: tokens.count)
    let logits = try engine.step([feed])[0]
    #expect(relativeError(logits, try reference.rows("prefill_logits")) <= 1e-4)
  }

  @Test(arguments: [
    "LlamaForCausalLM grouped", "DeepSeek-V3", "gpt-oss 20B", "Qwen3-30B-A3B", "Gemma 3 27B",
  ])
  func seededWeightsOfAShapeDecode(_ name: String) throws {
    let shape = try Self.small(name)
    let source = ModelSource.synthetic(shape, contextLength: 64, seed: 7)
    let (first, second) = (Engine(try Transformer(source)), Engine(try Transformer(source)))
    #expect(first.transformer.weightCount == shape.parameters.total)
    let tokens: [Int32] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    let whole = try first.step([Engine.Feed(tokens, to: first.sequence(), logits: 9)])[0]
    let sequence = second.sequence()
    let steps = try tokens.flatMap { try second.step([Engine.Feed([$0], to: sequence)])[0] }
    #expect(whole == steps)
    let size = whole.flatMap(\.self).map(abs).max() ?? 0
    #expect(size > 0.5 && size < 50, "logits of a sensible size: \(size)")
  }

  /// Shapes with the parts of each family, small.
  private static func small(_ name: String) throws -> TransformerConfig {
    let grouped = Attention(.grouped(queryHeads: 4, keyValueHeads: 2, headDimension: 16))
    let dense = FeedForward.dense(width: 96)
    func config(
      _ attention: Attention,
      _ feedForward: FeedForward,
      norms: Int = 2,
      tied: Bool = false
    ) -> TransformerConfig {
      TransformerConfig(
        hiddenSize: 64,
        vocabularySize: 128,
        tiesEmbeddings: tied,
        layers: Array(
          repeating: TransformerConfig.Layer(attention, feedForward, normParameters: norms * 64),
          count: 2
        )
      )
    }
    switch name {
    case "DeepSeek-V3":
      let latent = Attention(
        .latent(
          heads: 4,
          queryRank: 24,
          latentDimension: 32,
          rotaryDimension: 8,
          plainDimension: 12,
          valueDimension: 20
        )
      )
      let experts = Experts(
        count: 8,
        chosen: 3,
        shared: 1,
        feedForwardSize: 32,
        routerHasBias: true
      )
      return config(latent, .experts(experts))
    case "gpt-oss 20B":
      let attention = Attention(
        .grouped(queryHeads: 4, keyValueHeads: 2, headDimension: 16),
        span: .window(tokens: 5),
        extras: [.inputBias, .outputBias, .sinks]
      )
      let experts = Experts(
        count: 8,
        chosen: 2,
        feedForwardSize: 32,
        routerHasBias: true,
        expertsHaveBias: true
      )
      return config(attention, .experts(experts))
    case "Qwen3-30B-A3B":
      let attention = Attention(
        .grouped(queryHeads: 4, keyValueHeads: 2, headDimension: 16),
        extras: .headNorms
      )
      return config(attention, .experts(Experts(count: 8, chosen: 2, feedForwardSize: 32)))
    case "Gemma 3 27B":
      let attention = Attention(
        .grouped(queryHeads: 4, keyValueHeads: 2, headDimension: 16),
        span: .window(tokens: 6),
        extras: .headNorms
      )
      return config(attention, dense, norms: 4, tied: true)
    default: return config(grouped, dense)
    }
  }
}
