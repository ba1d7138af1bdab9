public import Quantities

/// How times are spread: their mean, and the time that a share of them does not exceed.
public struct LatencySummary: Hashable, Sendable {
  /// Seconds, ascending.
  private let sorted: [Double]
  /// The mean of all.
  public let mean: Quantity

  /// The spread of some times in seconds; nothing for none.
  init?(seconds: [Double]) {
    guard !seconds.isEmpty else { return nil }
    mean = Quantity(seconds.reduce(0, +) / Double(seconds.count), .seconds)
    sorted = seconds.sorted()
  }

  /// The spread of some times; nothing for none.
  public init?(_ times: [Quantity]) {
    self.init(seconds: times.map { $0.value(in: .seconds) })
  }

  /// How many times there are.
  public var count: Int { sorted.count }
  /// The shortest.
  public var shortest: Quantity { Quantity(sorted[0], .seconds) }
  /// The longest.
  public var longest: Quantity { Quantity(sorted[sorted.count - 1], .seconds) }

  /// The least of the times that at least so many per cent of them do not exceed: the nearest rank.
  ///
  ///     the ⌈percent · count / 100⌉-th smallest
  ///
  /// Always one of the times; nothing is interpolated. The 50th is the median, of an even number the lower
  /// middle one. Stops outside of 0 to 100.
  public func percentile(_ percent: Int) -> Quantity {
    guard (0...100).contains(percent) else {
      stop("a percentile is from 0 to 100, not \(percent)")
    }
    let rank = (percent * count + 99) / 100
    return Quantity(sorted[max(rank, 1) - 1], .seconds)
  }

  /// The share of the times that do not exceed a limit, as a plain number.
  public func share(within limit: Quantity) -> Quantity {
    let seconds = limit.value(in: .seconds)
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return Quantity(low) / Quantity(count)
  }
}
