/// The batch at which a step stops waiting for memory and starts waiting for arithmetic.
package enum Knee {
  /// Where the two ceilings say it is, by `measured`'s construction, if each operation reaches its own: products
  /// of many rows the peak, products of one row and attention the bandwidth.
  ///
  ///     (weight bytes + cache bytes) / bandwidth
  ///     ──────────────────────────────────────────
  ///        FLOP / peak + cache bytes / bandwidth
  ///
  /// Operations run one after the other, so that the cache is not read while products are made. Without a cache
  /// it is the batch at which arithmetic overtakes memory.
  ///
  /// - Parameters:
  ///   - weightBytes: Bytes of weights that a step reads.
  ///   - cacheBytes: Bytes of cache that a step reads for each sequence.
  ///   - flop: Arithmetic of one token, in FLOP.
  ///   - bandwidth: Bytes a second.
  ///   - peak: FLOP a second.
  /// - Returns: The batch, rarely a whole number.
  package static func predicted(
    weightBytes: Double,
    cacheBytes: Double,
    flop: Double,
    bandwidth: Double,
    peak: Double
  ) -> Double {
    (weightBytes + cacheBytes) / bandwidth / (flop / peak + cacheBytes / bandwidth)
  }

  /// Where the measured curve has it: where its two straight ends, drawn on, meet.
  ///
  ///     time of a step at the smallest batch / least time per sequence
  ///
  /// The flat end is the time that no step can do without, the steep end the time that no sequence can.
  ///
  /// - Parameter steps: The time of a step, by batch; from 1 on.
  /// - Returns: The batch; nil for an empty curve.
  package static func measured(_ steps: [Int: Double]) -> Double? {
    guard let smallest = steps.keys.min(), let floor = steps[smallest] else { return nil }
    let perSequence = steps.map { $0.value / Double($0.key) }.min() ?? .nan
    return floor / perSequence
  }
}
