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

  /// Whether every row is made of whole groups, so that a weight takes the same bytes everywhere.
  ///
  /// Judged by the sizes that rows are made of, so that it may be false for some shapes that are whole.
  var areWhole: Bool {
    guard format == .int8 || format == .int4 else { return true }
    return config.layers.reduce([config.hiddenSize]) { $0 + $1.widths }
      .allSatisfy { $0.isMultiple(of: WeightFormat.groupSize) }
  }

  /// Bytes that one weight takes with its share of a scale.
  private var bytesPerWeight: Double {
    let group = WeightFormat.groupSize
    return Double(format.bytesPerRow(columns: group)) / Double(group)
  }

  /// Bytes of weights that a step reads, routed experts apart: each matrix once, a row of the embedding for
  /// each token, the head if logits are wanted. Routers and vectors are in single precision.
  func bytesRead(rows: Int, logits: Int) -> Double {
    let count = config.parameters
    let matrices = work.total - work.chosenExperts - work.outputHead - work.routers
    let vectors =
      count.active(.outputHeadOnly) - count.chosenExperts - (work.total - work.chosenExperts)
    return Double(matrices + (logits > 0 ? work.outputHead : 0)) * bytesPerWeight
      + Double(rows * config.hiddenSize) * bytesPerWeight + 4 * Double(work.routers + vectors)
  }

  /// Bytes of routed experts that a step reads: at least those of one token, at most of all tokens apart.
  func expertBytesRead(rows: Int) -> ClosedRange<Double> {
    var (least, most) = (0.0, 0.0)
    for case .experts(let experts) in config.layers.map(\.feedForward) {
      let matrix = Double(3 * config.hiddenSize * experts.feedForwardSize)
      let biases = experts.expertsHaveBias ? 2 * experts.feedForwardSize + config.hiddenSize : 0
      let bytes = matrix * bytesPerWeight + 4 * Double(biases)
      least += bytes * Double(experts.chosen)
      most += bytes * Double(min(experts.chosen * rows, experts.count))
    }
    return least...most
  }
}

extension TransformerConfig.Layer {
  /// Inputs of the layer's matrices besides the residual stream.
  fileprivate var widths: [Int] {
    let mixing =
      switch attention.heads {
      case .grouped(let heads, _, let width), .linear(let heads, let width): [heads * width]
      case .latent(let heads, let rank, let latent, _, let plain, let value):
        [heads * value, latent, plain] + (rank > 0 ? [rank] : [])
      }
    switch feedForward {
    case .dense(let width, _, _): return mixing + [width]
    case .experts(let experts):
      let shared = experts.shared * experts.sharedFeedForwardSize
      return mixing + [experts.feedForwardSize] + (shared > 0 ? [shared] : [])
    }
  }
}
