public import ServingMath

/// What a device of a layout holds of one tensor of a checkpoint.
public struct TensorShard: Hashable, Sendable {
  /// Of the tensor, as the checkpoint has it.
  public let name: String
  /// For each side of the tensor the indices that the device has, in the order in which it keeps them.
  public let sides: [[Range<Int>]]
  /// Whether it keeps zeros in their place, since another device adds what is stored to their sum.
  public let isZero: Bool

  /// Numbers that it keeps.
  public var count: Int { sides.reduce(1) { $0 * $1.reduce(0) { $0 + $1.count } } }
}

extension Architecture {
  /// What a device of a layout holds of every tensor, in order of use.
  ///
  /// Which positions of a sequence's cache it keeps is `Layout.positions(of:keptOn:)`; of which key/value heads,
  /// the rows of its key and value projections say.
  ///
  /// - Parameters:
  ///   - layout: How the model is spread.
  ///   - rank: The device, counted from 0.
  /// - Returns: Tensors of which the device has some or all.
  /// - Throws: `LayoutError` where the layout cannot carry the model.
  public func shards(of layout: Layout, on rank: Int) throws(LayoutError) -> [TensorShard] {
    try layout.check(shape)
    let parts = ShardParts(layout, rank)
    let place = layout.place(of: rank)
    return tensors.compactMap { tensor in
      guard holds(tensor, place, layout, rank) else { return nil }
      let part = ShardCheckpoint.Shard(tensor, parts)
      var sides = tensor.shape.map { [0..<$0] }
      sides[part.side] = part.ranges
      if case .experts(let layer) = tensor.owner {
        sides[0] = held(layer, layout, rank).map { $0..<$0 + 1 }
      }
      return TensorShard(name: tensor.name, sides: sides, isZero: part.isZero)
    }
  }

  private func holds(
    _ tensor: Tensor,
    _ place: DevicePlace,
    _ layout: Layout,
    _ rank: Int
  ) -> Bool {
    let hasHead = place.stage == layout.pipeline - 1 && place.context == 0
    func isHere(_ layer: Int) -> Bool {
      layout.stages(of: shape)[place.stage].indices.contains(layer)
    }
    switch tensor.owner {
    case .embedding: return place.stage == 0 || shape.tiesEmbeddings && hasHead
    case .head: return hasHead
    case .layer(let layer), .experts(let layer): return isHere(layer)
    case .sharedExperts(let layer): return isHere(layer) && place.context == 0
    case .expert(let layer, let expert):
      return isHere(layer) && held(layer, layout, rank).contains(expert)
    }
  }

  /// The experts of a layer that a device holds, in order of slot.
  private func held(_ layer: Int, _ layout: Layout, _ rank: Int) -> [Int] {
    guard let experts = shape.layers[layer].feedForward.experts else { return [] }
    let shards = ExpertShards(experts, layout)
    return shards.held(by: shards.place(of: rank).group)
  }
}
