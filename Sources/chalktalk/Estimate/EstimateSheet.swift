import Foundation
import Quantities
import ServingMath

/// One estimate, as a table or as JSON.
struct EstimateSheet {
  let subject: EstimateSubject
  let plan: ServingPlan
  let rows: [SheetRow]
  let binds: StepEstimate.Kind

  init(_ subject: EstimateSubject, _ plan: ServingPlan) {
    self.subject = subject
    self.plan = plan
    let step = plan.estimate
    binds = step.binds
    var rows = step.terms.filter { $0.time > Quantity(0, .seconds) }.map {
      SheetRow($0.kind.rawValue, $0.kind.formula, $0.time, .milliseconds)
    }
    rows += [
      SheetRow("stage time", "max(memory, arithmetic, network)", step.stageTime, .milliseconds),
      SheetRow(
        "not overlapped",
        "memory + arithmetic + network",
        step.stageTimeWithoutOverlap,
        .milliseconds
      ),
      SheetRow("step time", "stages · stage time", step.stepTime, .milliseconds),
      SheetRow("speed per user", "1 / step time", step.tokensPerSecondPerUser, .tokensPerSecond),
      SheetRow("throughput", "batch / step time", step.tokensPerSecond, .tokensPerSecond),
      SheetRow(
        "throughput per chip",
        "throughput / devices",
        step.tokensPerSecondPerDevice,
        .tokensPerSecond
      ),
      SheetRow("utilisation", "weight arithmetic / stage time", step.utilisation, .percent),
      SheetRow("weights per device", "fullest device", plan.weightBytesPerDevice, .gigabytes),
      SheetRow("cache per device", "fullest device", plan.cacheBytesPerDevice, .gigabytes),
      SheetRow("memory per device", "data sheet", plan.memory, .gigabytes),
      SheetRow("knee", "batch where arithmetic overtakes memory", count: plan.knee),
      SheetRow("largest batch", "that fits", count: plan.largestBatch),
    ]
    if let rent = subject.rent {
      let cost = step.costPerToken(rent: rent)
      rows.append(
        SheetRow("cost per token", "devices · rent / throughput", cost, .dollarsPerMegatoken)
      )
    }
    self.rows = rows
  }

  /// Why the plan is impossible, and what would be possible; nothing if it fits.
  var complaint: String? {
    if plan.fits { return nil }
    let weights = plan.weightBytesPerDevice
    let cache = plan.cacheBytesPerDevice
    let needs =
      "does not fit: each device needs \(weights) for weights and \(cache) for cache, and has \(plan.memory)"
    let batch = plan.largestBatch
    if batch > 0 {
      return needs + "; a batch of \(Quantity(Double(batch)).formatted(.exact)) would fit"
    }
    return needs + "; it takes at least \(plan.fewestDevices) of these chips, evenly filled"
  }

  // MARK: - As text

  var table: String {
    let counted = { (count: Int) in Quantity(Double(count)).formatted(.exact) }
    let stored = plan.weights
    let weights =
      stored.routedExperts == stored.rest
      ? "\(stored.rest.rawValue) weights"
      : "\(stored.routedExperts.rawValue) experts, \(stored.rest.rawValue) rest"
    let devices = plan.layout.devices
    let head = """
      \(subject.name) on \(counted(devices)) × \(plan.chip.name)\(devices > 1 ? " (\(plan.layout))" : ""), \
      \(weights), \(plan.cache.rawValue) cache
      batch \(counted(plan.batch)), context \(counted(plan.context)) tokens

      """
    let lines = AlignedColumns.text(
      rows.map { [$0.name, $0.text, $0.formula] },
      rightAligned: [1]
    )
    return head + "\n" + lines
      + "\nbinds: \(binds.rawValue)\nfits: \(plan.fits ? "yes" : "no")\n"
  }
}
