import Quantities
import ServingMath

/// Runs programs on a compute stream and a stream of links for each device.
///
/// What a stream does next is fixed before the run: the earlier place in the order of the step, then the first half
/// of the batch. So every start is the latest of ends that are known, whoever comes first, and simultaneous events
/// need no rule of their own. And since sums and maxima of times never fall when one of them rises, a faster part
/// never makes a step slower: list scheduling, which lets whoever is ready go first, cannot promise that.
struct StreamClock {
  /// What each class of devices did, if spans are kept.
  private(set) var spans: [[ClusterSpan]]
  /// When each class was done; 0 for those that do nothing.
  private(set) var ends: [Double]

  private let programs: ClockPrograms
  private let keepsSpans: Bool
  /// When each class's two streams are free.
  private var compute: [Double]
  private var links: [Double]
  /// When each class's two halves have done what came before.
  private var ready: [[Double]]
  /// When what a class hands over has arrived, by half.
  private var arrivals: [[Double]]
  private var cursors: [Int]
  /// When each class that waits in an exchange could have begun.
  private var waits: [Double]
  /// Latest arrival in each exchange, and how many are missing.
  private var meetings: [(latest: Double, missing: Int)]

  init(_ programs: ClockPrograms, keepsSpans: Bool) {
    let count = programs.items.count
    let zeros = [Double](repeating: 0, count: count)
    self.programs = programs
    self.keepsSpans = keepsSpans
    spans = Array(repeating: [], count: count)
    (ends, compute, links, waits) = (zeros, zeros, zeros, zeros)
    ready = Array(repeating: [0, 0], count: count)
    arrivals = Array(repeating: [-1, -1], count: count)
    cursors = Array(repeating: 0, count: count)
    meetings = programs.exchanges.map { (0, $0.members.count) }
  }

  /// Runs a stage behind those that have run; alone, as if all that it receives were there at time zero.
  mutating func run(stage: Int, alone: Bool = false) {
    var todo = Array(programs.stages[stage].reversed())
    while let index = todo.popLast() { advance(index, alone: alone, &todo) }
    for index in programs.stages[stage] where cursors[index] < programs.items[index].count {
      let rank = programs.classes.members[index][0]
      stop("device \(rank) waits for an exchange that never begins")
    }
  }

  private mutating func advance(_ index: Int, alone: Bool, _ todo: inout [Int]) {
    let items = programs.items[index]
    while cursors[index] < items.count {
      let item = items[cursors[index]]
      let before = ready[index][item.half]
      switch item.work {
      case .compute(let time):
        let start = max(compute[index], before)
        compute[index] = start + time.roofline
        finish(index, item, .compute, time.bound, start, compute[index])
      case .receive(let sender):
        let arrival = alone ? 0 : arrivals[sender][item.half]
        guard arrival >= 0 else {
          stop("device \(programs.classes.members[index][0]) receives what nobody sends")
        }
        // The links stay free for the other half. Only the first half's wait is one of the whole device.
        if item.half == 0 { keep(index, item, .links, .waiting, before, arrival) }
        ready[index][item.half] = max(before, arrival)
      case .send(let seconds, let latency, let bound):
        let start = max(links[index], before)
        links[index] = start + seconds
        arrivals[index][item.half] = links[index] + latency
        finish(index, item, .links, bound, start, links[index])
      case .exchange(let meeting):
        waits[index] = max(links[index], before)
        meetings[meeting].latest = max(meetings[meeting].latest, waits[index])
        meetings[meeting].missing -= 1
        if meetings[meeting].missing > 0 { return }
        hold(meeting, item)
        todo += programs.exchanges[meeting].members.filter { $0 != index }
        continue
      }
      cursors[index] += 1
    }
  }

  /// Everyone is there.
  private mutating func hold(_ meeting: Int, _ item: ClockItem) {
    let exchange = programs.exchanges[meeting]
    let start = meetings[meeting].latest
    let end = start + exchange.seconds
    for member in exchange.members {
      keep(member, item, .links, .waiting, waits[member], start)
      links[member] = end
      finish(member, item, .links, exchange.bound, start, end)
      cursors[member] += 1
    }
  }

  private mutating func finish(
    _ index: Int,
    _ item: ClockItem,
    _ stream: ClusterSpan.Stream,
    _ bound: ClusterSpan.Bound,
    _ start: Double,
    _ end: Double
  ) {
    ready[index][item.half] = end
    ends[index] = max(ends[index], end)
    keep(index, item, stream, bound, start, end)
  }

  private mutating func keep(
    _ index: Int,
    _ item: ClockItem,
    _ stream: ClusterSpan.Stream,
    _ bound: ClusterSpan.Bound,
    _ start: Double,
    _ end: Double
  ) {
    guard keepsSpans, end > start else { return }
    spans[index].append(
      ClusterSpan(
        step: item.step,
        layer: item.layer,
        half: item.half,
        stream: stream,
        bound: bound,
        startSeconds: start,
        endSeconds: end
      )
    )
  }
}
