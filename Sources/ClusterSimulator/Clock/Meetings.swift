import ServingMath

/// Exchanges, found by their place in the step and who takes part.
struct Meetings {
  struct Point: Hashable {
    let place: Int
    let half: Int
    /// Classes in order, each with how many of the group are of it.
    let classes: [[Int]]
  }

  struct Meeting {
    let point: Point
    var parts: [ExchangePart] = []
  }

  private(set) var all: [Meeting] = []
  private var indices: [Point: Int] = [:]

  /// Enters a class, in ascending order, and gives the exchange's index.
  mutating func join(_ point: Point, _ index: Int, _ communication: Communication) -> Int {
    let meeting = indices[point] ?? all.count
    if meeting == all.count {
      indices[point] = meeting
      all.append(Meeting(point: point))
    }
    let count = point.classes.first { $0[0] == index }?[1] ?? 0
    all[meeting].parts.append(
      ExchangePart(index: index, count: count, communication: communication)
    )
    return meeting
  }
}
