import DecodeEngine
import ServingMath
import TestSupport
import Testing

/// How a sharded engine takes feeds, and how it refuses and ends.
struct ShardedEngineTests {
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

  // MARK: - Microbatches

  @Test(arguments: ["pp3", "pp3,tp2,dp2", "pp2,dp4,ep4", "cp2,pp3"])
  func microbatchesFollowEachOther(layout: String) throws {
    let source = layout.contains("ep") ? Self.expertSource : Self.source
    let prompts: [[Int32]] = [[5, 9, 77], [8], [3, 4, 200, 17, 17], [1, 2], [90, 91, 92, 93]]
    func feeds(_ engine: ShardedEngine) -> [ShardedEngine.Feed] {
      prompts.map { ShardedEngine.Feed($0, to: engine.sequence()) }
    }
    let together = try engine(layout, source)
    let apart = try engine(layout, source)
    let all = feeds(together)
    // Data ranks by place in each microbatch; the last microbatch has one sequence, the third none.
    let batches = [Array(all[0..<2]), Array(all[2..<4]), [], [all[4]]]
    let found = try together.step(microbatches: batches)
    let traces = batches.map { _ in StepTrace() }
    let next = try together.step(
      microbatches: batches.map { $0.map { ShardedEngine.Feed([42], to: $0.sequence) } },
      traces: traces
    )
    var others = feeds(apart)[...]
    for (index, batch) in batches.enumerated() {
      let one = others.prefix(batch.count)
      others = others.dropFirst(batch.count)
      #expect(try apart.step(Array(one)) == found[index])
      let trace = StepTrace()
      let expected = try apart.step(
        one.map { ShardedEngine.Feed([42], to: $0.sequence) },
        trace: trace
      )
      #expect(expected == next[index])
      #expect(trace.routes.mapValues(\.count) == traces[index].routes.mapValues(\.count))
      for (layer, routes) in trace.routes {
        let others = try #require(traces[index].routes[layer])
        for (row, other) in zip(routes, others) {
          #expect(row.map(\.expert) == other.map(\.expert))
        }
      }
    }
    #expect(all.map(\.sequence.length) == prompts.map { $0.count + 1 })
  }

  @Test func routesAreThoseOfTheUnshardedEngine() throws {
    let single = Engine(try Transformer(Self.expertSource), Engine.Options(kernels: .vector))
    let sharded = try engine("pp2,dp2,tp2,ep4", Self.expertSource)
    let prompts: [[Int32]] = [[5, 9, 77], [8], [3, 4, 200, 17, 17]]
    let (expected, found) = (StepTrace(), StepTrace())
    _ = try single.step(prompts.map { Engine.Feed($0, to: single.sequence()) }, trace: expected)
    _ = try sharded.step(
      prompts.map { ShardedEngine.Feed($0, to: sharded.sequence()) },
      trace: found
    )
    #expect(!found.routes.isEmpty)
    #expect(found.routes.keys.sorted() == expected.routes.keys.sorted())
    for (layer, routes) in expected.routes {
      let others = try #require(found.routes[layer])
      #expect(others.map { $0.map(\.expert) } == routes.map { $0.map(\.expert) })
    }
  }

  // MARK: - Refusals

