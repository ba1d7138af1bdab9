import CellRuntime
import ClusterSimulator
import Foundation
import Quantities
import ServingMath

/// Requests over time on one instance: what they waited for, and what the instance did.
struct SimulatedService: SimulatedResult {
  let subject: EstimateSubject
  let run: ServingRun

  /// Runs all requests.
  ///
  /// - Throws: `TraceError`, `ServingError`, `PlanError`.
  init(_ subject: EstimateSubject, _ clock: ClockOptions, _ options: ArrivalOptions) throws {
    self.subject = subject
    let trace = try options.trace()
    let plan = try subject.plan()
    var cost = StepCost(plan)
    if let share = clock.efficiency?.value { cost = cost.slower(by: Quantity(1) / share) }
    let simulation = ServingSimulation(
      cost: cost,
      memory: try KeyValueMemory(plan),
      policy: options.policy,
      prefixCache: options.prefixCache
        ? PrefixCache(lowerTiers: Self.tiers(options, plan, trace)) : nil
    )
    run = try simulation.run(trace)
  }

  private static func tiers(
    _ options: ArrivalOptions,
    _ plan: ServingPlan,
    _ trace: RequestTrace
  ) -> [CacheTier] {
    let perToken = plan.config.keyValueBytesPerToken(plan.cache)
    let block = perToken * Quantity(Double(trace.blockTokens ?? 1), .tokens)
    return (options.tiers?.tiers ?? []).map { tier in
      CacheTier(
        tier.name,
        blocks: Int(min((tier.capacity / block).plain.rounded(.down), 1e15)),
        blockBytes: block,
        bandwidth: tier.bandwidth
      )
    }
  }

  var head: String {
    let devices = Quantity(Double(subject.layout.devices)).formatted(.exact)
    let requests = Quantity(Double(run.report.requests)).formatted(.exact)
    let layout = subject.layout.devices > 1 ? " (\(subject.layout))" : ""
    return "\(subject.name) on \(devices) × \(subject.chip.name)\(layout), \(requests) requests"
  }

  var table: String {
    AlignedColumns.text(
      run.report.rows.map { [$0.name, Self.text($0.value), $0.meaning] },
      rightAligned: [1]
    )
  }

  var json: String {
    get throws {
      struct Term: Encodable {
        let name: String
        let value: Double
        let unit: String
        let formula: String
      }
      struct Form: Encodable {
        let model: String
        let chip: String
        let layout: String
        let devices: Int
        let terms: [Term]
        let turnedAway: [Int]
      }
      return try JSONText.of(
        Form(
          model: subject.name,
          chip: subject.chip.name,
          layout: "\(subject.layout)",
          devices: subject.layout.devices,
          terms: run.report.rows.map { row in
            let unit = Self.unit(of: row.value)
            return Term(
              name: row.name,
              value: row.value.value(in: unit),
              unit: unit.symbol,
              formula: row.meaning
            )
          },
          turnedAway: run.report.turnedAway
        )
      )
    }
  }

  /// Counts in full, everything else as far as it matters.
  private static func text(_ value: Quantity) -> String {
    let isCount = value.dimensions == .none && value.plain == value.plain.rounded()
    return isCount ? value.formatted(.exact) : value.formatted()
  }

  /// The unit in which programs get a figure of the report.
  private static func unit(of value: Quantity) -> QuantityUnit {
    let units: [QuantityUnit] = [.seconds, .tokens, .tokensPerSecond, .one / .seconds]
    return units.first { $0.dimensions == value.dimensions } ?? .one
  }

  var timeline: Timeline? { nil }

  /// The load over time; requests are too many for rows of their own.
  var trace: TraceEvents {
    var trace = TraceEvents()
    let instance = trace.process("instance")
    for point in run.curve.points {
      trace.counter("running", of: instance, at: point.time, value: point.running)
      trace.counter("waiting", of: instance, at: point.time, value: point.waiting)
      trace.counter(
        "memory held",
        of: instance,
        at: point.time,
        value: point.heldTokens,
        in: .tokens
      )
    }
    return trace
  }

  var complaint: String? { nil }
}
