public import Quantities

/// How full an instance was over a run, in at most 512 equal stretches of time.
///
/// Each value is an average over its stretch, exact to rounding, so the sum over all stretches is the whole
/// run's. The width of a stretch is a power of two of a millisecond and grows with the run.
public struct LoadCurve: Sendable {
  /// Averages over one stretch of time.
  public struct Point: Hashable, Sendable {
    /// When the stretch begins, since the trace's time zero.
    public let time: Quantity
    /// Requests that had come and were not done.
    public let inSystem: Quantity
    /// Requests that had no place yet, or had lost it.
    public let waiting: Quantity
    /// Requests that had a place.
    public var running: Quantity { inSystem - waiting }
    /// Tokens of memory held by running requests.
    public let heldTokens: Quantity
    /// The share of the stretch in which a step was under way.
    public let busy: Quantity
  }

  static let most = 512
  private let origin: Double
  private let blockTokens: Double
  private var width = 0.001
  private var sums: [SIMD4<Double>] = [.zero]
  /// Where the last stretch ends, and what has been added up to.
  private var end: Double
  private var last: Double

  init(origin: Double, blockTokens: Int) {
    self.origin = origin
    self.blockTokens = Double(blockTokens)
    last = origin
    end = origin + width
  }

  /// Adds a time in which nothing changed.
  ///
  /// - Parameters:
  ///   - time: The end of it; its beginning is the end of the one before.
  ///   - values: In system, waiting, blocks held, busy (1 or 0).
  mutating func add(to time: Double, _ values: SIMD4<Double>) {
    while time > end {
      sums[sums.count - 1] += values * (end - last)
      last = end
      if sums.count == Self.most { halve() }
      sums.append(.zero)
      end = origin + Double(sums.count) * width
    }
    sums[sums.count - 1] += values * (time - last)
    last = time
  }

  private mutating func halve() {
    for index in 0..<Self.most / 2 { sums[index] = sums[2 * index] + sums[2 * index + 1] }
    sums.removeLast(Self.most / 2)
    width *= 2
  }

  // MARK: Reading

  /// Sums over the whole run, in seconds: in system, waiting, blocks held, busy.
  var total: SIMD4<Double> { sums.reduce(.zero, +) }

  /// The stretches in order; the last one may be cut short by the end of the run.
  public var points: [Point] {
    sums.enumerated().compactMap { index, sum in
      let begin = origin + Double(index) * width
      let length = min(width, last - begin)
      guard length > 0 else { return nil }
      let mean = sum / length
      return Point(
        time: Quantity(begin, .seconds),
        inSystem: Quantity(mean[0]),
        waiting: Quantity(mean[1]),
        heldTokens: Quantity(mean[2] * blockTokens, .tokens),
        busy: Quantity(mean[3])
      )
    }
  }
}
