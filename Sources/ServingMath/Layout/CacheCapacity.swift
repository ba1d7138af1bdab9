public import Quantities

/// The longest context whose keys and values fit in a share of every chip's memory.
///
/// Chips may share the cache by heads or by sequences:
///
///     by heads   context = share · memory ÷ (⌈heads / chips⌉ · batch · 2 · layers · d · bytes)
///     by batch   context = share · memory ÷ (heads · ⌈batch / chips⌉ · 2 · layers · d · bytes)
///
/// A head cannot be cut, so the single head of multiquery attention stands on every chip when heads are
/// shared: many chips then hold no more context than one.
///
/// > Source: arXiv 2211.05102, section 3.3 and table 1.
public struct CacheCapacity: Sendable {
  /// What the chips divide among themselves.
  public enum Sharding: Hashable, Sendable {
    /// Each chip has some heads of all sequences.
    case heads
    /// Each chip has all heads of some sequences.
    case batch
  }

  /// Layers that keep keys and values.
  public let layers: Int
  /// Key/value heads of a layer.
  public let keyValueHeads: Int
  /// Elements of one key, and of one value.
  public let headDimension: Int
  /// How an element is stored.
  public let precision: Precision

  /// The cache of an attention.
  ///
  /// Stops if a count is not positive.
  public init(
    layers: Int,
    keyValueHeads: Int,
    headDimension: Int,
    precision: Precision = .bf16
  ) {
    guard layers > 0, keyValueHeads > 0, headDimension > 0 else {
      stop("a cache needs at least one layer, one head and one element")
    }
    self.layers = layers
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension
    self.precision = precision
  }

  /// Cache that one token of every sequence takes on the fullest chip, in bytes per token.
  ///
  /// Stops if batch or chips are not positive.
  public func bytesPerChipAndToken(batch: Int, chips: Int, sharding: Sharding) -> Quantity {
    if batch < 1 || chips < 1 { stop("a cache is shared by at least one sequence and one chip") }
    let units =
      switch sharding {
      case .heads: (keyValueHeads + chips - 1) / chips * batch
      case .batch: keyValueHeads * ((batch + chips - 1) / chips)
      }
    return Double(units * 2 * layers * headDimension) * precision.bytesPerElement
      / Quantity(1, .tokens)
  }

  /// The longest common context of a batch.
  ///
  /// - Parameters:
  ///   - batch: Sequences on all chips together.
  ///   - chips: That share the cache.
  ///   - memory: Of one chip.
  ///   - share: Of that memory which the cache may take.
  ///   - sharding: What is divided.
  /// - Returns: In tokens, not rounded to whole ones.
  public func longestContext(
    batch: Int,
    chips: Int,
    memory: Quantity,
    share: Quantity,
    sharding: Sharding
  ) -> Quantity {
    share * memory / bytesPerChipAndToken(batch: batch, chips: chips, sharding: sharding)
  }
}
