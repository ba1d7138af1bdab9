import Quantities

/// What is to be served, on what, and how it is spread.
public struct ServingPlan: Sendable {
  /// The shape of the model.
  public let config: TransformerConfig
  /// The chip of every device.
  public let chip: Chip
  /// How the model is spread.
  public let layout: Layout
  /// Sequences in flight over all devices.
  public let batch: Int
  /// Tokens that each of them looks back on.
  public let context: Int
  /// How weights are stored.
  public let weights: StoredPrecision
  /// How the cache is stored, and attention computed.
  public let cache: Precision

  /// A plan; weights as the checkpoint stores them and a 16-bit cache unless said otherwise.
  ///
  /// - Throws: `PlanError` where batch or context are below one, or the layout cannot carry the model.
  public init(
    _ config: TransformerConfig,
    on chip: Chip,
    _ layout: Layout = .single,
    batch: Int,
    context: Int,
    weights: StoredPrecision? = nil,
    cache: Precision = .bf16
  ) throws(PlanError) {
    guard batch >= 1 else { throw .noSequences(batch) }
    guard max(batch, context) <= 1_000_000_000 else { throw .tooMany(max(batch, context)) }
    guard context >= 0 else { throw .negativeContext(context) }
    do {
      try layout.check(config)
    } catch {
      throw .layout(error)
    }
    self.config = config
    self.chip = chip
    self.layout = layout
    self.batch = batch
    self.context = context
    self.weights = weights ?? config.storedPrecision
    self.cache = cache
  }

  /// The same plan with another number of sequences.
  public func with(batch: Int) throws(PlanError) -> ServingPlan {
    try ServingPlan(
      config,
      on: chip,
      layout,
      batch: batch,
      context: context,
      weights: weights,
      cache: cache
    )
  }

  /// Sequences that pass through a stage together: the batch divided among the stages, rounded up.
  public var microbatch: Int { (batch + layout.pipeline - 1) / layout.pipeline }

  /// Sequences of a microbatch on the busiest data-parallel rank.
  public var sequencesPerRank: Int { (microbatch + layout.data - 1) / layout.data }

  /// The precision in which the chip multiplies weights stored in another: the same, or the next wider one
  /// for which a peak is published.
  public func arithmetic(for precision: Precision) -> Precision { chip.arithmetic(for: precision) }
}

/// Why a plan cannot be.
public enum PlanError: Error, Hashable, Sendable {
  /// A batch below one.
  case noSequences(Int)
  /// A batch or context beyond a thousand million.
  case tooMany(Int)
  /// A context below zero.
  case negativeContext(Int)
  /// A layout that cannot carry the model.
  case layout(LayoutError)
}

extension PlanError: CustomStringConvertible {
  /// What is wrong, and what would do.
  public var description: String {
    switch self {
    case .noSequences(let batch):
      "a batch of \(batch) decodes nothing; it takes at least 1 sequence"
    case .tooMany(let count): "\(count) sequences or tokens; 1,000,000,000 is the most"
    case .negativeContext(let context): "a context of \(context) tokens; it should be 0 or more"
    case .layout(let error): "\(error)"
    }
  }
}
