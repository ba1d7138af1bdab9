import ServingMath

extension Kernels {
  /// Chooses the experts of each row of scores.
  ///
  /// - Parameters:
  ///   - scores: rows × experts, as the router's product leaves them.
  ///   - routing: How scores become experts and weights.
  ///   - bias: Added while choosing, one number for each expert, or none.
  /// - Returns: For each row its experts in rising order, with their weights.
  func route(
    _ scores: Matrix.Slice,
    by routing: Routing,
    bias: [Float]?
  ) -> [[(expert: Int, weight: Float)]] {
    tally.add(4 * (bias?.count ?? 0), .router, .weightBytesRead)
    tally.add(4 * scores.height * scores.width, .router, .activationBytesRead)
    tally.add(1, .router, .calls)
    return scores.rows.map { routing.route(scores.matrix.row($0), bias: bias) }
  }
}
