import Quantities

/// Rows that travel between a device and the others of its block for one layer of experts.
struct ExpertLoad {
  /// Visits that the device's own rows make.
  private(set) var sent = 0.0
  /// Visits that the device's experts get.
  private(set) var arrived = 0.0
  /// Experts of the device that are visited.
  private(set) var touched = 0.0
  /// Visits that go from this device to each of its block.
  private(set) var leaving: [Double]
  /// Visits that come to this device from each of its block.
  private(set) var arriving: [Double]

  init(_ lowering: Lowering, _ experts: Experts, _ deal: ExpertShards, layer: Int) {
    let count = deal.exchanges ? deal.devices : 1
    leaving = [Double](repeating: 0, count: count)
    arriving = leaving
    switch lowering.plan.visits {
    case .even: addEven(lowering, experts, deal)
    case .chosen(let choices): addChosen(lowering, deal, choices[layer] ?? [])
    }
  }

  private mutating func addEven(_ lowering: Lowering, _ experts: Experts, _ deal: ExpertShards) {
    let layout = lowering.layout
    let own = Self.rows(of: lowering.rank, lowering, deal)
    let perGroup = Double(experts.chosen) / Double(deal.groups)
    var all = Double(own)
    if deal.exchanges {
      let counts = lowering.plan.rowCounts
      all = 0
      for (index, other) in layout.expertBlock(of: lowering.rank).enumerated() {
        let place = layout.place(of: other)
        let replica = place.context * layout.tensor + place.tensor
        let rows = Self.owned(counts[place.data], replica, of: layout.context * layout.tensor)
        all += Double(rows)
        arriving[index] = Double(rows) * perGroup
        leaving[index] = Double(own) * perGroup
      }
    }
    sent = Double(own * experts.chosen)
    arrived = all * perGroup
    touched =
      Double(deal.slotsPerGroup) * experts.expectedShareTouched(batch: Quantity(all)).plain
  }

  private mutating func addChosen(
    _ lowering: Lowering,
    _ deal: ExpertShards,
    _ choices: [[Int]]
  ) {
    let layout = lowering.layout
    let mine = deal.place(of: lowering.rank)
    var seen = Set<Int>()
    var lists: [Int: [Int]] = [:]
    let block =
      deal.exchanges ? layout.expertBlock(of: lowering.rank) : lowering.rank..<lowering.rank + 1
    for (index, device) in block.enumerated() {
      let data = layout.place(of: device).data
      let rows = lists[data] ?? lowering.plan.feeds(of: data).rows
      lists[data] = rows
      for row in Self.rowIndices(of: device, count: rows.count, layout, deal) {
        for expert in choices[rows[row]] {
          let group = deal.group(serving: expert, row: row)
          if device == lowering.rank {
            sent += 1
            guard deal.exchanges else {
              if group == mine.group { visit(expert, &seen) }
              continue
            }
            for part in 0..<deal.parts { leaving[group * deal.parts + part] += 1 }
          }
          guard deal.exchanges, group == mine.group else { continue }
          visit(expert, &seen)
          arriving[index] += 1
        }
      }
    }
    touched = Double(seen.count)
  }

  private mutating func visit(_ expert: Int, _ seen: inout Set<Int>) {
    arrived += 1
    seen.insert(expert)
  }

  // MARK: - Who owns a row

  private static func rows(of rank: Int, _ lowering: Lowering, _ deal: ExpertShards) -> Int {
    rowIndices(of: rank, count: lowering.rows, lowering.layout, deal).count
  }

  /// Rows that a device sends to experts: those of its replica, or without exchange of its context rank.
  private static func rowIndices(
    of rank: Int,
    count: Int,
    _ layout: Layout,
    _ deal: ExpertShards
  ) -> [Int] {
    let place = layout.place(of: rank)
    let replica = deal.exchanges ? place.context * layout.tensor + place.tensor : place.context
    let step = deal.exchanges ? layout.context * layout.tensor : layout.context
    return Array(stride(from: replica, to: count, by: step))
  }

  private static func owned(_ rows: Int, _ replica: Int, of replicas: Int) -> Int {
    rows / replicas + (replica < rows % replicas ? 1 : 0)
  }
}
