public import Quantities
import ServingMath

extension RequestTrace {
  /// Requests that come independently of each other: gaps are exponential.
  ///
  /// Stops if the rate is not a positive number per time, or the count is negative.
  ///
  /// - Parameters:
  ///   - rate: Requests per time on average, as in `Quantity(5) / Quantity(1, .seconds)`.
  ///   - count: Requests in all.
  ///   - lengths: Of prompts and answers.
  ///   - seed: The same seed gives the same trace on every machine.
  /// - Returns: A trace that names no blocks.
  public static func poisson(
    rate: Quantity,
    count: Int,
    lengths: RequestLengths,
    seed: UInt64
  ) -> RequestTrace {
    let perSecond = rate.value(in: .one / .seconds)
    guard perSecond > 0, perSecond.isFinite else {
      stop("requests arrive at a positive rate, not at \(rate)")
    }
    // Two streams, so that the same seed gives the same arrivals whatever the lengths.
    var gaps = SplitMix64(seed: seed)
    var time = 0.0
    return generated(count, lengths, seed: seed) { _ in
      time += gaps.exponential() / perSecond
      return time
    }
  }

  /// Requests that come at even intervals.
  ///
  /// Stops if the interval is not a time or negative, or the count is negative.
  ///
  /// - Parameters:
  ///   - interval: From one arrival to the next.
  ///   - first: The first arrival.
  ///   - count: Requests in all.
  ///   - lengths: Of prompts and answers.
  ///   - seed: For lengths that are drawn at random.
  /// - Returns: A trace that names no blocks.
  public static func even(
    interval: Quantity,
    first: Quantity = Quantity(0, .seconds),
    count: Int,
    lengths: RequestLengths,
    seed: UInt64 = 0
  ) -> RequestTrace {
    let step = interval.value(in: .seconds)
    let start = first.value(in: .seconds)
    guard step >= 0, start >= 0 else {
      stop("requests arrive at times from zero on: give no negative time")
    }
    return generated(count, lengths, seed: seed) { start + Double($0) * step }
  }

  private static func generated(
    _ count: Int,
    _ lengths: RequestLengths,
    seed: UInt64,
    arrival: (Int) -> Double
  ) -> RequestTrace {
    guard count >= 0 else { stop("a trace has 0 requests or more, not \(count)") }
    var random = SplitMix64(seed: ~seed)
    var columns = TraceColumns(blockTokens: nil)
    for index in 0..<count {
      let (prompt, output) = lengths.draw(&random)
      columns.endRequest(arrival: arrival(index), prompt: prompt, output: output)
    }
    return RequestTrace(columns)
  }
}
