import Quantities
import ServingMath

/// Attention whose query heads share key/value heads in equal groups: multi-head, grouped, multi-query.
struct GroupedAttention {
  let queryHeads: Int
  let keyValueHeads: Int
  let headDimension: Int
  let queries: Projection
  let keys: Projection
  let values: Projection
  let outputs: Projection
  let queryNorm: [Float]?
  let keyNorm: [Float]?
  let sinks: [Float]?
  let rotary: RotaryRule
  let rule: AttentionRule
  let epsilon: Float

  /// A product and its bias.
  struct Projection {
    let weights: PackedMatrix
    let bias: [Float]?

    func product(_ inputs: Matrix.Slice, into outputs: Matrix.Slice) -> Product {
      Product(weights, bias: bias, inputs, into: outputs)
    }
  }

  /// What one position leaves in the cache.
  var cacheShape: KeyValueStore.Shape {
    KeyValueStore.Shape(
      heads: keyValueHeads,
      keyWidth: headDimension,
      valueWidth: headDimension
    )
  }

  /// Attends, with the block's own keys and values added to the cache first.
  ///
  /// - Parameters:
  ///   - inputs: rows × hidden size, normed.
  ///   - step: Positions, sequences and memory of the pass.
  ///   - cache: The layer's keys and values.
  ///   - group: Which of the step's tables are this layer's.
  /// - Returns: What the heads attended to; see `Step.attend`.
  func attend(
    _ inputs: Matrix.Slice,
    _ step: Step,
    cache: KeyValueStore,
    group: Int
  ) -> Matrix.Slice {
    let kernels = step.kernels
    let q = step.matrix(.queries, columns: queryHeads * headDimension).all
    let k = step.matrix(.keys, columns: keyValueHeads * headDimension).all
    let v = step.matrix(.values, columns: keyValueHeads * headDimension).all
    kernels.multiply(
      [
        queries.product(inputs, into: q), keys.product(inputs, into: k),
        values.product(inputs, into: v),
      ],
      as: .attentionProjections
    )
    if let queryNorm { kernels.normalise(q, weights: queryNorm, epsilon: epsilon, into: q) }
    if let keyNorm { kernels.normalise(k, weights: keyNorm, epsilon: epsilon, into: k) }
    if let table = step.rotary[rotary] {
      kernels.rotate(q, width: headDimension, positions: step.positions, by: table)
      kernels.rotate(k, width: headDimension, positions: step.positions, by: table)
    }
    return step.attend(q, keys: k, values: v, over: cache, group: group, rule)
  }

  /// The product out of attention.
  ///
  /// - Parameters:
  ///   - attended: rows × (heads · head dimension).
  ///   - step: Memory of the pass.
  /// - Returns: rows × hidden size, to be added to the residual stream.
  func output(_ attended: Matrix.Slice, _ step: Step) -> Matrix {
    let result = step.matrix(.blockResult, columns: outputs.weights.rows)
    step.kernels.multiply([outputs.product(attended, into: result.all)], as: .attentionProjections)
    return result
  }
}

extension GroupedAttention {
  /// Takes the weights of a layer's `self_attn`.
  init(
    _ binder: WeightBinder,
    _ attention: Attention,
    _ layer: Architecture.Layer,
    _ architecture: Architecture
  ) throws(ModelError) {
    guard case .grouped(let queryHeads, let keyValueHeads, let width) = attention.heads else {
      stop("weights of grouped attention are asked for of a layer without it")
    }
    let hidden = architecture.shape.hiddenSize
    let extras = attention.extras
    func projection(_ name: String, _ rows: Int, _ columns: Int, _ hasBias: Bool)
      throws(ModelError) -> Projection
    {
      Projection(
        weights: try binder.matrix(name + ".weight", rows: rows, columns: columns),
        bias: hasBias ? try binder.vector(name + ".bias", count: rows) : nil
      )
    }
    let biased = extras.contains(.inputBias)
    self.queryHeads = queryHeads
    self.keyValueHeads = keyValueHeads
    headDimension = width
    queries = try projection("q_proj", queryHeads * width, hidden, biased)
    keys = try projection("k_proj", keyValueHeads * width, hidden, biased)
    values = try projection("v_proj", keyValueHeads * width, hidden, biased)
    outputs = try projection("o_proj", hidden, queryHeads * width, extras.contains(.outputBias))
    let hasNorms = extras.contains(.headNorms)
    queryNorm = hasNorms ? try binder.norm("q_norm", width: width) : nil
    keyNorm = hasNorms ? try binder.norm("k_norm", width: width) : nil
    sinks = extras.contains(.sinks) ? try binder.vector("sinks", count: queryHeads) : nil
    rotary = layer.rotary
    epsilon = architecture.normEpsilon
    rule = AttentionRule(
      queryHeads: queryHeads,
      scale: layer.attentionScale,
      window: attention.window,
      sinks: sinks,
      softcap: layer.attentionSoftcap
    )
  }
}

extension Attention {
  /// How many positions back a token sees, itself among them; nil for all.
  package var window: Int? {
    guard case .window(let tokens) = span else { return nil }
    return tokens
  }
}
