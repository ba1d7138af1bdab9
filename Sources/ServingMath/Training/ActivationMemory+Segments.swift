public import Quantities

/// Checkpoints at every k-th layer, and what the worst moment of a step holds.
///
/// > Source: arXiv 1604.06174, section 4, with the bytes of arXiv 2205.05198.
extension ActivationMemory {
  /// Bytes at the worst moment of a step of one microbatch, the layer at hand included.
  ///
  ///     kept(layers) + working set
  ///
  /// That moment is the turn from the last layer's forward pass to its backward pass.
  public func peak(_ policy: ActivationPolicy, layers: Int) -> Quantity {
    kept(policy, layers: layers) + workingSet(policy)
  }

  /// Bytes at the worst moment where only the input of every k-th layer waits.
  ///
  ///     ⌈layers / k⌉ · input + min(k, layers) · stored
  ///
  /// A segment of k layers runs forward a second time before its backward pass and is stored whole
  /// meanwhile. With k = 1 this is `peak(.full)` and one input more, which that layer's stored
  /// activations include already.
  ///
  /// Stops if the segment has no layer.
  public func peak(segment: Int, layers: Int) -> Quantity {
    if segment < 1 { stop("a segment needs at least one layer") }
    let inputs = (layers + segment - 1) / segment
    return Double(inputs) * perLayer(.full) + Double(min(segment, layers)) * perLayer(.stored)
  }

  /// The segment with the smallest peak; the shortest of those that are equal.
  ///
  /// Near `√(layers · input / stored)`, and the peak near `2 · √(layers · input · stored)`.
  ///
  /// Stops if there is no layer.
  /// - Complexity: O(layers).
  public func bestSegment(layers: Int) -> Int {
    if layers < 1 { stop("segments need at least one layer") }
    var best = 1
    for segment in 1...layers
    where peak(segment: segment, layers: layers) < peak(segment: best, layers: layers) {
      best = segment
    }
    return best
  }
}
