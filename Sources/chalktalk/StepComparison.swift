import ClusterSimulator
import Quantities
import ServingMath

/// The figures of a step on the busiest device of its slowest stage, from three sides.
///
/// The formula is the board's estimate; the plan is counted operation by operation; the clock has times.
struct StepComparison {
  private let board: ServingPlan
  private let stage: Int
  private let device: DevicePlan
  private let run: ClusterRun
  private let clocked: DeviceRun

  /// The fullest of the devices that run.
  private let fullest: (weights: Quantity, cache: Quantity)

  init(_ board: ServingPlan, _ plan: Plan, _ run: ClusterRun, microbatches: Int) {
    self.board = board
    let plans = run.devices.map { plan.device($0.ranks[0]) }
    let zero = Quantity(0, .bytes)
    fullest = (
      plans.reduce(zero) { max($0, $1.weightBytes) },
      Double(microbatches) * plans.reduce(zero) { max($0, $1.cacheBytes) }
    )
    self.run = run
    let times = run.stageTimes
    let slowest = times.indices.max { times[$0] < times[$1] } ?? 0
    stage = slowest
    let all = run.devices.filter { $0.stage == slowest }
    let work = { (run: DeviceRun) in
      run.busyTime(.memory) + run.busyTime(.arithmetic)
    }
    let busiest = all.dropFirst().reduce(all[0]) { work($1) > work($0) ? $1 : $0 }
    clocked = busiest
    device = plan.device(busiest.ranks[0])
  }

  var rows: [ComparisonRow] { amounts + exchanges + held + times }

  private var operations: [ServingMath.Operation] { board.operations(stage: stage) }

  private static let attention = "attention over the cache"

  private var amounts: [ComparisonRow] {
    let weights = operations.filter { $0.name != Self.attention }
    let attention = operations.filter { $0.name == Self.attention }
    let all = device.actions.flatMap(\.operations)
    let products = all.filter { if case .product = $0.shape { true } else { false } }
    let looking = all.filter { $0.kind == .attention }
    return [
      ComparisonRow(
        "weights read",
        .gigabytes,
        formula: weights.sum(\.bytes, .bytes),
        plan: all.sum(\.weightBytes, .bytes)
      ),
      ComparisonRow(
        "cache read",
        .gigabytes,
        formula: attention.sum(\.bytes, .bytes),
        plan: looking.sum(\.cacheBytesRead, .bytes)
      ),
      ComparisonRow(
        "products",
        .flop,
        formula: weights.sum(\.work, .flop),
        plan: products.sum(\.work, .flop)
      ),
      ComparisonRow(
        "attention",
        .flop,
        formula: attention.sum(\.work, .flop),
        plan: looking.sum(\.work, .flop)
      ),
    ]
  }

  private var exchanges: [ComparisonRow] {
    let kinds = Communication.Kind.allCases.map { ($0, device.sent($0)) }
    return kinds.filter { $0.1.messages > 0 }.map { kind, sent in
      ComparisonRow(kind.rawValue + " sent", .megabytes, formula: formula(kind), plan: sent.bytes)
    }
  }

  private func formula(_ kind: Communication.Kind) -> Quantity? {
    board.bytesSent(kind, stage: stage)
  }

  private var held: [ComparisonRow] {
    [
      ComparisonRow(
        "weights held",
        .gigabytes,
        formula: board.weightBytesPerDevice,
        plan: fullest.weights
      ),
      ComparisonRow(
        "cache held",
        .gigabytes,
        formula: board.cacheBytesPerDevice,
        plan: fullest.cache
      ),
    ]
  }

  private var times: [ComparisonRow] {
    let estimate = board.estimate
    let network = clocked.busyTime(.rack) + clocked.busyTime(.network)
    let stageTime =
      run.overlap == .full ? estimate.stageTime : estimate.stageTimeWithoutOverlap
    return [
      ComparisonRow(
        "memory",
        .milliseconds,
        formula: estimate.memoryTime,
        clock: clocked.busyTime(.memory)
      ),
      ComparisonRow(
        "arithmetic",
        .milliseconds,
        formula: estimate.computeTime,
        clock: clocked.busyTime(.arithmetic)
      ),
      ComparisonRow("links", .milliseconds, formula: estimate.networkTime, clock: network),
      ComparisonRow("stage time", .milliseconds, formula: stageTime, clock: run.slowestStageTime),
      ComparisonRow(
        "step, all stages",
        .milliseconds,
        formula: Double(board.layout.pipeline) * stageTime,
        clock: run.stepTime
      ),
    ]
  }
}

extension Sequence {
  fileprivate func sum(_ part: (Element) -> Quantity, _ unit: QuantityUnit) -> Quantity {
    reduce(Quantity(0, unit)) { $0 + part($1) }
  }
}
