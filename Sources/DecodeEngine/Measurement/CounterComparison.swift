import ServingMath

/// What the kernels counted, line by line beside what the board's formulas say.
package struct CounterComparison: Hashable, Sendable {
  /// How a count stands to its formula.
  package enum Verdict: Hashable, Sendable {
    /// They are the same number.
    case equal
    /// The formula gives bounds, since the router chose, and the count is within.
    case within
    /// They differ: either is wrong.
    case different
    /// There is no formula, for a reason.
    case notCompared(String)
  }

  /// One figure.
  package struct Line: Hashable, Sendable {
    /// What it is.
    package let name: String
    /// `FLOP` or `B`.
    package let unit: String
    /// How the board computes it.
    package let formula: String
    /// What the kernels added up.
    package let counted: Int
    /// What the formula gives: one number, or at least and at most.
    package let expected: ClosedRange<Double>?
    /// How they stand to each other.
    package let verdict: Verdict
  }

  /// All figures.
  package let lines: [Line]

  /// Whether no count contradicts its formula.
  package var holds: Bool { lines.allSatisfy { $0.verdict != .different } }

  /// Compares what was counted during some steps.
  ///
  /// - Parameters:
  ///   - counters: What was counted during exactly these steps.
  ///   - steps: What each was given.
  ///   - transformer: The model.
  ///   - cache: How keys and values are kept.
  package init(
    _ counters: Counters,
    steps: [StepSize],
    of transformer: Transformer,
    cache: CacheFormat
  ) {
    let config = transformer.architecture.shape
    let format = transformer.uniformFormat
    let board = BoardWork(steps, of: config, cache: cache, weights: format)
    let attention = counters[.attention, .flop]
    let products: [OperationKind] = [
      .attentionProjections, .denseFeedForward, .router, .sharedExperts, .routedExperts,
      .outputHead,
    ]
    let weights = counters[.weightBytesRead]
    let experts = counters[.routedExperts, .weightBytesRead]
    func line(
      _ name: String,
      _ unit: String,
      _ formula: String,
      _ counted: Int,
      _ expected: ClosedRange<Double>?
    ) -> Line {
      let verdict: Verdict =
        if let expected {
          !expected.contains(Double(counted))
            ? .different : expected.lowerBound == expected.upperBound ? .equal : .within
        } else {
          .notCompared("matrices are kept in several formats")
        }
      return Line(
        name: name,
        unit: unit,
        formula: formula,
        counted: counted,
        expected: expected,
        verdict: verdict
      )
    }
    var lines = [
      line(
        "products",
        "FLOP",
        "2 · tokens · weights met",
        products.reduce(0) { $0 + counters[$1, .flop] },
        board.products...board.products
      ),
      line(
        "attention",
        "FLOP",
        "2 · Σ multiply-adds per cached token · tokens seen",
        attention,
        board.attention...board.attention
      ),
      line(
        "weights read",
        "B",
        "Σ steps: weights met, each once · bytes per weight",
        weights - experts,
        board.weightsRead.map { $0...$0 }
      ),
      line(
        "cache read",
        "B",
        "Σ sequences: cached bytes per token · tokens seen",
        counters[.cacheBytesRead],
        board.cacheRead...board.cacheRead
      ),
      line(
        "cache written",
        "B",
        "cached bytes per token · tokens",
        counters[.cacheBytesWritten],
        board.cacheWritten...board.cacheWritten
      ),
    ]
    if config.experts != nil {
      let text = "Σ steps: experts visited, from one token's to all tokens' · bytes of one"
      lines.insert(line("experts read", "B", text, experts, board.expertsRead), at: 3)
    }
    self.lines = lines
  }
}

extension Transformer {
  /// What all matrices lost when they were rounded to their formats.
  package var packingLoss: PackingLoss { matrices.reduce(PackingLoss()) { $0 + $1.loss } }

  /// The format of all matrices but the routers, if it is one.
  package var uniformFormat: WeightFormat? { part.uniformFormat }
}

extension ModelPart {
  /// The format of all matrices but the routers, if it is one.
  var uniformFormat: WeightFormat? {
    let routers = layers.reduce(0) { count, layer in
      if case .experts = layer.network { count + 1 } else { count }
    }
    var counts: [WeightFormat: Int] = [:]
    for matrix in matrices { counts[matrix.format, default: 0] += 1 }
    // Routers are always in single precision.
    counts[.fp32, default: 0] -= routers
    let used = counts.filter { $0.value > 0 }
    return used.count == 1 ? used.first?.key : nil
  }
}