  @Test func aLayoutThatCannotCarryTheModelIsRefused() {
    #expect(
      throws: ShardingError.layout(
        .headsDoNotDivide(heads: 8, kind: "query heads", degree: 3, nearest: 2)
      )
    ) { try engine("tp3") }
    #expect(throws: ShardingError.layout(.tooManyStages(stages: 4, layers: 3))) {
      try engine("pp4")
    }
  }

  @Test func weightsThatAreNotThereAreRefused() {
    let nowhere = ModelSource.folder(ReferenceFile.checkpoints + "/nowhere")
    #expect(throws: ShardingError.self) { try engine("tp2", nowhere) }
  }

  @Test func feedsThatCannotBeTakenChangeNothing() throws {
    let engine = try engine("pp3,dp2,tp2", cacheTokens: 32)
    let sequences = (0..<3).map { _ in engine.sequence() }
    func feed(_ tokens: [Int32], _ index: Int) -> ShardedEngine.Feed {
      ShardedEngine.Feed(tokens, to: sequences[index])
    }
    let first = try engine.step([feed([1, 2, 3], 0), feed([4], 1)])
    #expect(first.map(\.count) == [1, 1])
    #expect(throws: ShardingError.feeds(.unknownToken(256, vocabulary: 256))) {
      try engine.step([feed([256], 0)])
    }
    #expect(throws: ShardingError.feeds(.fedTwice)) {
      try engine.step(microbatches: [[feed([1], 0)], [feed([1], 0)]])
    }
    #expect(throws: ShardingError.feeds(.beyondContext(tokens: 33, limit: 32))) {
      try engine.step([feed([Int32](repeating: 1, count: 30), 0)])
    }
    #expect(throws: ShardingError.otherDataRank(feed: 1, rank: 1, home: 0)) {
      try engine.step([feed([], 1), feed([1], 0)])
    }
    // Sequences 0 and 2 share the two blocks of data rank 0, each of whose three stages would need three.
    #expect(throws: ShardingError.feeds(.cacheFull(needed: 32, free: 16))) {
      try engine.step([feed([5], 0), feed([6], 1), feed([Int32](repeating: 7, count: 20), 2)])
    }
    #expect(sequences.map(\.length) == [3, 1, 0])
    // As if nothing had been asked.
    let fresh = try self.engine("pp3,dp2,tp2", cacheTokens: 32)
    let (one, other) = (fresh.sequence(), fresh.sequence())
    _ = try fresh.step([.init([1, 2, 3], to: one), .init([4], to: other)])
    let expected = try fresh.step([.init([9], to: one), .init([10], to: other)])
    #expect(try engine.step([feed([9], 0), feed([10], 1)]) == expected)
  }

  @Test func aSequencesCacheIsFreeWhenItGoes() throws {
    let engine = try engine("tp2,cp2", cacheTokens: 32)
    let prompt = [Int32](repeating: 3, count: 60)
    for _ in 0..<3 { _ = try engine.step([.init(prompt, to: engine.sequence())]) }
    #expect(engine.longestSequence == 64)
  }

  @Test func countsOnlyWhenAsked() throws {
    let engine = try engine("pp2,tp2")
    let sequence = engine.sequence()
    _ = try engine.step([.init([1, 2], to: sequence)])
    #expect(engine.reports.allSatisfy { $0.traffic == TrafficCounters() })
    #expect(engine.reports.allSatisfy { $0.counters[.flop] == 0 })
    engine.counts = true
    _ = try engine.step([.init([1, 2], to: sequence)])
    #expect(engine.reports.map(\.rank) == [0, 1, 2, 3])
    for report in engine.reports {
      #expect(report.counters[.flop] > 0)
      #expect(report.traffic[.allReduce].messages > 0)
      #expect(report.traffic[.handOver].messages == (report.place.stage == 0 ? 1 : 0))
      #expect(report.activationBytes > 0)
    }
  }

  // MARK: - Ends

  /// A transport that fails after so many messages.
  private final class FailingTransport: Transport {
    let inner: InProcessTransport
    let left: Counter

    final class Counter: @unchecked Sendable {
      // Sendable: one thread uses it at a time.
      var value: Int
      init(_ value: Int) { self.value = value }
    }

    init(_ inner: InProcessTransport, after messages: Int) {
      self.inner = inner
      left = Counter(messages)
    }

    var rank: Int { inner.rank }
    var ranks: Int { inner.ranks }

    func send(_ message: TransportMessage, to receiver: Int) throws(TransportError) {
      left.value -= 1
      guard left.value >= 0 else { throw .failed("the cable is cut") }
      try inner.send(message, to: receiver)
    }

    func receive(from sender: Int) throws(TransportError) -> TransportMessage {
      try inner.receive(from: sender)
    }

    func close(_ error: TransportError) { inner.close(error) }
  }

  @Test(arguments: [0, 1, 7, 20], ["pp2,tp2,dp2", "dp4,ep8,tp2", "cp2,tp2,pp2"])
  func aFailingDeviceEndsTheStepForAll(messages: Int, text: String) throws {
    let engine = try engine(text, failingAfter: messages)
    let sequences = (0..<4).map { _ in engine.sequence() }
    let cause = ShardingError.exchange(.failed("the cable is cut"))
    #expect(throws: cause) {
      for _ in 0..<30 { _ = try engine.step(sequences.map { .init([1, 2], to: $0) }) }
    }
    // And every later one, without an attempt.
    #expect(throws: cause) { try engine.step([]) }
  }

  @Test(arguments: [0, 1, 7, 20], ["pp2,tp2,dp2", "dp4,ep8,tp2", "cp2,tp2,pp2", "pp2"])
  func aFailingDeviceEndsTheLoopForAll(messages: Int, text: String) throws {
    let engine = try engine(text, failingAfter: messages)
    let microbatches = (0..<3).map { batch in
      (0..<4).map { ShardedEngine.Feed([Int32(batch), Int32($0)], to: engine.sequence()) }
    }
    let cause = ShardingError.exchange(.failed("the cable is cut"))
    #expect(throws: cause) { try engine.decode(microbatches: microbatches, rounds: 30) }
    #expect(throws: cause) { try engine.decode(microbatches: microbatches, rounds: 0) }
  }

  private func engine(_ layout: String, failingAfter messages: Int) throws -> ShardedEngine {
    let layout = try Layout(parsing: layout)
    guard case .folder(let folder) = Self.expertSource else { preconditionFailure("no folder") }
    let ends = InProcessTransport.connecting(layout.devices)
    let transports = ends.map { end -> any Transport in
      end.rank == 1 ? FailingTransport(end, after: messages) : end
    }
    return try ShardedEngine(
      Self.expertSource.architecture(),
      SafetensorsCheckpoint(folder: folder),
      layout: layout,
      options: Engine.Options(kernels: .vector, cacheTokens: 1024),
      transports: transports
    )
  }

  @Test func devicesMayRunInSeveralEngines() throws {
    guard case .folder(let folder) = Self.source else { return }
    let layout = try Layout(parsing: "pp2,tp2,dp2")
    let ends = InProcessTransport.connecting(layout.devices)
    let prompts: [[Int32]] = [[5, 9, 77], [8], [3, 4]]
    // As processes would: each has some of the devices, all get the same feeds.
    let results = onThreads(4) { index in
      Result {
        let engine = try ShardedEngine(
          Self.source.architecture(),
          SafetensorsCheckpoint(folder: folder),
          layout: layout,
          options: Engine.Options(kernels: .vector),
          transports: Array(ends[2 * index..<2 * index + 2])
        )
        let sequences = prompts.map { _ in engine.sequence() }
        _ = try engine.step(zip(prompts, sequences).map { .init($0, to: $1) })
        return try engine.step(sequences.map { .init([7], to: $0) })
      }
    }
    let found = try #require(results).map { try $0.get() }
    let whole = try engine("pp2,tp2,dp2")
    let sequences = prompts.map { _ in whole.sequence() }
    _ = try whole.step(zip(prompts, sequences).map { .init($0, to: $1) })
    let expected = try whole.step(sequences.map { .init([7], to: $0) })
    // Data rank 0 ends on devices 4 and 5, data rank 1 on 6 and 7.
    #expect(found[0] == [[], [], []] && found[1] == [[], [], []])
    #expect(found[2] == [expected[0], [], expected[2]])
    #expect(found[3] == [[], expected[1], []])
  }
}
