/// Rows ordered by the slot of the expert that they visit.
struct SlotVisits {
  /// For each visit, the row that makes it.
  private(set) var sources: [Int32] = []
  /// Of each slot that is visited, its visits.
  private(set) var ranges: [(slot: Int, rows: Range<Int>)] = []
  /// For each row, its visits and their weights, in order of slot.
  private(set) var ofRow: [[(row: Int32, weight: Float)]]

  /// The visits of rows that each visit one slot.
  init(_ visited: [Int], slots: Int) {
    let routes = visited.map { [(expert: $0, weight: Float(1))] }
    self.init(routes, slots: slots)
  }

  /// The visits of rows whose choices, by slot, are given.
  init(_ routes: [[(expert: Int, weight: Float)]], slots: Int) {
    var visitors = [[(row: Int, weight: Float)]](repeating: [], count: slots)
    for (row, choices) in routes.enumerated() {
      for choice in choices { visitors[choice.expert].append((row, choice.weight)) }
    }
    ofRow = routes.map { _ in [] }
    for (slot, visitors) in visitors.enumerated() where !visitors.isEmpty {
      let first = sources.count
      for (row, weight) in visitors {
        ofRow[row].append((Int32(sources.count), weight))
        sources.append(Int32(row))
      }
      ranges.append((slot, first..<sources.count))
    }
  }
}
