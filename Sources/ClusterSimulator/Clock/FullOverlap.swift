import ServingMath

/// Runs programs as if memory, arithmetic and links were each busy without a break.
///
///     time of a stage = max over its devices of max(Σ memory, Σ arithmetic, Σ links)
///
/// What is handed over leaves along with the rest and arrives a latency behind the end of the stage.
struct FullOverlap {
  /// What each class of devices did.
  private(set) var spans: [[ClusterSpan]] = []
  /// When each class was done; 0 for those that do nothing.
  private(set) var ends: [Double] = []
  private(set) var stageTimes: [Double] = []

  init(_ programs: ClockPrograms) {
    spans = Array(repeating: [], count: programs.items.count)
    ends = Array(repeating: 0, count: programs.items.count)
    stageTimes = Array(repeating: 0, count: programs.stages.count)
    var last: Int?
    var start = 0.0
    for stage in programs.order {
      if let last {
        // Where nothing is handed over, as for gradients of weights, all stages begin together.
        let hop = programs.hopLatencies[min(last, stage)]
        start = programs.receives(stage) ? start + stageTimes[last] + hop : 0
      }
      for index in programs.stages[stage] {
        let length = add(programs.items[index], programs.exchanges, to: index, from: start)
        stageTimes[stage] = max(stageTimes[stage], length)
        if length > 0 { ends[index] = start + length }
      }
      last = stage
    }
  }

  /// Lines the items of each stream up behind each other, and gives the longest stream.
  private mutating func add(
    _ items: [ClockItem],
    _ exchanges: [ClockExchange],
    to index: Int,
    from start: Double
  ) -> Double {
    var sums = (arithmetic: 0.0, memory: 0.0, links: 0.0)
    for item in items {
      func keep(
        _ sum: inout Double,
        _ seconds: Double,
        _ stream: ClusterSpan.Stream,
        _ bound: ClusterSpan.Bound
      ) {
        let from = sum
        sum += seconds
        guard seconds > 0 else { return }
        spans[index].append(
          ClusterSpan(
            step: item.step,
            layer: item.layer,
            half: item.half,
            stream: stream,
            bound: bound,
            startSeconds: start + from,
            endSeconds: start + sum
          )
        )
      }
      switch item.work {
      case .compute(let time):
        keep(&sums.arithmetic, time.arithmetic, .arithmetic, .arithmetic)
        keep(&sums.memory, time.memory, .memory, .memory)
      case .exchange(let meeting):
        keep(&sums.links, exchanges[meeting].seconds, .links, exchanges[meeting].bound)
      case .send(let seconds, _, let bound): keep(&sums.links, seconds, .links, bound)
      case .receive: break
      }
    }
    return max(sums.arithmetic, sums.memory, sums.links)
  }
}
