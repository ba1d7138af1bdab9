/// The plain twin of every kernel: one loop inside the other, in the order of the formula.
///
/// No vectors, no fused multiply-adds, no library functions: the bits are the same on every CPU. The fast
/// kernels are held against this one.
enum Reference {
  static func multiply(_ product: Product, _ multiplyAdds: inout Int) {
    let (weights, x, y) = (product.weights, product.inputs, product.outputs)
    var row = [Float](repeating: 0, count: weights.columns)
    for n in 0..<weights.rows {
      for k in 0..<weights.columns { row[k] = weights.weight(n, k) }
      for t in 0..<x.height {
        var sum: Float = 0
        let input = unsafe x.base + t * x.stride
        for k in 0..<weights.columns {
          unsafe sum += row[k] * input[k]
          multiplyAdds += 1
        }
        unsafe y.base[t * y.stride + n] = sum + (product.bias?[n] ?? 0)
      }
    }
  }

  static func lookUp(
    _ tokens: [Int32],
    in embedding: PackedMatrix,
    scale: Float,
    into y: Matrix.Slice
  ) {
    for (t, token) in tokens.enumerated() {
      for k in 0..<embedding.columns {
        unsafe y.base[t * y.stride + k] = scale * embedding.weight(Int(token), k)
      }
    }
  }

  static func normalise(
    _ x: Matrix.Slice,
    weights: [Float],
    epsilon: Float,
    into y: Matrix.Slice
  ) {
    let width = weights.count
    for t in 0..<x.height {
      for first in stride(from: 0, to: x.width, by: width) {
        let input = unsafe x.base + t * x.stride + first
        let output = unsafe y.base + t * y.stride + first
        var squares: Float = 0
        for k in 0..<width { unsafe squares += input[k] * input[k] }
        let factor = 1 / (squares / Float(width) + epsilon).squareRoot()
        for k in 0..<width { unsafe output[k] = input[k] * factor * weights[k] }
      }
    }
  }

  static func add(_ x: Matrix.Slice, onto y: Matrix.Slice) {
    for t in 0..<x.height {
      for k in 0..<x.width {
        unsafe y.base[t * y.stride + k] += x.base[t * x.stride + k]
      }
    }
  }

  static func clear(_ y: Matrix.Slice) {
    for t in 0..<y.height {
      for k in 0..<y.width { unsafe y.base[t * y.stride + k] = 0 }
    }
  }

  static func rotate(
    _ x: Matrix.Slice,
    width: Int,
    from offset: Int,
    positions: [Int32],
    by table: RotaryTable
  ) {
    let half = table.width / 2
    for t in 0..<x.height {
      let turns = Int(positions[t]) * table.width
      for first in stride(from: offset, to: x.width, by: width) {
        let head = unsafe x.base + t * x.stride + first
        for k in 0..<half {
          let (cosine, sine) = (table.turns[turns + k], table.turns[turns + half + k])
          let (a, b) = unsafe (head[k], head[half + k])
          unsafe head[k] = a * cosine - b * sine
          unsafe head[half + k] = b * cosine + a * sine
        }
      }
    }
  }

  static func gate(
    _ gates: Matrix.Slice,
    _ ups: Matrix.Slice,
    _ activation: Activation,
    into y: Matrix.Slice
  ) {
    for t in 0..<gates.height {
      for k in 0..<gates.width {
        let gate = unsafe gates.base[t * gates.stride + k]
        let up = unsafe ups.base[t * ups.stride + k]
        unsafe y.base[t * y.stride + k] = gated(gate, up, activation)
      }
    }
  }

  static func gated(_ gate: Float, _ up: Float, _ activation: Activation) -> Float {
    switch activation {
    case .silu: return gate * PortableMath.sigmoid(gate) * up
    case .geluTanh:
      let inner = 0.797_884_56 * (gate + 0.044_715 * gate * gate * gate)
      return 0.5 * gate * (1 + PortableMath.tanh(inner)) * up
    case .clampedSwiGLU(let alpha, let limit):
      let gate = min(gate, limit)
      let up = max(-limit, min(up, limit))
      return gate * PortableMath.sigmoid(alpha * gate) * (up + 1)
    }
  }

  static func gather(_ x: Matrix.Slice, rows sources: [Int32], into y: Matrix.Slice) {
    for (t, source) in sources.enumerated() {
      for k in 0..<y.width {
        unsafe y.base[t * y.stride + k] = x.base[Int(source) * x.stride + k]
      }
    }
  }

  static func combine(
    _ x: Matrix.Slice,
    visits: [[(row: Int32, weight: Float)]],
    onto y: Matrix.Slice
  ) {
    for (t, visits) in visits.enumerated() {
      for visit in visits {
        for k in 0..<y.width {
          unsafe y.base[t * y.stride + k] += visit.weight * x.base[Int(visit.row) * x.stride + k]
        }
      }
    }
  }

  static func softcap(_ y: Matrix.Slice, cap: Float) {
    for t in 0..<y.height {
      for k in 0..<y.width {
        let number = unsafe y.base[t * y.stride + k]
        unsafe y.base[t * y.stride + k] = cap * PortableMath.tanh(number / cap)
      }
    }
  }
}
