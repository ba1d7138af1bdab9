import Quantities
package import ServingMath

/// What the board's formulas say that steps do: from the shape alone, without looking at any buffer.
///
/// The other side of `Counters`. Where a figure depends on the choice of the router, two bounds stand for it.
package struct BoardWork: Hashable, Sendable {
  /// Arithmetic of all products, in FLOP: 2 · tokens · weights met.
  package var products = 0.0
  /// Arithmetic of scores and weighted sums, in FLOP.
  package var attention = 0.0
  /// Bytes of keys and values written.
  package var cacheWritten = 0.0
  /// Bytes of keys and values read, once for each sequence of a step.
  package var cacheRead = 0.0
  /// Bytes of weights read, routed experts apart; nil if weights are not all kept alike.
  package var weightsRead: Double?
  /// Bytes of routed experts read, at least and at most; nil as above.
  package var expertsRead: ClosedRange<Double>?

  /// The sum over some steps.
  ///
  /// - Parameters:
  ///   - steps: What each step was given.
  ///   - config: The shape.
  ///   - cache: How keys and values are kept.
  ///   - weights: How all matrices but routers are kept; nil if not all alike.
  package init(
    _ steps: [StepSize],
    of config: TransformerConfig,
    cache: CacheFormat,
    weights: WeightFormat?
  ) {
    let work = config.matrixWork
    let vector = CachedVectors(config, cache)
    let sizes = weights.map { WeightSizes(config, $0) }
    var (read, least, most) = (0.0, 0.0, 0.0)
    for step in steps {
      let rows = Double(step.rows)
      products += 2 * rows * Double(work.total - work.outputHead)
      products += 2 * Double(step.logits * work.outputHead)
      cacheWritten += rows * vector.bytesPerToken
      for feed in step.feeds {
        for position in feed.first..<feed.first + feed.tokens {
          attention += config.attentionWork(context: position + 1).value(in: .flopPerToken)
        }
        if feed.tokens > 0 { cacheRead += vector.bytesRead(feed) }
      }
      guard let sizes, rows > 0 else { continue }
      read += sizes.bytesRead(rows: step.rows, logits: step.logits)
      let experts = sizes.expertBytesRead(rows: step.rows)
      least += experts.lowerBound
      most += experts.upperBound
    }
    weightsRead = sizes.map { _ in read }
    expertsRead = sizes.map { _ in least...most }
  }
}

/// What one position leaves in the cache.
struct CachedVectors {
  private let layers: [(bytes: Double, attention: Attention)]

  init(_ config: TransformerConfig, _ format: CacheFormat) {
    let precision: Precision =
      switch format {
      case .fp32: .fp32
      case .bf16: .bf16
      case .int8: .int8
      }
    layers = config.layers.map { layer in
      let elements = Double(layer.attention.cachedElementsPerToken)
      var bytes = elements * precision.bytesPerElement.value(in: .bytes)
      // The board leaves scales out; here each vector of a head has one of two bytes.
      if format == .int8 { bytes += 2 * Double(layer.attention.cachedVectors) }
      return (bytes, layer.attention)
    }
  }

  var bytesPerToken: Double { layers.reduce(0) { $0 + $1.bytes } }

  /// What a sequence of so many positions keeps, windows only as far as they reach.
  func bytesKept(positions: Int) -> Double {
    layers.reduce(0) { $0 + $1.bytes * Double($1.attention.reach(context: positions)) }
  }

  /// The positions that the first token sees, and those of the others.
  func bytesRead(_ feed: StepFeed) -> Double {
    layers.reduce(0) { sum, layer in
      let seen = layer.attention.tokensRead(context: feed.first + 1) + feed.tokens - 1
      return sum + layer.bytes * Double(seen)
    }
  }
}

extension Attention {
  /// Vectors that one token leaves in the cache of one layer: a key and a value a head, or one latent.
  fileprivate var cachedVectors: Int {
    switch heads {
    case .grouped(_, let keyValueHeads, _): 2 * keyValueHeads
    case .latent: 1
    case .linear: 0
    }
  }
}
