import Foundation
import Quantities
import ServingMath

/// One estimate, as a table or as JSON.
struct EstimateSheet {
  /// One line: a name, how it comes about, a value with its unit.
  struct Row: Encodable {
    let name: String
    let formula: String
    let value: Double?
    let unit: String
    /// As the table prints it.
    let text: String

    enum CodingKeys: CodingKey { case name, formula, value, unit }

    init(_ name: String, _ formula: String, _ quantity: Quantity, _ unit: QuantityUnit) {
      self.name = name
      self.formula = formula
      self.value = quantity.value(in: unit)
      self.unit = unit.symbol
      self.text = unit == .percent ? quantity.formatted(in: .percent) : quantity.formatted()
    }

    /// A count, printed in full; nothing where there is none.
    init(_ name: String, _ formula: String, count: Int?) {
      self.name = name
      self.formula = formula
      self.value = count.map(Double.init)
      self.unit = ""
      self.text = count.map { Quantity(Double($0)).formatted(.exact) } ?? "none"
    }
  }

  let subject: EstimateSubject
  let plan: ServingPlan
  let rows: [Row]
  let binds: StepEstimate.Kind

  init(_ subject: EstimateSubject, _ plan: ServingPlan) {
    self.subject = subject
    self.plan = plan
    let step = plan.estimate
    binds = step.binds
    var rows = step.terms.filter { $0.time > Quantity(0, .seconds) }.map {
      Row($0.kind.rawValue, $0.kind.formula, $0.time, .milliseconds)
    }
    rows += [
      Row("stage time", "max(memory, arithmetic, network)", step.stageTime, .milliseconds),
      Row(
        "not overlapped",
        "memory + arithmetic + network",
        step.stageTimeWithoutOverlap,
        .milliseconds
      ),
      Row("step time", "stages · stage time", step.stepTime, .milliseconds),
      Row("speed per user", "1 / step time", step.tokensPerSecondPerUser, .tokensPerSecond),
      Row("throughput", "batch / step time", step.tokensPerSecond, .tokensPerSecond),
      Row(
        "throughput per chip",
        "throughput / devices",
        step.tokensPerSecondPerDevice,
        .tokensPerSecond
      ),
      Row("utilisation", "weight arithmetic / stage time", step.utilisation, .percent),
      Row("weights per device", "fullest device", plan.weightBytesPerDevice, .gigabytes),
      Row("cache per device", "fullest device", plan.cacheBytesPerDevice, .gigabytes),
      Row("memory per device", "data sheet", plan.memory, .gigabytes),
      Row("knee", "batch where arithmetic overtakes memory", count: plan.knee),
      Row("largest batch", "that fits", count: plan.largestBatch),
    ]
    if let rent = subject.rent {
      let cost = step.costPerToken(rent: rent)
      rows.append(Row("cost per token", "devices · rent / throughput", cost, .dollarsPerMegatoken))
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

/// Rows of text under one another.
enum AlignedColumns {
  /// The rows, each column as wide as its widest cell.
  static func text(_ rows: [[String]], rightAligned: Set<Int>) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return rightAligned.contains(column) ? padding + cell : cell + padding
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }
}
