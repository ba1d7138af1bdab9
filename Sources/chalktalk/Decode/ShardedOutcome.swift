import DecodeEngine
import Foundation
import Quantities
import ServingMath

/// What a run on many devices was planned to do, did and gave.
struct ShardedOutcome {
  /// New tokens of each sequence.
  var texts: [[Int32]] = []
  /// What each device that runs here was planned to do in all steps.
  private(set) var totals: [PlannedTotals]
  /// Where counters were not the plan's sums, in words.
  private(set) var differences: [String] = []
  /// Feeds and times of all steps.
  private(set) var steps: [(feeds: [StepFeed], seconds: Double)] = []
  /// The last step's plan, and what devices had counted before it.
  private(set) var last: Plan?
  private(set) var before: [DeviceReport] = []
  /// What devices have counted in all.
  private(set) var reports: [DeviceReport]
  /// Bytes from device to device.
  var wire: [Wire] = []

  /// Bytes from one device to another.
  struct Wire: Encodable {
    let from: Int
    let to: Int
    let planned: Int
    let sent: Int
  }

  init(_ engine: ShardedEngine) {
    reports = engine.reports
    totals = reports.map { PlannedTotals(rank: $0.rank) }
  }

  /// Adds a step: its plan, made with the routes that its rows took.
  mutating func add(
    _ feeds: [StepFeed],
    _ routes: [Int: [[Int]]],
    seconds: Double,
    _ subject: EngineSubject,
    _ engine: ShardedEngine,
    _ cache: CacheFormat
  ) throws {
    before = reports
    reports = engine.reports
    steps.append((feeds, seconds))
    // Matrices in several formats have no one width that a plan could count with.
    guard let format = engine.uniformFormat else { return }
    let plan = try Plan(
      subject.architecture.shape,
      engine.layout,
      feeds: feeds,
      widths: PlanWidths(format, cache: cache),
      visits: .chosen(routes),
      capsLogits: subject.architecture.logitSoftcap != nil
    )
    for index in totals.indices { totals[index].add(plan.device(totals[index].rank)) }
    differences = zip(totals, reports).flatMap { $0.differences($1) }
    last = plan
  }

  /// Bytes between the devices of this process.
  var wires: [Wire] {
    zip(totals, reports).flatMap { total, report in
      let receivers = Set(Communication.Kind.allCases.flatMap(report.traffic.receivers))
      return receivers.sorted().map { receiver in
        let sent = Communication.Kind.allCases.reduce(0) {
          $0 + report.traffic[$1, to: receiver].payloadBytes
        }
        return Wire(
          from: report.rank,
          to: receiver,
          planned: total.bytes(to: receiver),
          sent: sent
        )
      }
    }
  }
}

extension PlanWidths {
  /// The widths of an engine that keeps all matrices in one format.
  init(_ format: WeightFormat, cache: CacheFormat) {
    let weights: Weights
    switch format {
    case .fp32: weights = Weights(bytesPerElement: 4)
    case .bf16: weights = Weights(bytesPerElement: 2)
    case .int8: weights = Weights(bytesPerElement: 1, group: 32, bytesPerScale: 2)
    case .int4: weights = Weights(bytesPerElement: 0.5, group: 32, bytesPerScale: 2)
    }
    let cacheBytes: Double =
      switch cache {
      case .fp32: 4
      case .bf16: 2
      case .int8: 1
      }
    self.init(
      engine: weights,
      cacheBytes: cacheBytes,
      cacheScale: cache == .int8 ? 2 : 0,
      panelColumns: format == .bf16 ? 2 : 1
    )
  }
}
