/// A pipeline played pass by pass, to hold closed forms against.
///
/// Each stage has a fixed order of passes and starts the next one when it is free and the neighbour has
/// delivered. Nothing here knows a formula.
struct PlayedPipeline {
  /// A pass of one microbatch on one stage.
  enum Pass {
    case forward(Int)
    case backward(Int)
  }

  /// When the last stage is done.
  let time: Double
  /// The most microbatches that any stage had forward but not yet backward.
  let mostInFlight: Int

  /// Some forward passes, then alternately backward and forward, then the backward passes left.
  static func order(warmup: Int, microbatches: Int) -> [Pass] {
    let first = min(warmup, microbatches)
    var order = (0..<first).map(Pass.forward)
    for microbatch in 0..<microbatches {
      order.append(.backward(microbatch))
      if first + microbatch < microbatches { order.append(.forward(first + microbatch)) }
    }
    return order
  }

  init(orders: [[Pass]], forward: Double, backward: Double) {
    let stages = orders.count
    var next = Array(repeating: 0, count: stages)
    var free = Array(repeating: 0.0, count: stages)
    var inFlight = Array(repeating: 0, count: stages)
    var forwardDone: [[Int: Double]] = Array(repeating: [:], count: stages)
    var backwardDone: [[Int: Double]] = Array(repeating: [:], count: stages)
    var most = 0
    var moved = true
    while moved {
      moved = false
      for stage in 0..<stages where next[stage] < orders[stage].count {
        switch orders[stage][next[stage]] {
        case .forward(let microbatch):
          let ready = stage == 0 ? 0 : forwardDone[stage - 1][microbatch]
          guard let ready else { continue }
          free[stage] = max(free[stage], ready) + forward
          forwardDone[stage][microbatch] = free[stage]
          inFlight[stage] += 1
        case .backward(let microbatch):
          let above = stage == stages - 1 ? forwardDone[stage] : backwardDone[stage + 1]
          guard let ready = above[microbatch] else { continue }
          free[stage] = max(free[stage], ready) + backward
          backwardDone[stage][microbatch] = free[stage]
          inFlight[stage] -= 1
        }
        most = max(most, inFlight[stage])
        next[stage] += 1
        moved = true
      }
    }
    time = free.max() ?? 0
    mostInFlight = most
  }
}
