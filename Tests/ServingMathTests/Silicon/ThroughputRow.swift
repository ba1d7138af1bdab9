import Quantities
import ServingMath

/// A row of an engine's published maximum throughputs: all requests queued at once, exact lengths.
struct ThroughputRow {
  /// The most that the board allows, over the batches that fit.
  let bound: Quantity
  /// Tokens a second of all devices.
  let measured: Quantity

  static func all() throws -> [ThroughputRow] {
    let text = String(decoding: try fixture("silicon/max-throughput.csv"), as: UTF8.self)
    return try text.split(whereSeparator: \.isNewline).dropFirst().map {
      try ThroughputRow($0.split(separator: ",").map(String.init))
    }
  }

  private init(_ fields: [String]) throws {
    let model = try Self.model(fields[0])
    let devices = Int(fields[2]) ?? 0
    let prompt = Int(fields[5]) ?? 0
    let output = Int(fields[6]) ?? 0
    measured = Quantity(Double(fields[7]) ?? 0, .tokensPerSecond)
    let layout =
      fields[3].hasPrefix("DEP") ? try Layout(expert: devices) : try Layout(tensor: devices)
    let stored = model.config.storedPrecision.routedExperts == .fp4
    let plan = try ServingPlan(
      model.config,
      on: Chip.named(fields[1]),
      layout,
      batch: 1,
      context: prompt + output / 2,
      weights: stored ? nil : StoredPrecision(.fp8),
      cache: .fp8
    )
    let full = try plan.with(batch: max(1, plan.largestBatch))
    bound = full.throughputBound(prompt: prompt, output: output)
  }

  private static func model(_ name: String) throws -> Model {
    switch name {
    case "DeepSeek-V3 / R1": .deepSeekV3
    default: try Model.named(name)
    }
  }
}
