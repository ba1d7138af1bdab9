import Quantities
import ServingMath

/// What a model and its cache will take of memory, from names and shapes alone.
package struct MemoryNeed: Hashable, Sendable {
  /// Weights, each counted once.
  package let weights: Int
  /// Bytes of the weights as they will be kept, padding of panels and groups included.
  package let weightBytes: Int
  /// Bytes of keys and values for all positions, in whole blocks.
  package let cacheBytes: Int

  /// All bytes.
  package var bytes: Int { weightBytes + cacheBytes }

  /// Adds up what will be needed.
  ///
  /// - Parameters:
  ///   - source: The model.
  ///   - format: How matrices will be kept; nil for as stored.
  ///   - cache: How keys and values will be kept.
  ///   - sequences: Sequences at once.
  ///   - positions: Positions of each.
  /// - Throws: `ModelError`, with file and place.
  package init(
    _ source: ModelSource,
    format: WeightFormat?,
    cache: CacheFormat,
    sequences: Int,
    positions: Int
  ) throws(ModelError) {
    let (architecture, checkpoint) = try source.open()
    var (count, bytes) = (0, 0)
    for tensor in architecture.tensors {
      let elements = tensor.shape.reduce(1, *)
      count += elements
      guard case .matrix(let inputs) = tensor.role, inputs > 0 else {
        bytes += 4 * elements
        continue
      }
      let kept = format ?? WeightFormat(keeping: checkpoint.format(of: tensor.name))
      let panels = (elements / inputs + PackedMatrix.panelRows - 1) / PackedMatrix.panelRows
      bytes += panels * PackedMatrix.panelRows * kept.bytesPerRow(columns: inputs)
    }
    weights = count
    weightBytes = bytes
    let held = LayerCaches.blocks(positions) * KeyValueStore.blockTokens
    let vectors = CachedVectors(architecture.shape, cache)
    cacheBytes = sequences * Int(vectors.bytesKept(positions: held))
  }
}
