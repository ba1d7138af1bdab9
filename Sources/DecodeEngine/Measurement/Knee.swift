/// The batch at which a step stops waiting for memory and starts waiting for arithmetic.
package enum Knee {
  /// Where the two ceilings say it is: `measured`'s construction on the curve of a machine that reaches both.
  ///
  ///     ((weight bytes + cache bytes of a sequence) / bandwidth) / (FLOP of a token / peak)
  ///
  /// Without a cache it is the batch at which the arithmetic has overtaken the memory. With one the curve turns
  /// later than its ends meet, by what sequences add to the flat end.
  ///
  /// - Parameters:
  ///   - weightBytes: Bytes of weights that a step reads.
  ///   - cacheBytes: Bytes of cache that a step reads for each sequence.
  ///   - flop: Arithmetic of one token, in FLOP.
  ///   - bandwidth: Bytes a second.
  ///   - peak: FLOP a second.
  /// - Returns: The batch, rarely a whole number; infinite where the cache alone takes longer than the
  ///   arithmetic.
  package static func predicted(
    weightBytes: Double,
    cacheBytes: Double,
    flop: Double,
    bandwidth: Double,
    peak: Double
  ) -> Double {
    let perSequence = flop / peak
    guard perSequence > cacheBytes / bandwidth else { return .infinity }
    return (weightBytes + cacheBytes) / bandwidth / perSequence
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
