/// The kernels in Swift: vectors of 16 lanes, checked spans, inputs in single precision.
///
/// A panel's 16 rows are the lanes of one vector, so a product is one multiplication and one addition per
/// column and no sum ever crosses lanes. Sums are written `a += b * c`: `addProduct` calls the C library where
/// the compiler is not told that the CPU has fused multiply-adds. At batch 1 this reads weights as fast as
/// memory gives them; in large batches the C kernels are three times faster, since they use wider registers.
enum SwiftKernels {
  typealias Lanes = SIMD16<Float>

  /// The outputs of some panels: y = x · Wᵀ + bias.
  static func multiply(_ product: Product, panels: Range<Int>) {
    let weights = product.weights
    let inputs = unsafe UnsafeBufferPointer(
      start: product.inputs.base,
      count: (product.inputs.height - 1) * product.inputs.stride + product.inputs.width
    )
    for panel in panels {
      if weights.format == .fp32 {
        let start = unsafe weights.memory.base + panel * weights.panelBytes
        let lanes = unsafe UnsafeBufferPointer(
          start: start.assumingMemoryBound(to: Lanes.self),
          count: weights.columns
        )
        unsafe multiply(product, panel, lanes.span, inputs.span)
      } else {
        let lanes = weights.unpacked(panel: panel)
        unsafe multiply(product, panel, lanes.span.extracting(0..<weights.columns), inputs.span)
      }
    }
  }

  /// The outputs of one panel, given as a vector of 16 rows for each column.
  private static func multiply(
    _ product: Product,
    _ panel: Int,
    _ weights: Span<Lanes>,
    _ x: Span<Float>
  ) {
    let stride = product.inputs.stride
    let height = product.inputs.height
    var row = 0
    while row + 4 <= height {
      let sums: InlineArray<4, Lanes> = tile(weights, x, from: row * stride, stride: stride)
      for t in 0..<4 { finish(product, row + t, panel, sums[t]) }
      row += 4
    }
    while row < height {
      let sums: InlineArray<1, Lanes> = tile(weights, x, from: row * stride, stride: stride)
      finish(product, row, panel, sums[0])
      row += 1
    }
  }

  /// Sums over all columns for some rows of inputs: they stay in registers.
  @inline(__always)
  private static func tile<let rows: Int>(
    _ weights: Span<Lanes>,
    _ x: Span<Float>,
    from first: Int,
    stride: Int
  ) -> InlineArray<rows, Lanes> {
    var sums = InlineArray<rows, Lanes>(repeating: .zero)
    for k in weights.indices {
      let weight = weights[k]
      for t in 0..<rows { sums[t] += weight * x[first + t * stride + k] }
    }
    return sums
  }

  /// Puts the sums of 16 outputs where they belong, with their bias.
  private static func finish(_ product: Product, _ row: Int, _ panel: Int, _ sums: Lanes) {
    let first = 16 * panel
    for n in first..<min(first + 16, product.weights.rows) {
      let sum = sums[n - first] + (product.bias?[n] ?? 0)
      unsafe product.outputs.base[row * product.outputs.stride + n] = sum
    }
  }

  // MARK: Rows

  static func normalise(
    _ x: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>,
    _ epsilon: Float,
    _ width: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    var squares = Lanes.zero
    for first in stride(from: 0, to: width, by: 16) {
      let part = unsafe lanes(x + first, width - first)
      squares += part * part
    }
    let factor = 1 / (squares.sum() / Float(width) + epsilon).squareRoot()
    for k in 0..<width { unsafe y[k] = x[k] * factor * weights[k] }
  }

  static func add(_ x: UnsafePointer<Float>, onto y: UnsafeMutablePointer<Float>, _ width: Int) {
    for k in 0..<width { unsafe y[k] += x[k] }
  }

  static func gate(
    _ gates: UnsafePointer<Float>,
    _ ups: UnsafePointer<Float>,
    _ activation: Activation,
    _ width: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    for first in stride(from: 0, to: width, by: 16) {
      let gate = unsafe lanes(gates + first, width - first)
      let up = unsafe lanes(ups + first, width - first)
      let result =
        switch activation {
        case .silu: gate / (1 + PortableMath.exponential(-gate)) * up
        case .geluTanh:
          0.5 * gate
            * (1 + PortableMath.tanh(0.797_884_56 * (gate + 0.044_715 * gate * gate * gate))) * up
        case .clampedSwiGLU(let alpha, let limit): clamped(gate, up, alpha, limit)
        }
      for k in 0..<min(16, width - first) { unsafe y[first + k] = result[k] }
    }
  }

  private static func clamped(_ gate: Lanes, _ up: Lanes, _ alpha: Float, _ limit: Float) -> Lanes {
    let most = Lanes(repeating: limit)
    let gate = gate.replacing(with: most, where: gate .> most)
    let up = up.clamped(lowerBound: -most, upperBound: most)
    return gate / (1 + PortableMath.exponential(-alpha * gate)) * (up + 1)
  }

  /// Up to 16 numbers, zero behind them.
  @inline(__always)
  static func lanes(_ numbers: UnsafePointer<Float>, _ count: Int) -> Lanes {
    if count >= 16 { return unsafe UnsafeRawPointer(numbers).loadUnaligned(as: Lanes.self) }
    var lanes = Lanes.zero
    for k in 0..<count { unsafe lanes[k] = numbers[k] }
    return lanes
  }
}
