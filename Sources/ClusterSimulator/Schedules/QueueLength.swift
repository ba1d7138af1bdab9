/// How many waited in a stretch of time, given when each came and when each had its turn.
struct QueueLength {
  /// Most that waited at once, moments of no length not counted.
  private(set) var longest = 0
  /// Waiting time in the window over the length of the window; 0 in a window of no length.
  private(set) var mean = 0.0

  init(arrivals: [Double], departures: [Double], window: ClosedRange<Double>) {
    let arrivals = arrivals.sorted()
    let departures = departures.sorted()
    var (arrived, departed) = (0, 0)
    var now = window.lowerBound
    var waited = 0.0
    while now < window.upperBound {
      while arrived < arrivals.count, arrivals[arrived] <= now { arrived += 1 }
      while departed < departures.count, departures[departed] <= now { departed += 1 }
      let next = min(
        arrived < arrivals.count ? arrivals[arrived] : .infinity,
        departed < departures.count ? departures[departed] : .infinity,
        window.upperBound
      )
      longest = max(longest, arrived - departed)
      waited += Double(arrived - departed) * (next - now)
      now = next
    }
    let length = window.upperBound - window.lowerBound
    if length > 0 { mean = waited / length }
  }
}
