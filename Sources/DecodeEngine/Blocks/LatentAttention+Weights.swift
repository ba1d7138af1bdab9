import Quantities
import ServingMath

extension LatentAttention {
  /// Takes the weights of a layer's `self_attn`.
  init(
    _ binder: WeightBinder,
    _ attention: Attention,
    _ layer: Architecture.Layer,
    _ architecture: Architecture
  ) throws(ModelError) {
    guard
      case .latent(let heads, let rank, let latent, let turning, let plain, let value) =
        attention.heads
    else { stop("weights of latent attention are asked for of a layer without it") }
    let hidden = architecture.shape.hiddenSize
    // Rotary columns that are stored in adjacent pairs are put into halves: even ones first.
    let isAdjacent = architecture.naming.rotaryPairsAreAdjacent
    func place(_ column: Int) -> Int {
      guard isAdjacent else { return column }
      let half = turning / 2
      return column < half ? 2 * column : 2 * (column - half) + 1
    }
    func keyOrder(_ row: Int) -> Int {
      row < latent ? row : latent + place(row - latent)
    }
    self.heads = heads
    self.latent = latent
    rotaryWidth = turning
    self.plain = plain
    self.value = value
    queryDown = rank > 0 ? try binder.matrix("q_a_proj.weight", rows: rank, columns: hidden) : nil
    queryNorm = rank > 0 ? try binder.norm("q_a_layernorm", width: rank) : []
    let queryName = rank > 0 ? "q_b_proj.weight" : "q_proj.weight"
    let wide = plain + turning
    plainQueries = try binder.matrix(
      queryName,
      rows: heads * plain,
      columns: rank > 0 ? rank : hidden,
      order: { $0 / plain * wide + $0 % plain },
      of: heads * wide
    )
    rotaryQueries = try Self.each(heads) { head throws(ModelError) in
      try binder.matrix(
        queryName,
        rows: turning,
        columns: rank > 0 ? rank : hidden,
        order: { head * wide + plain + place($0) },
        of: heads * wide
      )
    }
    keyDown = try binder.matrix(
      "kv_a_proj_with_mqa.weight",
      rows: latent + turning,
      columns: hidden,
      order: keyOrder
    )
    let hasBias = attention.extras.contains(.inputBias)
    biases = (
      hasBias && rank > 0 ? try binder.vector("q_a_proj.bias", count: rank) : nil,
      hasBias
        ? try binder.vector("kv_a_proj_with_mqa.bias", count: latent + turning, order: keyOrder)
        : nil,
      attention.extras.contains(.outputBias)
        ? try binder.vector("o_proj.bias", count: hidden) : nil
    )
    latentNorm = try binder.norm("kv_a_layernorm", width: latent)
    let expansion = [heads * (plain + value), latent]
    absorbedKeys = try Self.each(heads) { head throws(ModelError) in
      try binder.transposed(
        "kv_b_proj.weight",
        shape: expansion,
        from: head * (plain + value) * latent,
        inputs: plain,
        stride: latent,
        rows: latent,
        column: { $0 }
      )
    }
    absorbedValues = try Self.each(heads) { head throws(ModelError) in
      try binder.matrix(
        "kv_b_proj.weight",
        rows: value,
        columns: latent,
        order: { head * (plain + value) + plain + $0 },
        of: heads * (plain + value)
      )
    }
    outputs = try binder.matrix("o_proj.weight", rows: hidden, columns: heads * value)
    rotary = layer.rotary
    // DeepSeek's own code and the library give these two norms no epsilon but their usual one.
    epsilon = 1e-6
    rule = AttentionRule(
      queryHeads: heads,
      scale: layer.attentionScale,
      window: attention.window,
      softcap: layer.attentionSoftcap
    )
  }

  private static func each(
    _ heads: Int,
    _ make: (Int) throws(ModelError) -> PackedMatrix
  ) throws(ModelError) -> [PackedMatrix] {
    var matrices: [PackedMatrix] = []
    for head in 0..<heads { matrices.append(try make(head)) }
    return matrices
  }
}
