internal import CKernels
import Quantities

/// How cached keys and values are kept.
public enum CacheFormat: String, CaseIterable, Hashable, Sendable {
  case fp32
  case bf16
  /// Whole numbers from −127 to 127 with one scale of 16 bits for each vector.
  case int8
}

/// The keys and values of one layer: blocks of 16 positions that any sequence may own.
///
/// A block holds of each head keys, column by column so that 16 scores come out of one product, and values,
/// row by row:
///
///     keys    [keyWidth][16]      behind them, for int8, 16 scales (fp16)
///     values  [16][valueWidth]    behind them, for int8, 16 scales (fp16)
///
/// Memory is read at full speed only in long stretches. So 16 blocks in a row lie together, in the order in
/// which attention reads them: of one head after the other, first all keys, then all values.
///
/// A latent cache has no values of its own: they are the first `valueWidth` columns of the keys.
package final class KeyValueStore {
  /// Positions in a block.
  package static let blockTokens = 16
  /// Blocks that lie together.
  static let runBlocks = Int(ck_run_blocks)

  /// What one position of a layer holds.
  package struct Shape: Hashable, Sendable {
    /// Key/value heads.
    package let heads: Int
    /// Columns of a key.
    package let keyWidth: Int
    /// Columns of a value.
    package let valueWidth: Int
    /// Whether values are the first columns of the keys.
    package let valuesAreKeys: Bool

    package init(heads: Int, keyWidth: Int, valueWidth: Int, valuesAreKeys: Bool = false) {
      self.heads = heads
      self.keyWidth = keyWidth
      self.valueWidth = valueWidth
      self.valuesAreKeys = valuesAreKeys
    }

    /// Bytes of one position.
    package func bytesPerToken(_ format: CacheFormat) -> Int {
      let elements = keyWidth + (valuesAreKeys ? 0 : valueWidth)
      let vectors = valuesAreKeys ? 1 : 2
      return switch format {
      case .fp32: heads * elements * 4
      case .bf16: heads * elements * 2
      case .int8: heads * (elements + 2 * vectors)
      }
    }
  }

  /// What one position holds.
  package let shape: Shape
  /// How it is kept.
  package let format: CacheFormat
  /// Blocks that there is room for.
  package let blocks: Int
  let memory: AlignedMemory

  /// Room for so many blocks; blocks that are never written take no memory.
  package init(_ shape: Shape, format: CacheFormat, blocks: Int) {
    self.shape = shape
    self.format = format
    self.blocks = blocks
    let runs = (blocks + Self.runBlocks - 1) / Self.runBlocks
    memory = AlignedMemory(
      bytes: runs * Self.runBlocks * Self.blockTokens * shape.bytesPerToken(format)
    )
  }

  /// Bytes of one block.
  package var bytesPerBlock: Int { Self.blockTokens * shape.bytesPerToken(format) }

  /// Copies a block onto another, which is how a shared block becomes one's own.
  package func copyBlock(_ source: Int, to target: Int) {
    guard source >= 0, source < blocks, target >= 0, target < blocks else {
      stop("there are no blocks \(source) and \(target) in a store of \(blocks)")
    }
    for head in 0..<shape.heads {
      unsafe keys(head, block: target)
        .copyMemory(from: keys(head, block: source), byteCount: keyBytes)
      unsafe values(head, block: target)
        .copyMemory(from: values(head, block: source), byteCount: valueBytes)
    }
  }

  /// Bytes of a head's keys in a block.
  var keyBytes: Int { bytesPerBlock / shape.heads - valueBytes }

  /// Bytes of a head's values in a block; none in a latent store.
  var valueBytes: Int {
    guard !shape.valuesAreKeys else { return 0 }
    let values = Shape(heads: 1, keyWidth: 0, valueWidth: shape.valueWidth)
    let scalesOfKeys = format == .int8 ? 2 : 0
    return Self.blockTokens * (values.bytesPerToken(format) - scalesOfKeys)
  }

  /// Where a head's keys of a block start.
  func keys(_ head: Int, block: Int) -> UnsafeMutableRawPointer {
    unsafe run(head, block) + block % Self.runBlocks * keyBytes
  }

  /// Where a head's values of a block start; not in a latent store.
  func values(_ head: Int, block: Int) -> UnsafeMutableRawPointer {
    unsafe run(head, block) + Self.runBlocks * keyBytes + block % Self.runBlocks * valueBytes
  }

  private func run(_ head: Int, _ block: Int) -> UnsafeMutableRawPointer {
    let run = block / Self.runBlocks * shape.heads + head
    return unsafe memory.base + run * Self.runBlocks * (bytesPerBlock / shape.heads)
  }
}

/// The tokens of one sequence in a step, and where its earlier ones are cached.
package struct AttentionSpan {
  /// Rows of the step that are this sequence's, in order of position.
  package let rows: Range<Int>
  /// Position of the first of them in its sequence.
  package let firstPosition: Int
  /// For each run of 16 positions the block that holds it; −1 where none is kept any more.
  package let table: [Int32]

  package init(rows: Range<Int>, firstPosition: Int, table: [Int32]) {
    self.rows = rows
    self.firstPosition = firstPosition
    self.table = table
  }
}
