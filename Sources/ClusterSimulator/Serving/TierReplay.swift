public import Quantities

/// A trace's prompts looked up in tiers of memory: what each tier gave, what it was given, and for how long it
/// kept things.
///
/// The least recently used blocks move to the next tier below, as in `RequestTrace.cacheHits(tiers:)`, and by the
/// same simplification each prompt is there before the next one comes.
///
///     let replay = TierReplay(trace, in: [CacheRoom(hbm, taken: weights), CacheRoom(.grace)],
///       bytesPerToken: v3.keyValueBytesPerToken)
///     replay.levels[1].rate           // of all prompts' tokens
///     replay.levels[1].meanHoldTime   // from the last use of a block until it had to leave
///
/// - `TierReplay+Cost.swift`: rent, waiting and recomputing.
public struct TierReplay: Sendable {
  /// What happened in one tier.
  public struct Level: Sendable {
    /// Where the blocks were.
    public let room: CacheRoom
    /// Blocks that fit.
    public let capacity: Int
    /// Blocks found here.
    public let blocksFound: Int
    /// Tokens of prompts found here.
    public let tokensFound: Int
    /// The share of all prompts' tokens that was found here.
    public let rate: Quantity
    /// Blocks that were written here: each use of a block in the first tier, what moved down in the others.
    public let blocksWritten: Int
    /// Blocks that had to leave.
    public let blocksLeft: Int
    /// Mean time from the last use of a block until it had to leave; nothing where none had to.
    public let meanHoldTime: Quantity?
    /// Bytes read to have blocks back where decoding wants them; none in the first tier, where they are.
    public let bytesRead: Quantity
    /// The share of the trace's time for which the tier is busy with that.
    public let busyShare: Quantity
  }

  /// The tiers, the nearest first.
  public let levels: [Level]
  /// Tokens of all prompts.
  public let promptTokens: Int
  /// Blocks of all prompts.
  public let promptBlocks: Int
  /// Blocks that were found nowhere.
  public let blocksMissed: Int
  /// Cache of one token.
  public let bytesPerToken: Quantity
  /// Time of the trace.
  public let span: Quantity

  /// Looks a trace up in tiers, the nearest first.
  ///
  /// - Complexity: Linear in the blocks of the trace.
  public init(_ trace: RequestTrace, in rooms: [CacheRoom], bytesPerToken: Quantity) {
    let size = trace.blockTokens ?? 1
    let blockBytes = bytesPerToken * Quantity(size, .tokens)
    let capacities = rooms.map { $0.blocks(of: blockBytes) }
    var store = PrefixStore(blocks: trace.distinctBlocks, capacities: capacities)
    var tallies = Array(repeating: Tally(), count: rooms.count)
    var lastUse = Array(repeating: 0.0, count: trace.distinctBlocks)
    for request in trace.indices {
      let names = trace.blockNames(of: request)
      let prompt = Int(trace.prompts[request])
      let now = trace.arrivals[request]
      for (number, name) in names.prefix(store.matched(names)).enumerated() {
        guard case .tier(let tier) = store.place(of: name) else { continue }
        tallies[tier].found += 1
        tallies[tier].tokens += min(size, prompt - number * size)
      }
      guard !rooms.isEmpty else { continue }
      tallies[0].written += names.count
      store.departures = []
      // Held first, so that no block makes room for another one of its own prompt on the way.
      for name in names {
        lastUse[Int(name)] = now
        _ = store.hold(name)
      }
      for name in names.reversed() { store.release(name) }
      for (block, tier) in store.departures ?? [] {
        tallies[tier].left += 1
        tallies[tier].held += now - lastUse[Int(block)]
        if tier + 1 < rooms.count { tallies[tier + 1].written += 1 }
      }
    }
    let (all, span) = (trace.promptTokens, trace.span)
    promptTokens = all
    promptBlocks = trace.blocks.count
    blocksMissed = trace.blocks.count - tallies.reduce(0) { $0 + $1.found }
    self.bytesPerToken = bytesPerToken
    self.span = span
    levels = rooms.indices.map { index in
      let (tally, room) = (tallies[index], rooms[index])
      let read = index == 0 ? Quantity(0, .bytes) : Double(tally.found) * blockBytes
      let isTimed = span > Quantity(0, .seconds)
      return Level(
        room: room,
        capacity: capacities[index],
        blocksFound: tally.found,
        tokensFound: tally.tokens,
        rate: all == 0 ? Quantity(0) : Quantity(tally.tokens) / Quantity(all),
        blocksWritten: tally.written,
        blocksLeft: tally.left,
        meanHoldTime: tally.left == 0
          ? nil : Quantity(tally.held / Double(tally.left), .seconds),
        bytesRead: read,
        busyShare: isTimed ? read / room.bandwidth / span : Quantity(0)
      )
    }
  }

  private struct Tally {
    var found = 0
    var tokens = 0
    var written = 0
    var left = 0
    var held = 0.0
  }

  /// Tokens found in any tier.
  public var tokensFound: Int { levels.reduce(0) { $0 + $1.tokensFound } }
  /// Blocks found in any tier.
  public var blocksFound: Int { levels.reduce(0) { $0 + $1.blocksFound } }
  /// The share of the prompts' tokens that was found.
  public var rate: Quantity { levels.reduce(Quantity(0)) { $0 + $1.rate } }
}
