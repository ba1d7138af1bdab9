import Quantities
import ServingMath

/// What a device of each class does, with times instead of amounts.
struct ClockPrograms {
  let classes: DeviceClasses
  /// The classes of each stage.
  let stages: [[Int]]
  /// What a device of each class does, in the order of the step.
  private(set) var items: [[ClockItem]] = []
  private(set) var exchanges: [ClockExchange] = []
  /// What a device of each class has done at the end.
  private(set) var totals: [DeviceTotals] = []
  /// Between each stage and the next.
  private(set) var hopLatencies: [Double]

  private let rates: ClockRates
  private let countsActivations: Bool
  private let devicesPerRack: Int
  private let isBackward: Bool
  /// The first device of each class, which stands for all.
  private let first: [Int]

  /// The programs of one pass, or of two halves that go side by side.
  init(_ passes: [PlannedPass], _ rates: ClockRates, countsActivations: Bool) {
    let layout = passes[0].layout
    devicesPerRack = passes[0].devicesPerRack
    isBackward = passes[0].isBackward
    self.rates = rates
    self.countsActivations = countsActivations
    classes = DeviceClasses(layout, devicesPerRack: devicesPerRack, kinds: passes.map(\.kinds))
    first = classes.members.map { $0[0] }
    hopLatencies = [Double](repeating: 0, count: layout.pipeline - 1)
    var stages = [[Int]](repeating: [], count: layout.pipeline)
    for (index, rank) in first.enumerated() {
      stages[rank / layout.devicesPerStage].append(index)
    }
    self.stages = stages
    var meetings = Meetings()
    for index in first.indices {
      var mine: [ClockItem] = []
      totals.append(DeviceTotals())
      for (half, pass) in passes.enumerated() {
        add(pass.program(first[index]), half, of: index, to: &mine, &meetings)
      }
      // Items of one place and half are in order already, and halves follow each other: stable by offset.
      let order = mine.indices.sorted {
        (mine[$0].place, mine[$0].half, $0) < (mine[$1].place, mine[$1].half, $1)
      }
      items.append(order.map { mine[$0] })
    }
    exchanges = meetings.all.map(timed)
  }

  /// The stages in the order in which they hand over.
  var order: [Int] { isBackward ? stages.indices.reversed() : Array(stages.indices) }

  /// Whether a stage waits for another.
  func receives(_ stage: Int) -> Bool {
    stages[stage].contains { index in
      items[index].contains { if case .receive = $0.work { true } else { false } }
    }
  }

  // MARK: - From actions to items

  private mutating func add(
    _ plan: DevicePlan,
    _ half: Int,
    of index: Int,
    to items: inout [ClockItem],
    _ meetings: inout Meetings
  ) {
    var order = ProgramOrder(isBackward: isBackward)
    var stretch: Int?
    for action in plan.actions {
      let place = order.place(of: action)
      func compute() {
        guard !action.operations.isEmpty else { return }
        let time = ComputeTime(action.operations, rates, countsActivations: countsActivations)
        totals[index].arithmetic += time.arithmetic
        totals[index].memory += time.memory
        let start = stretch ?? place
        stretch = start
        items.append(item(action, start, half, .compute(time)))
      }
      guard let exchange = action.communication, exchange.group.count > 1 else {
        compute()
        continue
      }
      if order.sendsResult(action) { compute() }
      count(exchange, of: index)
      let work = work(exchange, place, half, of: index, &meetings)
      stretch = nil
      items.append(item(action, place + 1, half, work))
      if !order.sendsResult(action) { compute() }
    }
  }

  private func item(
    _ action: PlannedAction,
    _ place: Int,
    _ half: Int,
    _ work: ClockItem.Work
  ) -> ClockItem {
    ClockItem(place: place, half: half, step: action.step, layer: action.layer, work: work)
  }

  private mutating func work(
    _ exchange: Communication,
    _ place: Int,
    _ half: Int,
    of index: Int,
    _ meetings: inout Meetings
  ) -> ClockItem.Work {
    guard exchange.kind == .handOver else {
      let here = Meetings.Point(
        place: place,
        half: half,
        classes: counted(exchange.group)
      )
      return .exchange(meetings.join(here, index, exchange))
    }
    let rank = first[index]
    guard exchange.group[0] == rank else {
      return .receive(sender: classes.indices[exchange.group[0]])
    }
    let link = link(rank, exchange.group[1])
    let bytes = exchange.sendings.reduce(0) { $0 + $1.byteCount }
    let latency = rates[link].latency
    let stage = rank / (classes.indices.count / stages.count)
    let hop = isBackward ? stage - 1 : stage
    hopLatencies[hop] = max(hopLatencies[hop], latency)
    return .send(
      seconds: rates[link].time(bytes),
      latency: latency,
      bound: ClusterSpan.Bound(link)
    )
  }

  private mutating func count(_ exchange: Communication, of index: Int) {
    for sending in exchange.sendings {
      switch link(first[index], sending.receiver) {
      case .rack: totals[index].rackBytes += sending.byteCount
      case .network: totals[index].networkBytes += sending.byteCount
      }
    }
  }

  private func link(_ one: Int, _ other: Int) -> LinkClass {
    one / devicesPerRack == other / devicesPerRack ? .rack : .network
  }

  // MARK: - Who meets whom

  /// The classes of a group's devices in order, each with how many there are.
  private func counted(_ group: [Int]) -> [[Int]] {
    var counted: [[Int]] = []
    for index in group.map({ classes.indices[$0] }).sorted() {
      if let last = counted.last, last[0] == index {
        counted[counted.count - 1][1] += 1
      } else {
        counted.append([index, 1])
      }
    }
    return counted
  }

  private func timed(_ meeting: Meetings.Meeting) -> ClockExchange {
    let members = meeting.point.classes.map { $0[0] }
    let there = meeting.parts.map(\.index)
    guard there == members, Set(meeting.parts.map(\.communication.kind)).count == 1 else {
      let missing = members.filter { !there.contains($0) }.map { first[$0] }
      stop("devices \(missing) do not come to an exchange that others wait in")
    }
    let time = ExchangeTime(
      meeting.parts,
      first: first,
      classes: classes.indices,
      devicesPerRack: devicesPerRack,
      rates
    )
    return ClockExchange(members: members, seconds: time.seconds, bound: time.bound)
  }
}
