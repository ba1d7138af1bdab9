public import Quantities

extension ServingReport {
  /// One figure as tables print it.
  public struct Row: Hashable, Sendable {
    /// What it is called.
    public let name: String
    /// How much.
    public let value: Quantity
    /// How it is counted, in a few words.
    public let meaning: String
  }

  /// All figures in the order in which a table shows them; those that the run does not have are left out.
  public var rows: [Row] {
    requestRows + timeRows + workRows + loadRows + cacheRows
  }

  private var requestRows: [Row] {
    [
      Row(name: "requests", value: Quantity(requests), meaning: "that came"),
      Row(name: "served", value: Quantity(served), meaning: "that have their answer"),
      Row(name: "turned away", value: Quantity(turnedAway.count), meaning: "too large for memory"),
      Row(name: "span", value: span, meaning: "first arrival to last end"),
      Row(name: "request rate", value: requestRate, meaning: "served / span"),
      Row(name: "output rate", value: outputRate, meaning: "tokens given / span"),
      Row(name: "token rate", value: tokenRate, meaning: "tokens of prompts and answers / span"),
    ]
  }

  private var timeRows: [Row] {
    let spreads = [
      ("queueing", queueing), ("TTFT", timeToFirstToken), ("TPOT", timePerOutputToken),
      ("latency", latency),
    ]
    return spreads.flatMap { name, spread in
      guard let spread else { return [Row]() }
      let ranks = [50, 90, 95, 99].map { percent in
        Row(
          name: "\(name) p\(percent)",
          value: spread.percentile(percent),
          meaning: "nearest rank of \(spread.count)"
        )
      }
      return [Row(name: "\(name) mean", value: spread.mean, meaning: "over \(spread.count)")]
        + ranks
        + [Row(name: "\(name) longest", value: spread.longest, meaning: "of \(spread.count)")]
    }
  }

  private var workRows: [Row] {
    [
      Row(name: "steps", value: Quantity(steps), meaning: "of the whole instance"),
      Row(name: "step time", value: meanStepTime, meaning: "busy time / steps"),
      Row(name: "utilisation", value: utilisation, meaning: "busy time / span"),
      Row(name: "batch", value: meanBatch, meaning: "sequences in a decode step"),
      Row(name: "tokens per step", value: meanTokensPerStep, meaning: "prompts and decoding"),
      Row(name: "prefill", value: Quantity(prefillTokens, .tokens), meaning: "run as prompts"),
      Row(name: "decode", value: Quantity(decodeTokens, .tokens), meaning: "run one by one"),
      Row(name: "preemptions", value: Quantity(preemptions), meaning: "memory taken back"),
      Row(name: "dropped", value: Quantity(droppedTokens, .tokens), meaning: "with that memory"),
    ]
  }

  private var loadRows: [Row] {
    var rows = [
      Row(name: "in system", value: meanInSystem, meaning: "requests, average over time"),
      Row(name: "by Little's law", value: inSystemByLittle, meaning: "request rate · mean latency"),
      Row(name: "in system, peak", value: Quantity(peakInSystem), meaning: "requests"),
      Row(name: "waiting", value: meanWaiting, meaning: "requests, average over time"),
      Row(name: "waiting, peak", value: Quantity(peakWaiting), meaning: "requests"),
      Row(name: "running, peak", value: Quantity(peakRunning), meaning: "sequences"),
      Row(name: "memory held", value: meanHeldTokens, meaning: "average over time"),
      Row(name: "memory held, peak", value: peakHeldTokens, meaning: "most at a time"),
    ]
    if let meanOccupancy, let peakOccupancy {
      rows.append(Row(name: "occupancy", value: meanOccupancy, meaning: "share of memory, average"))
      rows.append(
        Row(name: "occupancy, peak", value: peakOccupancy, meaning: "share of memory, most")
      )
    }
    return rows
  }

  private var cacheRows: [Row] {
    guard let cacheHits else { return [] }
    let tiers = cacheHits.tiers.indices.map { tier in
      Row(
        name: "hits in \(cacheHits.tiers[tier].name)",
        value: cacheHits.rate(ofTier: tier),
        meaning: "share of prompt tokens"
      )
    }
    return tiers + [Row(name: "hits", value: cacheHits.rate, meaning: "share of prompt tokens")]
  }
}
