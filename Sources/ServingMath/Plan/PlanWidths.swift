import Quantities

/// How many bytes a plan gives to each number that is stored or sent.
public struct PlanWidths: Hashable, Sendable {
  /// How the numbers of a matrix are kept.
  public struct Weights: Hashable, Sendable {
    package let bytesPerElement: Double
    package let group: Int
    package let bytesPerScale: Double

    /// Numbers without scales, or with one of so many bytes for each group of columns; the last group of a
    /// row is stored whole.
    package init(bytesPerElement: Double, group: Int = 1, bytesPerScale: Double = 0) {
      self.bytesPerElement = bytesPerElement
      self.group = group
      self.bytesPerScale = bytesPerScale
    }

    /// Numbers of a precision, without scales.
    public init(_ precision: Precision) {
      self.init(bytesPerElement: precision.bytesPerElement.value(in: .bytes))
    }

    /// Bytes of one row.
    package func row(_ columns: Int) -> Double {
      let groups = (columns + group - 1) / group
      return Double(groups) * (Double(group) * bytesPerElement + bytesPerScale)
    }
  }

  /// Matrices outside routed experts and routers.
  public var rest: Weights
  /// Routed experts.
  public var experts: Weights
  /// Routers.
  public var routers: Weights
  /// Norms, biases and sinks, bytes for each number.
  package var vector: Double
  /// Keys and values, bytes for each number.
  package var cache: Double
  /// Scales of the cache, bytes for each vector of a head.
  package var cacheScale: Double
  /// Activations in memory and on most links, bytes for each number.
  package var activation: Double
  /// Activations on their way to experts.
  package var dispatch: Double
  /// Rows to which matrices are filled up in memory.
  package var panelRows: Int
  /// Columns to which rows are filled up in memory.
  package var panelColumns: Int

  /// Weights and cache as a plan has them; activations of 16 bits, 8 on the way to experts, as DeepSeek's
  /// production system sends them.
  public init(_ stored: StoredPrecision, cache: Precision = .bf16) {
    rest = Weights(stored.rest)
    experts = Weights(stored.routedExperts)
    routers = rest
    vector = Precision.bf16.bytesPerElement.value(in: .bytes)
    self.cache = cache.bytesPerElement.value(in: .bytes)
    cacheScale = 0
    activation = 2
    dispatch = 1
    panelRows = 1
    panelColumns = 1
  }

  /// An engine that computes and keeps its cache in single precision.
  public init(engine weights: Weights) {
    self.init(engine: weights, cacheBytes: 4)
  }

  /// An engine that computes in single precision: activations, vectors and routers of four bytes, matrices in
  /// panels of 16 rows.
  package init(
    engine weights: Weights,
    cacheBytes: Double = 4,
    cacheScale: Double = 0,
    panelColumns: Int = 1
  ) {
    rest = weights
    experts = weights
    routers = Weights(bytesPerElement: 4)
    vector = 4
    cache = cacheBytes
    self.cacheScale = cacheScale
    activation = 4
    dispatch = 4
    panelRows = 16
    self.panelColumns = panelColumns
  }
}
