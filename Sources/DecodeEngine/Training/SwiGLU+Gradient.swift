/// The gate of a feed-forward network, with its gradient.
///
///     y = silu(g) ∘ u,   silu(g) = g · σ(g),   σ(g) = 1 / (1 + e^(−g))
///     du = dy ∘ silu(g)
///     dg = dy ∘ u ∘ σ(g) · (1 + g · (1 − σ(g)))
///
/// > Source: arXiv 2002.05202, equation 6.
enum SwiGLU {
  /// The gated product of two buffers of one size.
  static func forward(gate: [Float], up: [Float]) -> [Float] {
    var product = [Float](repeating: 0, count: gate.count)
    let (gate, up) = (gate.span, up.span)
    var out = product.mutableSpan
    for index in gate.indices {
      let g = gate[index]
      out[index] = g / (1 + PortableMath.exponential(-g)) * up[index]
    }
    return product
  }

  /// The gradients of both.
  static func backward(_ dProduct: [Float], gate: [Float], up: [Float]) -> (
    dGate: [Float], dUp: [Float]
  ) {
    var dGate = [Float](repeating: 0, count: gate.count)
    var dUp = [Float](repeating: 0, count: gate.count)
    let (dProduct, gate, up) = (dProduct.span, gate.span, up.span)
    var gateOut = dGate.mutableSpan
    var upOut = dUp.mutableSpan
    for index in gate.indices {
      let g = gate[index]
      let sigmoid = PortableMath.sigmoid(g)
      upOut[index] = dProduct[index] * (g * sigmoid)
      gateOut[index] = dProduct[index] * up[index] * (sigmoid * (1 + g * (1 - sigmoid)))
    }
    return (dGate, dUp)
  }
}
