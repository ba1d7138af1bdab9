import Quantities
import ServingMath

/// Bytes of a model's weights by part, when all matrices but routers are kept in one format.
struct WeightSizes {
  private let config: TransformerConfig
  private let format: WeightFormat
  private let work: MatrixWork

  init(_ config: TransformerConfig, _ format: WeightFormat) {
    self.config = config
    self.format = format
    work = config.matrixWork
  }

  /// Weights that a row of so many has to be filled up with.
  private func padding(_ columns: Int) -> Int {
    guard format == .int8 || format == .int4 else { return 0 }
    return (WeightFormat.groupSize - columns % WeightFormat.groupSize) % WeightFormat.groupSize
  }

  /// Weights by which the rows of a gated network are filled up.
  private func padding(ofNetwork width: Int) -> Int {
    2 * width * padding(config.hiddenSize) + config.hiddenSize * padding(width)
  }

  /// Weights by which the rows of a layer's projections are filled up.
  ///
  /// Latent ones are as decoding uses them, with keys and values absorbed head by head.
  private func padding(of attention: Attention) -> Int {
    let hidden = config.hiddenSize
    switch attention.heads {
    case .grouped(let heads, let keyValueHeads, let width):
      return (heads + 2 * keyValueHeads) * width * padding(hidden) + hidden * padding(heads * width)
    case .latent(let heads, let rank, let latent, let rotary, let plain, let value):
      let queries = heads * (plain + rotary) * padding(rank > 0 ? rank : hidden)
      let absorbed = heads * (latent * padding(plain) + value * padding(latent))
      return rank * padding(hidden) + queries + (latent + rotary) * padding(hidden) + absorbed
        + hidden * padding(heads * value)
    case .linear: return 0
    }
  }

  /// Weights by which the rows of all matrices but the head, routers and routed experts are filled up.
  private var padding: Int {
    config.layers.reduce(0) { sum, layer in
      let count = sum + padding(of: layer.attention)
      switch layer.feedForward {
      case .dense(let width, _, _): return count + padding(ofNetwork: width)
      case .experts(let experts):
        return count + padding(ofNetwork: experts.shared * experts.sharedFeedForwardSize)
      }
    }
  }

  /// Bytes that one weight takes with its share of a scale.
  private var bytesPerWeight: Double {
    let group = WeightFormat.groupSize
    return Double(format.bytesPerRow(columns: group)) / Double(group)
  }

  /// Bytes of weights that a step reads, routed experts apart.
  ///
  /// Each matrix once, a row of the embedding for each token, the head if logits are wanted. Routers and
  /// vectors are in single precision.
  func bytesRead(rows: Int, logits: Int) -> Double {
    let count = config.parameters
    let matrices = work.total - work.chosenExperts - work.outputHead - work.routers + padding
    let row = config.hiddenSize + padding(config.hiddenSize)
    let head = logits > 0 ? config.vocabularySize : 0
    let vectors =
      count.active(.outputHeadOnly) - count.chosenExperts - (work.total - work.chosenExperts)
    return Double(matrices + (head + rows) * row) * bytesPerWeight
      + 4 * Double(work.routers + vectors)
  }

  /// Bytes of routed experts that a step reads: at least those of one token, at most of all tokens apart.
  func expertBytesRead(rows: Int) -> ClosedRange<Double> {
    var (least, most) = (0.0, 0.0)
    for case .experts(let experts) in config.layers.map(\.feedForward) {
      let width = experts.feedForwardSize
      let matrix = Double(3 * config.hiddenSize * width + padding(ofNetwork: width))
      let biases = experts.expertsHaveBias ? 2 * width + config.hiddenSize : 0
      let bytes = matrix * bytesPerWeight + 4 * Double(biases)
      least += bytes * Double(experts.chosen)
      most += bytes * Double(min(experts.chosen * rows, experts.count))
    }
    return least...most
  }
}
