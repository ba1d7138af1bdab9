import Quantities
import ServingMath

/// The keys and values of all layers, and which layers share tables of blocks.
///
/// Layers that look equally far back form a group: a sequence has one table for each group, and the blocks
/// that have left a window go back to the group's pool.
package final class LayerCaches {
  /// Keys and values, layer by layer.
  package let stores: [KeyValueStore]
  /// How far back the layers of each group look; nil for all positions.
  package let windows: [Int?]
  /// The free blocks of each group.
  package let pools: [BlockPool]
  private let groups: [Int]

  /// Room for so many positions in all, in blocks of 16.
  init(_ transformer: Transformer, format: CacheFormat, tokens: Int) {
    let blocks = (tokens + KeyValueStore.blockTokens - 1) / KeyValueStore.blockTokens
    var windows: [Int?] = []
    groups = transformer.architecture.shape.layers.map { layer in
      let window = layer.attention.window
      if let group = windows.firstIndex(of: window) { return group }
      windows.append(window)
      return windows.count - 1
    }
    self.windows = windows
    pools = windows.map { _ in BlockPool(blocks: blocks) }
    stores = transformer.layers.map {
      KeyValueStore($0.mixing.cacheShape, format: format, blocks: blocks)
    }
  }

  /// The group of a layer.
  func group(of layer: Int) -> Int { groups[layer] }

  /// Layers of a group.
  private func layers(of group: Int) -> Int { groups.count { $0 == group } }

  /// Bytes of the blocks in use.
  package var bytesInUse: Int {
    zip(groups, stores).reduce(0) { $0 + pools[$1.0].used * $1.1.bytesPerBlock }
  }
}

/// The blocks of one group: which are free.
package final class BlockPool {
  private var free: [Int32]
  /// All blocks.
  package let blocks: Int

  init(blocks: Int) {
    self.blocks = blocks
    free = (0..<Int32(blocks)).reversed()
  }

  /// Blocks that a sequence holds.
  package var used: Int { blocks - free.count }
  /// Blocks that may be taken.
  package var available: Int { free.count }

  /// Takes a block, if one is free.
  func take() -> Int32? { free.popLast() }

  /// Gives a block back.
  func give(_ block: Int32) { free.append(block) }
}
