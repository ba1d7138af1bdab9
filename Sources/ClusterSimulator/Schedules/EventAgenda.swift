/// What is due when: the earliest first, and at one moment the lowest number first.
///
/// A binary heap. Numbers are unique among what is due at one moment, so the order never depends on
/// the history of the heap.
struct EventAgenda {
  private var entries: [(time: Double, number: Int)] = []

  /// The time of the next entry, nil if nothing is due.
  var nextTime: Double? { entries.first?.time }

  mutating func add(_ number: Int, at time: Double) {
    entries.append((time, number))
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBefore(child, parent) else { break }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the next entry off the agenda.
  mutating func takeFirst() -> Int? {
    guard let first = entries.first else { return nil }
    let last = entries.removeLast()
    if entries.isEmpty { return first.number }
    entries[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && isBefore(child, least) {
        least = child
      }
      if least == parent { return first.number }
      entries.swapAt(parent, least)
      parent = least
    }
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    let (one, other) = (entries[left], entries[right])
    return one.time < other.time || (one.time == other.time && one.number < other.number)
  }
}
