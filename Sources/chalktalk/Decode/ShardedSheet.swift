import ClusterSimulator
import DecodeEngine
import Foundation
import Quantities
import ServingMath

/// What came of decoding on many devices: the last step from four sides, and every device's sums.
struct ShardedSheet {
  private let outcome: ShardedOutcome
  private let sharded: ShardedDecode
  private let chip: Chip
  private let rows: [ComparisonRow]

  /// - Throws: `PlanError` for sizes that the board cannot take.
  init(_ outcome: ShardedOutcome, _ sharded: ShardedDecode, on chip: Chip) throws {
    self.outcome = outcome
    self.sharded = sharded
    self.chip = chip
    rows = try Self.rows(outcome, sharded, chip)
  }

  private static func rows(
    _ outcome: ShardedOutcome,
    _ sharded: ShardedDecode,
    _ chip: Chip
  ) throws -> [ComparisonRow] {
    guard let plan = outcome.last, let format = sharded.engine.uniformFormat else { return [] }
    let feeds = plan.feeds.filter { $0.tokens > 0 }
    let weights = StoredPrecision(format.precision)
    let cache = sharded.engine.options.cache.precision
    let board = try ServingPlan(
      plan.config,
      on: chip,
      plan.layout,
      batch: max(1, feeds.count) * plan.layout.pipeline,
      context: feeds.map { $0.first + $0.tokens }.max() ?? 0,
      weights: weights,
      cache: cache
    )
    let clock = ClusterClock(ClusterHardware(chip, weights: weights, cache: cache))
    let run = clock.run(plan)
    return StepComparison(board, plan, run, microbatches: 1) {
      CountedStep($0, before: outcome.before, after: outcome.reports)
    }.rows
  }

  private var layout: Layout { sharded.layout }

  /// What is wrong, if anything is.
  var complaint: String? {
    guard !outcome.differences.isEmpty else { return nil }
    return "counters are not the plan's sums\n" + outcome.differences.joined(separator: "\n")
  }

  private var verdict: String {
    if sharded.engine.uniformFormat == nil {
      return "not compared: matrices are kept in several formats"
    }
    return outcome.differences.isEmpty
      ? "equal in every count, on \(outcome.reports.count) devices over \(outcome.steps.count) steps"
      : "DIFFERENT"
  }

  var table: String {
    let seconds = outcome.steps.dropFirst().map(\.seconds).sorted()
    let step = seconds.isEmpty ? nil : seconds[seconds.count / 2]
    let devices = outcome.reports.map { report in
      let place = report.place
      return [
        "\(report.rank)", "\(place.stage)", "\(place.data)", "\(place.context)", "\(place.tensor)",
        Quantity(Double(report.counters[.flop]), .flop).formatted(),
        Quantity(Double(report.traffic.total.payloadBytes), .bytes).formatted(),
        "\(report.traffic.total.messages)",
        Quantity(Double(report.weightBytes), .bytes).formatted(),
        Quantity(Double(report.cacheBytes), .bytes).formatted(),
        Quantity(Double(report.activationBytes), .bytes).formatted(),
      ]
    }
    let head = [
      "device", "pp", "dp", "cp", "tp", "work", "sent", "messages", "weights", "cache",
      "activations",
    ]
    var text = "\(sharded.subject.name) on \(layout.devices) virtual devices (\(layout))"
    if let step { text += ", \(Quantity(step, .seconds)) a step" }
    text += "\n\n" + AlignedColumns.text([head] + devices, rightAligned: Set(0..<head.count))
    if !rows.isEmpty {
      text += "\nthe last step, busiest device of the slowest stage on \(chip.name)\n"
      text += ComparisonRow.table(rows)
    }
    return text + "\ncounters and plan: \(verdict)\n"
  }

  var json: String {
    get throws {
      struct Device: Encodable {
        let rank: Int
        let flop: Int
        let messages: Int
        let bytesSent: Int
        let weightBytes: Int
        let cacheBytes: Int
        let activationBytes: Int
      }
      struct Form: Encodable {
        let model: String
        let layout: String
        let tokens: [[Int32]]
        let terms: [ComparisonRow]
        let devices: [Device]
        let wire: [ShardedOutcome.Wire]
        let countersEqualPlan: Bool?
      }
      return try JSONText.of(
        Form(
          model: sharded.subject.name,
          layout: "\(layout)",
          tokens: outcome.texts,
          terms: rows,
          devices: outcome.reports.map {
            Device(
              rank: $0.rank,
              flop: $0.counters[.flop],
              messages: $0.traffic.total.messages,
              bytesSent: $0.traffic.total.payloadBytes,
              weightBytes: $0.weightBytes,
              cacheBytes: $0.cacheBytes,
              activationBytes: $0.activationBytes
            )
          },
          wire: outcome.wire,
          countersEqualPlan: sharded.engine.uniformFormat == nil
            ? nil : outcome.differences.isEmpty
        )
      )
    }
  }
}

extension WeightFormat {
  /// The board's name for the width, scales left out.
  fileprivate var precision: Precision {
    switch self {
    case .fp32: .fp32
    case .bf16: .bf16
    case .int8: .int8
    case .int4: .fp4
    }
  }
}

extension CacheFormat {
  /// The board's name for the width, scales left out.
  fileprivate var precision: Precision {
    switch self {
    case .fp32: .fp32
    case .bf16: .bf16
    case .int8: .int8
    }
  }
}
