public import Quantities

/// Batches that leave on the clock, like trains: each takes whoever is waiting, full or not.
///
/// A train departs every interval and is under way for one interval, so the next one leaves as it arrives.
/// Who comes to a full train waits for the next, in order of arrival.
///
/// > Source: lecture, 0:22:13.
public struct TrainSchedule: Sendable {
  /// Time from one departure to the next, and time of one journey.
  public let interval: Quantity
  /// Sequences that one train takes; nothing limits it by default, as in the lecture.
  public let capacity: Int?

  /// A timetable.
  ///
  /// Stops if the interval is not a time, or the capacity is not positive.
  public init(interval: Quantity, capacity: Int? = nil) {
    if interval <= Quantity(0, .seconds) { stop("a train must leave after a positive time") }
    if let capacity, capacity < 1 { stop("a train must take at least one sequence") }
    self.interval = interval
    self.capacity = capacity
  }

  /// What one request went through.
  public struct Ride: Hashable, Sendable {
    /// When the request came.
    public let arrival: Quantity
    /// When its train left.
    public let departure: Quantity
    /// When its token was there.
    public let completion: Quantity

    /// Time on the platform.
    public var wait: Quantity { departure - arrival }
    /// Time from request to token.
    public var latency: Quantity { completion - arrival }
  }

  /// Runs the timetable until every request has its token.
  ///
  /// - Parameter arrivals: Times of arrival, in any order; the first train leaves at time zero.
  /// - Returns: One ride for each arrival, in order of arrival.
  public func run(arrivals: [Quantity]) -> [Ride] {
    var rides: [Ride] = []
    rides.reserveCapacity(arrivals.count)
    var train = 0.0
    var aboard = 0
    for arrival in arrivals.sorted() {
      let earliest = (arrival / interval).plain.rounded(.up)
      if earliest > train {
        train = earliest
        aboard = 0
      }
      if let capacity, aboard == capacity {
        train += 1
        aboard = 0
      }
      aboard += 1
      let departure = train * interval
      rides.append(
        Ride(arrival: arrival, departure: departure, completion: departure + interval)
      )
    }
    return rides
  }

  /// Runs the timetable on arrivals that are spread evenly, one in the middle of each slot.
  ///
  /// - Parameters:
  ///   - count: Requests in all.
  ///   - trains: Intervals over which they come.
  /// - Returns: One ride for each request, in order of arrival.
  public func runEvenly(requests count: Int, over trains: Int) -> [Ride] {
    let slot = Double(trains) / Double(count)
    return run(arrivals: (0..<count).map { (Double($0) + 0.5) * slot * interval })
  }
}

// MARK: - What the riders say

extension [TrainSchedule.Ride] {
  /// The longest time from request to token.
  ///
  /// Stops if there are no rides.
  public var worstLatency: Quantity {
    guard let worst = map(\.latency).max() else { stop("no rides, so no worst latency") }
    return worst
  }

  /// The mean time from request to token.
  ///
  /// Stops if there are no rides.
  public var meanLatency: Quantity {
    guard let first else { stop("no rides, so no mean latency") }
    return dropFirst().reduce(first.latency) { $0 + $1.latency } / Double(count)
  }

  /// The latency that a share of the rides does not exceed.
  ///
  /// Stops if there are no rides.
  ///
  /// - Parameter share: A plain number from 0 to 1; a half is the median.
  /// - Returns: The latency of one of the rides.
  public func latency(atShare share: Quantity) -> Quantity {
    let sorted = map(\.latency).sorted()
    let index = Int((share.plain * Double(count)).rounded(.up)) - 1
    guard !sorted.isEmpty else { stop("no rides, so no latencies") }
    return sorted[Swift.min(Swift.max(index, 0), sorted.count - 1)]
  }
}
