import Quantities

extension Model {
  /// Every model of the catalogue, by maker and then by year.
  public static let all: [Model] = [
    gpt3, paLM8B, paLM62B, paLM540B, paLM540BPadded, llama8B, llama70B, llama405B, maverick,
    gemma27B,
    mixtral8x7B, qwen32B, qwen30B, qwen235B, gptOSS20B, gptOSS120B, deepSeekV3, deepSeekV32, kimiK2,
    miniMaxM1, miniMaxM2, glm45, glm45Air, glm5,
  ]

  /// Training tokens as published.
  static func tokens(
    _ trillions: Double,
    _ source: SourceReference,
    _ date: String,
    _ convention: String = "pre-training"
  ) -> Sourced<Quantity> {
    figure(trillions * 1e12, .tokens, source, date, convention)
  }

  /// Layers that are all the same.
  static func same(
    _ count: Int,
    _ attention: Attention,
    _ feedForward: FeedForward,
    norms: Int
  ) -> [TransformerConfig.Layer] {
    Array(repeating: .init(attention, feedForward, normParameters: norms), count: count)
  }

  /// Layers of which the first few are dense and the others have experts.
  static func mixed(
    _ count: Int,
    dense: Int,
    width: Int,
    _ experts: Experts,
    _ attention: Attention,
    hiddenSize: Int
  ) -> [TransformerConfig.Layer] {
    same(dense, attention, .dense(width: width), norms: 2 * hiddenSize)
      + same(count - dense, attention, .experts(experts), norms: 2 * hiddenSize)
  }
}

extension Model {
  /// The model of a name, whatever its case and punctuation: `named("llama 3.1 8b")`.
  ///
  /// - Throws: `UnknownName`, with the nearest name, if the catalogue has no such model.
  public static func named(_ name: String) throws(UnknownName) -> Model {
    guard let model = all.first(where: { $0.name.foldedName == name.foldedName }) else {
      throw UnknownName(name, kind: "model", among: all.map(\.name))
    }
    return model
  }
}
