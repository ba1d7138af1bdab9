import ClusterSimulator
import DecodeEngine
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
  private let widths: PlanWidths
  private let microbatches: Int

  /// The fullest of the devices that run.
  private let fullest: (weights: Quantity, cache: Quantity)

  /// What the engine counted, where it ran.
  private let counted: CountedStep?

  init(
    _ board: ServingPlan,
    _ plan: Plan,
    _ run: ClusterRun,
    microbatches: Int,
    counted: (Int) -> CountedStep? = { _ in nil }
  ) {
    self.board = board
    self.microbatches = microbatches
    widths = plan.widths
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
    self.counted = counted(busiest.ranks[0])
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
        .bytes,
        formula: weights.sum(\.bytes, .bytes),
        plan: all.sum(\.weightBytes, .bytes),
        counter: counted?.bytes { $0[.weightBytesRead] }
      ),
      ComparisonRow(
        "cache read",
        .bytes,
        formula: attention.sum(\.bytes, .bytes),
        plan: looking.sum(\.cacheBytesRead, .bytes),
        counter: counted?.bytes { $0[.cacheBytesRead] }
      ),
      ComparisonRow(
        "products",
        .flop,
        formula: weights.sum(\.work, .flop),
        plan: products.sum(\.work, .flop),
        counter: counted?.work(of: CountedStep.products)
      ),
      ComparisonRow(
        "attention",
        .flop,
        formula: attention.sum(\.work, .flop),
        plan: looking.sum(\.work, .flop),
        counter: counted?.work(of: [.attention])
      ),
    ]
  }

  private var exchanges: [ComparisonRow] {
    let kinds = Communication.Kind.allCases.map { ($0, device.sent($0)) }
    return kinds.filter { $0.1.messages > 0 }.map { kind, sent in
      ComparisonRow(
        kind.rawValue + " sent",
        .bytes,
        formula: formula(kind),
        plan: sent.bytes,
        counter: counted?.sent(kind)
      )
    }
  }

  /// The board's bytes, at the plan's widths: the board has 2 bytes on links, and 1 on the way to experts.
  private func formula(_ kind: Communication.Kind) -> Quantity? {
    let wider =
      kind == .allToAll ? (widths.dispatch + widths.activation) / 3 : widths.activation / 2
    return board.bytesSent(kind, stage: stage).map { wider * $0 }
  }

  private var held: [ComparisonRow] {
    [
      ComparisonRow(
        "weights held",
        .bytes,
        formula: board.weightBytesPerDevice,
        plan: fullest.weights,
        counter: counted.map { Quantity(Double($0.fullestWeights), .bytes) }
      ),
      ComparisonRow(
        "cache held",
        .bytes,
        formula: Double(microbatches) / Double(board.layout.pipeline) * board.cacheBytesPerDevice,
        plan: fullest.cache,
        counter: counted.map { Quantity(Double($0.fullestCache), .bytes) }
      ),
    ]
  }

  private var times: [ComparisonRow] {
    let estimate = board.estimate
    let network = clocked.busyTime(.rack) + clocked.busyTime(.network)
    // Within an operation memory and arithmetic overlap whatever the policy.
    let alone = max(estimate.memoryTime, estimate.computeTime) + estimate.networkTime
    let stageTime = run.overlap == .full ? estimate.stageTime : alone
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
