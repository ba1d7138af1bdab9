import ServingMath

/// Times steps by a plan: its coefficients side by side, and what it says of token counts, worked out once.
struct PlanClock {
  private let reaches: [Int]
  /// For each stage the lines of memory and of arithmetic: constant, full, then one for each reach.
  private let coefficients: [Double]
  private let stages: Int
  private let ranks: Int
  private var weights: WeightTimes
  // Σ min(context, reach) of the step, for every reach: over what is read, and over all pairs.
  private var read: [Double]
  private var pairs: [Double]

  init(_ plan: PlanCost) {
    reaches = plan.reaches
    coefficients = plan.stages.flatMap { stage in
      [stage.memory, stage.arithmetic].flatMap { [$0.constant, $0.full] + $0.capped }
    }
    stages = plan.plan.layout.pipeline
    ranks = plan.plan.layout.data
    weights = WeightTimes(plan)
    read = Array(repeating: 0, count: reaches.count)
    pairs = read
  }

  var needsContexts: Bool { !reaches.isEmpty }

  /// The time of a step, after `attend` where there are reaches.
  mutating func seconds(_ load: StepLoad) -> Double {
    guard load.tokens > 0 else { return 0 }
    let row = weights.row(tokens: load.tokens)
    let sequences = load.decodingSequences + load.promptParts
    // Even dealing: the busiest rank has so much of the sums over all.
    let sequenceShare = Double(perRank(sequences)) / Double(sequences)
    let tokenShare = Double(perRank(load.tokens)) / Double(load.tokens)
    let width = 2 + reaches.count
    var longest = weights[row, 2 * stages]
    for stage in 0..<stages {
      let line = stage * 2 * width
      var memory = coefficients[line] * Double(sequences)
      memory += coefficients[line + 1] * Double(load.decodingContext + load.promptContext)
      var arithmetic = coefficients[line + width] * Double(load.tokens)
      arithmetic +=
        coefficients[line + width + 1] * Double(load.decodingContext + load.promptPairs)
      for reach in reaches.indices {
        memory += coefficients[line + 2 + reach] * read[reach]
        arithmetic += coefficients[line + width + 2 + reach] * pairs[reach]
      }
      memory = memory * sequenceShare + weights[row, 2 * stage]
      arithmetic = arithmetic * tokenShare + weights[row, 2 * stage + 1]
      longest = max(longest, memory, arithmetic)
    }
    return Double(stages) * longest
  }

  /// Sequences, or tokens, of so many that are on the busiest device of a stage.
  private func perRank(_ count: Int) -> Int {
    let microbatch = (count + stages - 1) / stages
    return (microbatch + ranks - 1) / ranks
  }

  // MARK: - Attention that does not reach over everything

  /// Takes in what a step attends to, each sequence at its own context.
  mutating func attend(
    _ load: StepLoad,
    _ chunks: [StepClock.Chunk],
    _ contexts: [Int],
    _ offset: Int
  ) {
    for (index, reach) in reaches.enumerated() {
      var decoding = contexts.count * offset
      let limit = reach - offset
      for context in contexts { decoding &+= min(context, limit) }
      // Sequences that decode may pause while prompts are read.
      if load.decodingSequences == 0 { decoding = 0 }
      var parts = 0
      var attended = 0
      for chunk in chunks {
        // The tokens of a part look back from different places, together as far as reach and part.
        parts += min(chunk.cached + chunk.tokens, reach + chunk.tokens - 1)
        let below = min(max(reach - chunk.cached, 0), chunk.tokens)
        attended += below * chunk.cached + below * (below + 1) / 2 + (chunk.tokens - below) * reach
      }
      read[index] = Double(decoding + parts)
      pairs[index] = Double(decoding + attended)
    }
  }

  /// Takes in what a step attends to as if its sequences, and its parts of prompts, were of equal length.
  mutating func attend(evenly load: StepLoad) {
    func capped(_ sum: Int, over count: Int, _ reach: Int) -> Double {
      min(Double(sum), Double(count) * Double(reach))
    }
    for (index, reach) in reaches.enumerated() {
      let decoding = capped(load.decodingContext, over: load.decodingSequences, reach)
      // As many tokens of each part look back over the reach as there are in it.
      let parts = min(
        Double(load.promptContext),
        Double(load.promptParts * (reach - 1) + load.promptTokens)
      )
      read[index] = decoding + parts
      pairs[index] = decoding + capped(load.promptPairs, over: load.promptTokens, reach)
    }
  }
}

/// The times of a plan that depend on a step's tokens alone, each worked out once.
///
/// Exact up to 1,024 tokens, where experts are still being touched for the first time; beyond, on straight
/// lines between multiples of 256 tokens.
private struct WeightTimes {
  private static let exact = 1024
  private static let grid = 256
  /// The plan, which is large, behind a function: values around it stay cheap to move.
  private let times: (Int) -> [Double]
  private let width: Int
  /// Rows one after the other: 0 is for what lies between two others, then those of 1 to 1,024 tokens.
  private var table: [Double]
  private var isKnown = Array(repeating: false, count: exact + 1)
  /// Rows of larger multiples of the grid, in order of their first use.
  private var gridRows: [Int: Int] = [:]

  init(_ plan: PlanCost) {
    times = { plan.weightTimes(tokens: $0) }
    width = 2 * plan.stages.count + 1
    table = Array(repeating: 0, count: (Self.exact + 1) * width)
  }

  /// A figure of a row: for each stage memory and arithmetic of the weights, and last the network.
  subscript(row: Int, column: Int) -> Double { table[row * width + column] }

  /// The row for so many tokens; good until the next call.
  mutating func row(tokens: Int) -> Int {
    if tokens <= Self.exact {
      if !isKnown[tokens] {
        isKnown[tokens] = true
        for (column, time) in times(tokens).enumerated() {
          table[tokens * width + column] = time
        }
      }
      return tokens
    }
    let lower = tokens / Self.grid * Self.grid
    let first = gridRow(lower) * width
    if lower == tokens { return first / width }
    let second = gridRow(lower + Self.grid) * width
    let share = Double(tokens - lower) / Double(Self.grid)
    for column in 0..<width {
      table[column] =
        table[first + column] + share * (table[second + column] - table[first + column])
    }
    return 0
  }

  private mutating func gridRow(_ tokens: Int) -> Int {
    if tokens <= Self.exact { return row(tokens: tokens) }
    if let row = gridRows[tokens] { return row }
    gridRows[tokens] = table.count / width
    table += times(tokens)
    return table.count / width - 1
  }
}
