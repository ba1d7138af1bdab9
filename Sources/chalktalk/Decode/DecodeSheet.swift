import DecodeEngine
import Quantities
import ServingMath

/// What a run of `decode` measured: speeds with their share of the machine's ceilings, memory, and the
/// counters beside the board's formulas.
struct DecodeSheet {
  let rows: [SheetRow]
  let counters: CounterComparison
  private let counted: Counters

  init(_ outcome: DecodeRun.Outcome, _ engine: Engine, _ circumstances: Circumstances) {
    rows =
      [SheetRow("load", "read and pack", circumstances.loading, .seconds)]
      + Self.prompt(outcome, circumstances.ceilings)
      + Self.decode(outcome.decode, circumstances.ceilings)
      + Self.guesses(outcome.speculation) + Self.memory(outcome, engine, taken: circumstances.taken)
      + Self.rounding(engine.transformer)
    counted = outcome.counters
    counters = CounterComparison(
      outcome.counters,
      steps: outcome.prefill.steps + outcome.decode.steps,
      of: engine.transformer,
      cache: engine.options.cache
    )
  }

  /// What is known besides what the engine did.
  struct Circumstances {
    /// Time to read and pack the weights.
    let loading: Quantity
    /// The most memory that the process took beyond what it had before, in bytes.
    let taken: Int
    let ceilings: RunCeilings?
  }

  // MARK: - Rows

  private static func prompt(_ outcome: DecodeRun.Outcome, _ ceilings: RunCeilings?) -> [SheetRow] {
    let phase = outcome.prefill
    guard phase.rows > 0 else { return [] }
    let time = Quantity(phase.seconds, .seconds)
    let speed = Quantity(Double(phase.rows), .tokens) / time
    let arithmetic = Quantity(Double(phase.counters[.flop]), .flop) / time
    return [
      SheetRow(
        "time to first token",
        "TTFT: the prompt's steps until then",
        Quantity(outcome.timeToFirstToken ?? phase.seconds, .seconds),
        .milliseconds
      ),
      SheetRow("prompt", "rows of steps with prompts / time", speed, .tokensPerSecond),
      SheetRow("prompt arithmetic", "FLOP counted / time", arithmetic, .gigaflopPerSecond),
    ] + share(arithmetic, of: ceilings)
  }

  private static func decode(_ phase: DecodeRun.Phase, _ ceilings: RunCeilings?) -> [SheetRow] {
    guard phase.rows > 0 else { return [] }
    let time = Quantity(phase.seconds, .seconds)
    let steps = Quantity(phase.samples.median, .seconds)
    let speed = Quantity(Double(phase.tokens), .tokens) / time
    let counters = phase.counters
    let bytes = counters[.weightBytesRead] + counters[.cacheBytesRead]
    let stream = Quantity(Double(bytes), .bytes) / time
    let arithmetic = Quantity(Double(counters[.flop]), .flop) / time
    var rows = [
      SheetRow("time per step", "TPOT: median of \(phase.steps.count) steps", steps, .milliseconds),
      SheetRow("speed", "new tokens / time, all sequences", speed, .tokensPerSecond),
      SheetRow("stream", "weights and cache read / time", stream, .gigabytesPerSecond),
    ]
    if let ceilings {
      let bandwidth = Quantity(ceilings.bandwidth, .bytesPerSecond)
      rows.append(
        SheetRow(
          "of the bandwidth",
          "stream / \(bandwidth) read by these threads in this run",
          stream / bandwidth,
          .percent
        )
      )
    }
    rows.append(SheetRow("arithmetic", "FLOP counted / time", arithmetic, .gigaflopPerSecond))
    return rows + share(arithmetic, of: ceilings)
  }

  private static func share(_ arithmetic: Quantity, of ceilings: RunCeilings?) -> [SheetRow] {
    guard let ceilings else { return [] }
    let peak = Quantity(ceilings.peak, .flopPerSecond)
    let formula = "arithmetic / \(peak) of \(ceilings.kind) by these threads in this run"
    return [SheetRow("of the peak", formula, arithmetic / peak, .percent)]
  }

