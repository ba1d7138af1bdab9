public import Quantities
public import ServingMath

/// Memory for keys and values: how many tokens it holds, and in blocks of how many it is given out.
public struct KeyValueMemory: Hashable, Sendable {
  /// Blocks in all; nil where memory has no bounds.
  public let blocks: Int?
  /// Tokens of a block.
  public let blockTokens: Int

  /// Memory for so many tokens, rounded down to whole blocks; by default in blocks of 16.
  ///
  /// Stops if not even one block fits or the block is empty.
  public init(tokens: Int, blockTokens: Int = 16) {
    guard blockTokens > 0 else { stop("a block holds 1 token or more, not \(blockTokens)") }
    guard tokens >= blockTokens else {
      stop("memory for \(tokens) tokens has no room for a block of \(blockTokens)")
    }
    blocks = tokens / blockTokens
    self.blockTokens = blockTokens
  }

  private init(blocks: Int?, blockTokens: Int) {
    self.blocks = blocks
    self.blockTokens = blockTokens
  }

  /// Memory without bounds.
  public static let unbounded = KeyValueMemory(blocks: nil, blockTokens: 16)

  /// What a plan's devices have left beside the weights, counted in tokens of sequences at the plan's context.
  ///
  ///     data-parallel ranks · (share · memory − weights) / cache of a sequence · context
  ///
  /// Where attention does not reach over everything a token takes less the longer its sequence is, so the
  /// plan's context should be a usual one.
  ///
  /// - Parameters:
  ///   - plan: Model, chip and layout.
  ///   - share: Of every device's memory that may be used; all of it by default, as on the board.
  ///   - blockTokens: Tokens of a block.
  /// - Throws: `ServingError.noRoom` if not even one block is left beside the weights.
  public init(
    _ plan: ServingPlan,
    share: Quantity = Quantity(1),
    blockTokens: Int = 16
  ) throws(ServingError) {
    guard blockTokens > 0 else { stop("a block holds 1 token or more, not \(blockTokens)") }
    let room = share * plan.memory - plan.weightBytesPerDevice
    let sequences = (room / plan.cacheBytesPerSequence).plain
    let tokens = sequences * Double(plan.layout.data) * Double(max(1, plan.context))
    guard tokens >= Double(blockTokens) else {
      throw .noRoom(weights: plan.weightBytesPerDevice, memory: share * plan.memory)
    }
    self.init(
      blocks: tokens < 1e15 ? Int(tokens) / blockTokens : nil,
      blockTokens: blockTokens
    )
  }

  /// Tokens that fit; nil where memory has no bounds.
  public var tokens: Int? { blocks.map { $0 * blockTokens } }
}
