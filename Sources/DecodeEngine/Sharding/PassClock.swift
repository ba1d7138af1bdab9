/// A clock on which a pass takes one tick and a message no time, for a device of a decode loop.
///
/// A pass begins when the device is free and what it needs has been sent. Messages say the tick at which their
/// sender was done, so what the clocks show is the order in which things really depended on each other, whatever
/// the threads were doing meanwhile.
struct PassClock {
  /// Ticks of the passes that the device has done.
  private(set) var ticks: [Int] = []
  /// The tick at which the device is done with all it has begun.
  private var free = 0

  /// Begins a pass that a message has been waited for; without one it could have begun at tick 0.
  mutating func begin(after header: [Int32]) {
    let start = max(free, header.first.map(Int.init) ?? 0)
    ticks.append(start)
    free = start + 1
  }

  /// What the device's next messages say of the time.
  var header: [Int32] { [Int32(free)] }
}
