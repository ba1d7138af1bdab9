import ClusterSimulator
import Quantities
import ServingMath
import Testing

@Suite struct TierReplayTests {
  private let perToken = Quantity(1, .bytesPerToken)

  /// A tier whose unit holds so many blocks of 8 tokens of one byte, and is read at a block a second.
  private func tier(_ blocks: Int, rent: Double = 1) -> MemoryTier {
    let source = Lecture.rent.source
    return MemoryTier(
      "\(blocks) blocks",
      kind: .host,
      capacity: Sourced(
        Quantity(8 * blocks, .bytes),
        source: source,
        date: "2026-04-29",
        convention: ""
      ),
      bandwidth: Sourced(
        Quantity(8, .bytesPerSecond),
        source: source,
        date: "2026-04-29",
        convention: ""
      ),
      price: .rent(
        Sourced(
          Quantity(rent, .dollarsPerSecond),
          source: source,
          date: "2026-04-29",
          convention: ""
        )
      )
    )
  }

  private func replay(_ trace: RequestTrace, _ blocks: [Int]) -> TierReplay {
    TierReplay(trace, in: blocks.map { CacheRoom(tier($0)) }, bytesPerToken: perToken)
  }

  @Test(arguments: [[5], [40], [3, 7], [2, 20, 100], [1000]], [1, 2, 3] as [UInt64])
  func everyBlockIsFoundOrMissed(blocks: [Int], seed: UInt64) {
    let trace = RequestTrace.branching(seed: seed)
    let replay = replay(trace, blocks)
    #expect(replay.blocksFound + replay.blocksMissed == trace.reduce(0) { $0 + $1.blocks.count })
    let hits = trace.cacheHits(tiers: blocks.map { $0 })
    #expect(replay.levels.map(\.tokensFound) == hits.tiers.map(\.tokens))
    #expect(replay.levels.map(\.blocksFound) == hits.tiers.map(\.blocks))
    #expect(abs(replay.rate - hits.rate) < Quantity(1e-12))
  }

  /// What comes into a tier is found there, has to leave it, or is still in it.
  @Test(arguments: [[5], [3, 7], [2, 20, 100], [1000]], [1, 2, 3] as [UInt64])
  func blocksAreConserved(blocks: [Int], seed: UInt64) {
    let replay = replay(.branching(seed: seed), blocks)
    for (level, next) in zip(replay.levels, replay.levels.dropFirst()) {
      #expect(next.blocksWritten == level.blocksLeft)
    }
    for level in replay.levels {
      let rest = level.blocksWritten - level.blocksFound - level.blocksLeft
      #expect((0...level.capacity).contains(rest))
      #expect((level.meanHoldTime == nil) == (level.blocksLeft == 0))
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func aLargerTierNeverFindsLess(seed: UInt64) {
    let trace = RequestTrace.branching(seed: seed)
    let ideal = trace.idealCacheHits.tokens
    for above in [0, 4, 30] {
      var last = 0
      for blocks in [1, 2, 5, 10, 30, 100, 300, 2000] {
        let found = replay(trace, above == 0 ? [blocks] : [above, blocks]).tokensFound
        #expect(found >= last && found <= ideal)
        last = found
      }
      #expect(last == ideal)
    }
  }

  @Test func aLargerTierHoldsForLonger() throws {
    let trace = try TraceFiles.mooncakeConversation()
    var last = Quantity(0, .seconds)
    for terabytes in [0.1, 0.5, 1, 2] {
      let tier = MemoryTier.vera.resized(to: Quantity(terabytes, .terabytes))
      let replay = TierReplay(
        trace,
        in: [CacheRoom(tier)],
        bytesPerToken: Quantity(70_272, .bytesPerToken)
      )
      let time = try #require(replay.levels[0].meanHoldTime)
      #expect(time > last)
      last = time
    }
  }

  @Test func theFirstTierIsNotReadBack() {
    let replay = replay(.branching(seed: 5), [10, 40])
    #expect(replay.levels[0].blocksFound > 0 && replay.levels[0].bytesRead == Quantity(0, .bytes))
    let second = replay.levels[1]
    #expect(second.bytesRead == Quantity(8 * second.blocksFound, .bytes))
    let seconds = Double(second.blocksFound) / replay.span.value(in: .seconds)
    #expect(abs(second.busyShare.plain - seconds) < 1e-12)
  }

  @Test func costsAddUp() {
    let trace = RequestTrace.branching(seed: 6)
    let anew = CachePlace(
      "anew",
      retrievalCost: Quantity(3, .dollars / .tokens),
      holdingRate: Quantity(0, .dollars / .tokens / .seconds)
    )
    let rooms = [
      CacheRoom(tier(10, rent: 2), units: 3, taken: Quantity(80, .bytes)),
      CacheRoom(tier(40, rent: 5)),
    ]
    let replay = TierReplay(trace, in: rooms, bytesPerToken: perToken)
    #expect(replay.levels.map(\.capacity) == [20, 40])
    let cost = replay.cost(missing: anew, waiting: Quantity(7, .dollarsPerSecond))
    let seconds = replay.span.value(in: .seconds)
    #expect(abs(cost.rent.value(in: .dollars) - (2 * 2 + 5) * seconds) < 1e-9)
    #expect(cost.waiting == Quantity(7 * replay.levels[1].blocksFound, .dollars))
    let missed = trace.promptTokens - replay.tokensFound
    #expect(cost.recomputing == Quantity(3 * missed, .dollars))
    #expect(cost.total == cost.rent + cost.waiting + cost.recomputing)
  }

  @Test func withoutRoomAllIsMissed() {
    let trace = RequestTrace.branching(seed: 7)
    let replay = replay(trace, [])
    #expect(replay.blocksMissed == replay.promptBlocks && replay.rate == Quantity(0))
  }

  @Test func refusesToTakeMoreThanThereIs() async {
    await #expect(processExitsWith: .failure) {
      _ = CacheRoom(.vera, taken: Quantity(2, .terabytes))
    }
  }
}

extension MemoryTier {
  fileprivate func resized(to bytes: Quantity) -> MemoryTier {
    MemoryTier(name, kind: kind, capacity: capacity.map { _ in bytes }, bandwidth: bandwidth)
  }
}
