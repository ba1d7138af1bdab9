public import Quantities

/// The cache of Character.AI's models, as far as their makers describe it: the design that the lecture
/// names for a cache of few bytes.
///
/// All attention is multi-query, so a layer stores one head; one layer in six sees the whole context,
/// and the global layers share their caches among each other, two or three to one; elements are
/// 8-bit integers. How many layers there are is not said, so that is a parameter.
///
/// > Source: Character.AI, "Optimizing AI inference", 2024; lecture, 1:38:56.
public enum CharacterAI {
  /// Key/value heads that a layer stores.
  public static let keyValueHeads = fact(1, .characterInference, "2024-06", "multi-query attention")
  /// Layers of which one sees the whole context.
  public static let layersPerGlobal = fact(
    6,
    .characterInference,
    "2024-06",
    "others see 1,024 tokens"
  )
  /// Layers that use one cache together.
  public static let layersPerCache = fact(
    Quantity(2)...Quantity(3),
    .characterInference,
    "2024-06",
    "saving by sharing across layers"
  )
  /// The factor by which the design says it shrinks a cache.
  public static let savingInAll = figure(20, .one, .characterInference, "2024-06", "more than")

  /// Distinct global caches of a model with so many layers; rarely a whole number.
  ///
  ///     layers / 6 / (2 to 3)
  public static func globalCaches(layers: Int) -> ClosedRange<Quantity> {
    Quantity(Double(layers) / Double(layersPerGlobal.value)) / layersPerCache.value
  }

  /// Cache that one more token of a long context takes, in bytes per token.
  ///
  ///     global caches · 2 · head dimension · 1 B
  ///
  /// The windows of the local layers are full by then and grow no more.
  public static func keyValueTailBytesPerToken(
    layers: Int,
    headDimension: Int
  ) -> ClosedRange<Quantity> {
    let elements = Quantity(Double(2 * keyValueHeads.value * headDimension), .one / .tokens)
    return globalCaches(layers: layers) * (elements * Precision.int8.bytesPerElement)
  }
}
