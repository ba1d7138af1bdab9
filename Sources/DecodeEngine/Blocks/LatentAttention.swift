import ServingMath

/// DeepSeek's attention: all heads read one latent vector and one rotary key per position.
///
/// The projections that would expand a latent into keys and values are absorbed: that of the keys into the
/// query, that of the values behind the weighted sum. Keys and values are never expanded, in no pass.
///
/// > Source: DeepSeek-V2, arXiv 2405.04434, section 2.1.
struct LatentAttention {
  let heads: Int
  let latent: Int
  let rotaryWidth: Int
  let plain: Int
  let value: Int
  /// Through a narrow vector and its norm, or none.
  let queryDown: PackedMatrix?
  let queryNorm: [Float]
  /// The plain columns of all heads' queries.
  let plainQueries: PackedMatrix
  /// The rotary columns of each head's query.
  let rotaryQueries: [PackedMatrix]
  /// The latent and the rotary key.
  let keyDown: PackedMatrix
  /// Biases of the two narrow products and of the output, where a model has them.
  let biases: (queryDown: [Float]?, keyDown: [Float]?, output: [Float]?)
  let latentNorm: [Float]
  /// For each head, plain query columns to latent ones: the keys' expansion, turned over.
  let absorbedKeys: [PackedMatrix]
  /// For each head, latent columns to values.
  let absorbedValues: [PackedMatrix]
  let outputs: PackedMatrix
  let rotary: RotaryRule
  let rule: AttentionRule
  /// Of the two inner norms.
  let epsilon: Float

  /// What one position leaves in the cache.
  var cacheShape: KeyValueStore.Shape {
    KeyValueStore.Shape(
      heads: 1,
      keyWidth: latent + rotaryWidth,
      valueWidth: latent,
      valuesAreKeys: true
    )
  }

  /// Attends, with the block's own latents added to the cache first; see `GroupedAttention`.
  func attend(
    _ inputs: Matrix.Slice,
    _ step: Step,
    cache: KeyValueStore,
    group: Int
  ) -> Matrix.Slice {
    let kernels = step.kernels
    let keys = step.matrix(.latent, columns: latent + rotaryWidth).all
    let queries = queries(inputs, keys, step)
    let latents = keys[columns: 0..<latent]
    kernels.normalise(latents, weights: latentNorm, epsilon: epsilon, into: latents)
    if let table = step.rotary[rotary] {
      let turning = keys[columns: latent..<latent + rotaryWidth]
      kernels.rotate(turning, width: rotaryWidth, positions: step.positions, by: table)
      kernels.rotate(
        queries,
        width: latent + rotaryWidth,
        from: latent,
        positions: step.positions,
        by: table
      )
    }
    return step.attend(queries, keys: keys, values: nil, over: cache, group: group, rule)
  }

  /// The heads' values out of what they attended to, and the product out of attention; see `GroupedAttention`.
  func output(_ attended: Matrix.Slice, _ step: Step) -> Matrix {
    let kernels = step.kernels
    let values = step.matrix(.attendedValues, columns: heads * value).all
    let expansions = absorbedValues.enumerated().map { head, weights in
      Product(
        weights,
        attended[columns: head * latent..<(head + 1) * latent],
        into: values[columns: head * value..<(head + 1) * value]
      )
    }
    kernels.multiply(expansions, as: .attentionProjections)
    let result = step.matrix(.blockResult, columns: outputs.rows)
    kernels.multiply(
      [Product(outputs, bias: biases.output, values, into: result.all)],
      as: .attentionProjections
    )
    return result
  }

  /// Queries against the latent: rows × (heads · (latent + rotary)); fills the keys on the way.
  private func queries(_ inputs: Matrix.Slice, _ keys: Matrix.Slice, _ step: Step) -> Matrix.Slice {
    let kernels = step.kernels
    let width = latent + rotaryWidth
    var source = inputs
    let toKeys = Product(keyDown, bias: biases.keyDown, inputs, into: keys)
    if let queryDown {
      source = step.matrix(.compressedQueries, columns: queryDown.rows).all
      kernels.multiply(
        [toKeys, Product(queryDown, bias: biases.queryDown, inputs, into: source)],
        as: .attentionProjections
      )
      kernels.normalise(source, weights: queryNorm, epsilon: epsilon, into: source)
    } else {
      kernels.multiply([toKeys], as: .attentionProjections)
    }
    let plainPart = step.matrix(.plainQueries, columns: heads * plain).all
    let queries = step.matrix(.queries, columns: heads * width).all
    let turning = rotaryQueries.enumerated().map { head, weights in
      Product(weights, source, into: queries[columns: head * width + latent..<(head + 1) * width])
    }
    kernels.multiply(
      [Product(plainQueries, source, into: plainPart)] + turning,
      as: .attentionProjections
    )
    let absorbed = absorbedKeys.enumerated().map { head, weights in
      Product(
        weights,
        plainPart[columns: head * plain..<(head + 1) * plain],
        into: queries[columns: head * width..<head * width + latent]
      )
    }
    kernels.multiply(absorbed, as: .attentionProjections)
    return queries
  }
}