  private static func guesses(_ statistics: SpeculationStatistics?) -> [SheetRow] {
    guard let statistics, let acceptance = statistics.acceptance,
      let perPass = statistics.tokensPerPass
    else {
      return []
    }
    return [
      SheetRow("guesses that stood", "of those looked at", Quantity(acceptance), .percent),
      SheetRow("tokens a check", "guesses that stood + 1", Quantity(perPass), .one),
    ]
  }

  private static func memory(
    _ outcome: DecodeRun.Outcome,
    _ engine: Engine,
    taken: Int
  ) -> [SheetRow] {
    let transformer = engine.transformer
    let format = transformer.uniformFormat?.rawValue ?? "several formats"
    let bytes = Quantity(Double(transformer.residentBytes), .bytes)
    let cache = Quantity(Double(outcome.cache?.held ?? 0), .bytes)
    var rows = [
      SheetRow(
        "weights",
        "\(Self.grouped(transformer.weightCount)) in \(format), as packed",
        bytes,
        .megabytes
      ),
      SheetRow("cache", "blocks held at most, \(engine.options.cache)", cache, .megabytes),
    ]
    if let saved = outcome.cache?.saved, saved > 0 {
      let saved = Quantity(Double(saved), .bytes)
      rows.append(SheetRow("saved by sharing", "of blocks that several hold", saved, .megabytes))
    }
    let most = Quantity(Double(taken), .bytes)
    rows += [
      SheetRow("taken at most", "largest resident memory − that before loading", most, .megabytes),
      SheetRow("of what is kept", "taken / (weights + cache)", most / (bytes + cache), .percent),
    ]
    return rows
  }

  private static func rounding(_ transformer: Transformer) -> [SheetRow] {
    let loss = transformer.packingLoss
    guard loss.largestError > 0 else { return [] }
    return [
      SheetRow(
        "rounding of weights",
        "√(Σ (kept − stored)² / Σ stored²)",
        Quantity(loss.relativeError),
        .percent
      ),
      SheetRow(
        "largest rounding",
        "largest |kept − stored| / largest |stored|",
        Quantity(loss.relativeLargestError),
        .percent
      ),
    ]
  }

  private static func grouped(_ count: Int) -> String {
    Quantity(Double(count)).formatted(.exact)
  }

  // MARK: - As text

  var table: String {
    let kernels = WeightFormat.allCases.compactMap(counted.kernel(of:)).joined(separator: ", ")
    let lines = AlignedColumns.text(rows.map { [$0.name, $0.text, $0.formula] }, rightAligned: [1])
    let compared = counters.lines.map { line in
      [line.name, Self.grouped(line.counted), line.unit, line.formula, line.verdict.text]
    }
    return lines + "\ncounted in the kernels (\(kernels)), beside the board's formulas\n"
      + AlignedColumns.text(compared, rightAligned: [1])
  }

  /// What contradicts its formula; nothing if nothing does.
  var complaint: String? {
    let wrong = counters.lines.filter { $0.verdict == .different }
    guard !wrong.isEmpty else { return nil }
    return wrong.map { line in
      let bounds = line.expected.map { range in
        range.lowerBound == range.upperBound
          ? "\(Int(range.lowerBound))" : "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
      }
      return
        "\(line.name): counted \(line.counted) \(line.unit), the formula gives \(bounds ?? "nothing")"
    }.joined(separator: "\n")
  }
}

extension CounterComparison.Verdict {
  var text: String {
    switch self {
    case .equal: "equal"
    case .within: "within"
    case .different: "DIFFERENT"
    case .notCompared(let reason): "not compared: \(reason)"
    }
  }
}

extension QuantityUnit {
  static let gigaflopPerSecond = gigaflop / seconds
}
