/// Root-mean-square norm of rows, with its gradient.
///
///     y = w ∘ x · r,   r = 1 / √(mean(x²) + ε)
///     dx = r · (w ∘ dy) − x · r³ · Σ(w ∘ dy ∘ x) / width
///     dw = Σ over rows  dy ∘ x · r
///
/// > Source: arXiv 1910.07467, section 3.
enum RowNorm {
  /// Norms the rows of x; also returns r, one a row.
  static func forward(_ x: [Float], weight: [Float], epsilon: Float) -> (
    normed: [Float], scales: [Float]
  ) {
    let width = weight.count
    var normed = [Float](repeating: 0, count: x.count)
    var scales: [Float] = []
    scales.reserveCapacity(x.count / width)
    for row in 0..<x.count / width {
      let start = row * width
      var square: Float = 0
      for column in 0..<width { square += x[start + column] * x[start + column] }
      let scale = 1 / (square / Float(width) + epsilon).squareRoot()
      for column in 0..<width {
        normed[start + column] = weight[column] * (x[start + column] * scale)
      }
      scales.append(scale)
    }
    return (normed, scales)
  }

  /// The gradient of x; adds that of the weight to `dWeight`.
  static func backward(
    _ dNormed: [Float],
    x: [Float],
    scales: [Float],
    weight: [Float],
    dWeight: inout [Float]
  ) -> [Float] {
    let width = weight.count
    var dx = [Float](repeating: 0, count: x.count)
    for (row, scale) in scales.enumerated() {
      let start = row * width
      var along: Float = 0
      for column in 0..<width {
        let product = dNormed[start + column] * x[start + column]
        along += weight[column] * product
        dWeight[column] += product * scale
      }
      let pull = along * scale * scale * scale / Float(width)
      for column in 0..<width {
        dx[start + column] =
          scale * weight[column] * dNormed[start + column] - pull * x[start + column]
      }
    }
    return dx
  }
}
