import DecodeEngine
import Quantities
import ServingMath
import TestSupport
import Testing

/// A decode loop that is never emptied says what single steps say, in the order that was drawn.
struct ShardedDecodeTests {
  private static let source = ModelSource.folder(ReferenceFile.checkpoints + "/llama")
  private static let expertSource = ModelSource.folder(ReferenceFile.checkpoints + "/qwen3-moe")

  private func engine(
    _ layout: String,
    _ source: ModelSource = source,
    cacheTokens: Int? = nil
  ) throws -> ShardedEngine {
    let options = Engine.Options(kernels: .vector, cacheTokens: cacheTokens)
    return try ShardedEngine(source, layout: Layout(parsing: layout), options: options)
  }

  /// A microbatch of two, one, none and two sequences, one of which is left out.
  private static let prompts: [[[Int32]]] = [
    [[5, 9, 77], [8]], [[3, 4, 200, 17, 17]], [], [[90], [], [2, 1]],
  ]

  private func feeds(_ engine: ShardedEngine) -> [[ShardedEngine.Feed]] {
    Self.prompts.map { $0.map { ShardedEngine.Feed($0, to: engine.sequence()) } }
  }

  /// Stages of their own and one stage for all; tensor, context and data ranks; experts that are dealt out.
  @Test(
    arguments: [
      "1", "pp2", "pp3", "tp4", "cp2,tp2", "pp3,tp2,dp2", "pp3,cp2", "dp2,tp2", "pp2,dp4,ep4",
      "dp2,ep2",
    ]
  )
  func tokensAreThoseOfSingleSteps(layout text: String) throws {
    let source = text.contains("ep") ? Self.expertSource : Self.source
    let layout = text == "1" ? "pp1" : text
    let (looping, stepping) = (try engine(layout, source), try engine(layout, source))
    let rounds = 5
    let started = feeds(looping)
    let loop = try looping.decode(microbatches: started, rounds: rounds)
    var next = feeds(stepping)
    var expected = Self.prompts.map { $0.map { _ in [Int32]() } }
    for _ in 0..<rounds {
      for (index, microbatch) in next.enumerated() {
        let logits = try stepping.step(microbatch)
        for (place, rows) in logits.enumerated() {
          guard let row = rows.last else { continue }
          expected[index][place].append(ShardedComparison.best(row))
        }
        next[index] = zip(microbatch, expected[index]).map { feed, tokens in
          ShardedEngine.Feed(tokens.suffix(1), to: feed.sequence)
        }
      }
    }
    #expect(loop.tokens == expected)
    for (feed, prompt) in zip(started.joined(), Self.prompts.joined()) {
      #expect(feed.sequence.length == (prompt.isEmpty ? 0 : prompt.count + rounds - 1))
    }
    // The loop has left the caches as single steps have.
    let more = try looping.step(started[0].map { ShardedEngine.Feed([42], to: $0.sequence) })
    #expect(try more == stepping.step(next[0].map { ShardedEngine.Feed([42], to: $0.sequence) }))
  }

  /// Stages hand on the bits that the next layer of an undivided engine would see.
  @Test(arguments: ["pp2", "pp3"], [KernelPath.reference, .vector])
  func tokensAreThoseOfTheUndividedEngine(layout: String, kernels: KernelPath) throws {
    let options = Engine.Options(kernels: kernels)
    let single = Engine(try Transformer(Self.source), options)
    let sharded = try ShardedEngine(
      Self.source,
      layout: Layout(parsing: layout),
      options: options
    )
    let loop = try sharded.decode(microbatches: feeds(sharded), rounds: 6)
    for (prompts, tokens) in zip(Self.prompts, loop.tokens) {
      let alone = try single.decode(
        prompts.map { Engine.Feed($0, to: single.sequence()) },
        rounds: 6
      )
      #expect(tokens == alone)
      #expect(alone.map(\.count) == prompts.map { $0.isEmpty ? 0 : 6 })
    }
  }

  /// A pass begins when the rack is free and the token is there: after `max(stages, microbatches)` ticks again.
  @Test(arguments: 1...3, 1...5)
  func ticksAreThoseOfTheDrawing(stages: Int, microbatches: Int) throws {
    let engine = try engine("pp\(stages)")
    let rounds = 6
    let loop = try engine.decode(
      microbatches: (0..<microbatches).map {
        [ShardedEngine.Feed([Int32($0)], to: engine.sequence())]
      },
      rounds: rounds
    )
    let beat = max(stages, microbatches)
    #expect(loop.visits.count == stages * microbatches * rounds)
    for visit in loop.visits {
      #expect(visit.tick == visit.round * beat + visit.microbatch + visit.stage)
    }
    #expect(zip(loop.visits, loop.visits.dropFirst()).allSatisfy { $0.tick <= $1.tick })
    let idle = loop.idleShare(over: beat..<(rounds - 1) * beat)
    let drawn = max(0, 1 - Double(microbatches) / Double(stages))
    #expect(abs(idle.plain - drawn) < 1e-12)
  }

  @Test func devicesOfAStageKeepTheSameTime() throws {
    let engine = try engine("pp3,tp2,dp2")
    let loop = try engine.decode(
      microbatches: (0..<3).map { batch in
        (0..<4).map { ShardedEngine.Feed([Int32(batch), Int32($0)], to: engine.sequence()) }
      },
      rounds: 4
    )
    #expect(loop.visits.count == 3 * 3 * 4)
    #expect(loop.idleShare(over: 3..<9) == Quantity(0))
  }

  @Test func roomIsMadeForAllRounds() throws {
    let engine = try engine("pp3", cacheTokens: 64)
    let sequences = (0..<2).map { _ in engine.sequence() }
    let microbatches = sequences.map { [ShardedEngine.Feed([1, 2, 3], to: $0)] }
    _ = try engine.decode(microbatches: microbatches, rounds: 15)
    // 17 positions are two blocks of 16: a layer a stage, 4 key/value heads of 8, a key and a value of fp32.
    for report in engine.reports { #expect(report.cacheBytes == 2 * 2 * 16 * 2 * 4 * 8 * 4) }
  }

  @Test(
    arguments: [
      (63, ShardingError.feeds(.beyondContext(tokens: 65, limit: 64))),
      (Int.max, .feeds(.beyondContext(tokens: .max, limit: 64))),
      (40, .feeds(.cacheFull(needed: 96, free: 64))),
    ]
  )
  func aLoopWithoutRoomChangesNothing(rounds: Int, error: ShardingError) throws {
    let engine = try engine("pp3,tp2", cacheTokens: 64)
    let microbatches = (0..<2).map { _ in
      [ShardedEngine.Feed([1, 2, 3], to: engine.sequence())]
    }
    #expect(throws: error) { try engine.decode(microbatches: microbatches, rounds: rounds) }
    #expect(engine.reports.allSatisfy { $0.cacheBytes == 0 })
    let none = try engine.decode(microbatches: microbatches, rounds: 0)
    #expect(none.tokens == [[[]], [[]]] && none.visits.isEmpty)
    let loop = try engine.decode(microbatches: microbatches, rounds: 3)
    #expect(loop.tokens.joined().allSatisfy { $0.count == 3 })
  }
}
