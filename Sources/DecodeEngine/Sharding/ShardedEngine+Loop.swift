public import Quantities
import ServingMath

/// What a decode loop made, and when each stage did what.
public struct DecodeLoop: Sendable {
  /// One microbatch in one stage, for one token of each of its sequences.
  public struct Visit: Hashable, Sendable {
    /// The stage.
    public let stage: Int
    /// The microbatch, from 0.
    public let microbatch: Int
    /// The token that it is for, from 0.
    public let round: Int
    /// When it began: every pass takes one tick, and a message none.
    public let tick: Int
  }

  /// For each microbatch and each of its feeds the tokens that were chosen, one a round; none for a feed whose
  /// logits are collected by a device that runs elsewhere.
  public let tokens: [[[Int32]]]
  /// What the stages did, in order of time and then of stage.
  public let visits: [Visit]

  /// The share of all stages' time in which they had nothing to do, between two ticks.
  ///
  /// Stops if the ticks are no stretch of time, or nothing was done.
  ///
  /// - Parameter ticks: For instance some whole rounds after the loop has filled.
  /// - Returns: A plain number; 0 if every stage began a pass at every tick.
  public func idleShare(over ticks: Range<Int>) -> Quantity {
    let stages = Set(visits.map(\.stage)).count
    if ticks.isEmpty || stages == 0 { stop("no time is no time to be idle in") }
    let busy = visits.count { ticks.contains($0.tick) }
    return Quantity(1 - Double(busy) / Double(ticks.count * stages))
  }
}

extension ShardedEngine {
  /// Lets sequences decode in a loop that is never emptied: as soon as the last stage has chosen a microbatch's
  /// tokens they are on their way to the first one.
  ///
  ///     stage 0   0 1 2 0 1 2 …
  ///     stage 1     0 1 2 0 1 2 …
  ///     stage 2       0 1 2 0 1 2 …
  ///
  /// Unlike `step(microbatches:)`, after which all stages are empty. Chosen is the token with the largest logit,
  /// the first of equals. The last one of each sequence has not been fed.
  ///
  /// - Parameters:
  ///   - microbatches: What each sequence begins with, its prompt or its last token, as in `step(_:trace:)`; a
  ///     feed without tokens is left out. A sequence is in one of them at most.
  ///   - rounds: Tokens that each sequence gets.
  /// - Returns: The tokens, and when each stage that runs here did what.
  /// - Throws: `ShardingError`; a sequence must have room for all rounds.
  public func decode(
    microbatches: [[Feed]],
    rounds: Int
  ) throws(ShardingError) -> DecodeLoop {
    if let failure { throw .exchange(failure) }
    let rounds = max(rounds, 0)
    if rounds > longestSequence {
      throw .feeds(.beyondContext(tokens: rounds, limit: longestSequence))
    }
    if rounds == 0 {
      return DecodeLoop(tokens: microbatches.map { $0.map { _ in [] } }, visits: [])
    }
    let microbatches = microbatches.map { $0.map { Feed($0.tokens, to: $0.sequence) } }
    try check(microbatches, followedBy: rounds - 1)
    try makeRoom(microbatches, followedBy: rounds - 1)
    for device in devices { device.load(microbatches.map { $0.work(device) }, traces: false) }
    let parts = try onDevices { $0.run(rounds: rounds) }
    for feed in microbatches.joined() where !feed.tokens.isEmpty {
      feed.sequence.length += feed.tokens.count + rounds - 1
    }
    return DecodeLoop(
      tokens: microbatches.enumerated().map { index, feeds in
        deal(feeds) { parts[$0]?.tokens[index] }
      },
      visits: visits(parts)
    )
  }

  /// The tokens of each feed, from the devices that have chosen them.
  private func deal(_ feeds: [Feed], _ chosen: (_ rank: Int) -> [[Int32]]?) -> [[Int32]] {
    var next = [Int](repeating: 0, count: layout.data)
    return feeds.enumerated().map { index, feed in
      if feed.tokens.isEmpty { return [] }
      let data = index % layout.data
      let place = DevicePlace(stage: layout.pipeline - 1, data: data, context: 0, tensor: 0)
      defer { next[data] += 1 }
      return chosen(layout.rank(of: place))?[next[data]] ?? []
    }
  }

  /// What stages did: a pass begins when the last of a stage's devices begins it, since one that had no rows of
  /// the microbatch before may be ahead of the others.
  private func visits(_ parts: [Int: VirtualDevice.LoopPart]) -> [DecodeLoop.Visit] {
    var starts: [DecodeLoop.Visit: Int] = [:]
    for device in devices {
      for (microbatch, round, tick) in parts[device.rank]?.visits ?? [] {
        let visit = DecodeLoop.Visit(
          stage: device.place.stage,
          microbatch: microbatch,
          round: round,
          tick: 0
        )
        starts[visit] = max(starts[visit] ?? 0, tick)
      }
    }
    return starts.map {
      DecodeLoop.Visit(
        stage: $0.stage,
        microbatch: $0.microbatch,
        round: $0.round,
        tick: $1
      )
    }.sorted { ($0.tick, $0.stage) < ($1.tick, $1.stage) }
  }
}
