import DecodeEngine
import Quantities
import ServingMath
import TestSupport
import Testing

/// What devices counted while they computed is what the plan of the same step says.
struct ShardedCountersTests {
  @Test(
    arguments: [
      ("llama", "tp8", 0), ("llama", "pp3,dp2,cp2", 0), ("qwen2", "tp2,cp2,pp2", 0),
      ("deepseek-v3", "tp4", 0), ("deepseek-v3", "tp2,ep8,dp4", 0),
      ("deepseek-v3", "tp4,dp3,ep6", 2), ("deepseek-v3-noqlora", "tp2,cp2,ep4,dp2", 4),
      ("gpt-oss", "tp4,dp3,ep6", 4), ("gpt-oss", "pp2,cp4", 0), ("gemma3", "cp4,tp2", 0),
      ("mixtral", "dp2,tp2,cp2,ep8", 0), ("qwen3-moe", "dp8,ep8,pp2", 0),
    ]
  )
  func equalThePlan(name: String, layout text: String, redundant: Int) throws {
    let source = ModelSource.folder(ReferenceFile.checkpoints + "/" + name)
    let layout = try Layout(parsing: text, redundantExperts: redundant)
    let config = try source.architecture().shape
    let engine = try ShardedEngine(
      source,
      layout: layout,
      options: Engine.Options(kernels: .vector, cacheTokens: 512),
      format: .fp32
    )
    let sequences = (0..<5).map { _ in engine.sequence() }
    var random = SeededGenerator(seed: 11)
    // Prompts, then decoding beside a part of a prompt.
    for lengths in [[21, 3, 40, 17, 1], [1, 1, 0, 18, 1]] {
      let feeds = zip(lengths, sequences).map { count, sequence in
        let tokens = (0..<count).map { _ in
          Int32.random(in: 0..<Int32(config.vocabularySize), using: &random)
        }
        return ShardedEngine.Feed(tokens, to: sequence)
      }
      let planned = feeds.map {
        StepFeed(first: $0.sequence.length, tokens: $0.tokens.count, logits: $0.logits)
      }
      let before = engine.reports
      let trace = StepTrace()
      engine.counts = true
      _ = try engine.step(feeds, trace: trace)
      engine.counts = false
      let plan = try Plan(
        config,
        layout,
        feeds: planned,
        widths: PlanWidths(engine: PlanWidths.Weights(bytesPerElement: 4)),
        visits: .chosen(trace.routes.mapValues { $0.map { $0.map(\.expert) } })
      )
      for (report, old) in zip(engine.reports, before) {
        compare(report, old, plan.device(report.rank), "\(name) on \(text), device \(report.rank)")
      }
    }
  }

  @Test func activationsAreTheMatricesWorkedIn() throws {
    // Llama's fixture: 8 query and 4 key/value heads of 8, hidden size 64, network 176, vocabulary 256.
    let source = ModelSource.folder(ReferenceFile.checkpoints + "/llama")
    let engine = try ShardedEngine(source, layout: Layout(parsing: "tp2,cp2,pp3"))
    let sequences = (0..<2).map { _ in engine.sequence() }
    // 20 + 5 rows, of which the ranks of two keep 16 + 5 and 4; one row each has logits.
    let prompts = [20, 5].map { [Int32](repeating: 9, count: $0) }
    _ = try engine.step(zip(prompts, sequences).map { .init($0, to: $1) })
    for report in engine.reports {
      let kept = report.place.context == 0 ? 21 : 4
      // The stream, its norm, what a block makes; queries, keys and values; what is kept of them.
      var numbers = 25 * (3 * 64 + 32 + 16 + 16) + kept * (16 + 16)
      // What two ranks attend to with two numbers more a head, put together, and gate and up.
      numbers += 2 * 25 * 4 * 10 + 25 * 32 + 25 * (88 + 88)
      if report.place.stage == 2 && report.place.context == 0 {
        numbers += 2 * 64 + 2 * 128 + (report.place.tensor == 0 ? 2 * 256 : 0)
      }
      #expect(report.activationBytes == 4 * numbers, "device \(report.rank)")
    }
    // The next step works in less.
    _ = try engine.step(sequences.map { .init([9], to: $0) })
    #expect(engine.reports.allSatisfy { $0.activationBytes < 4 * 2 * 1500 })
  }

  private func compare(
    _ report: DeviceReport,
    _ old: DeviceReport,
    _ plan: DevicePlan,
    _ what: String
  ) {
    let counters = report.counters.since(old.counters)
    for kind in OperationKind.allCases {
      let amounts = plan.amounts(kind)
      for (measure, planned) in [
        (Measure.flop, amounts.flop), (.weightBytesRead, amounts.weights),
        (.cacheBytesRead, amounts.cacheRead), (.cacheBytesWritten, amounts.cacheWritten),
        (.activationBytesRead, amounts.activationsRead),
        (.activationBytesWritten, amounts.activationsWritten),
      ] {
        let counted = Double(counters[kind, measure])
        #expect(counted == planned, "\(what): \(measure) of \(kind)")
      }
    }
    for kind in Communication.Kind.allCases {
      let sendings = plan.actions.compactMap(\.communication).filter { $0.kind == kind }
        .flatMap(\.sendings)
      for receiver in Set(sendings.map(\.receiver)).union(report.traffic.receivers(kind)) {
        let planned = sendings.filter { $0.receiver == receiver }
        let (now, then) = (
          report.traffic[kind, to: receiver], old.traffic[kind, to: receiver]
        )
        let messages = planned.reduce(0) { $0 + $1.messages }
        #expect(now.messages - then.messages == messages, "\(what): \(kind) to \(receiver)")
        let bytes = planned.reduce(Quantity(0, .bytes)) { $0 + $1.bytes }.value(in: .bytes)
        let counted = Double(now.payloadBytes - then.payloadBytes)
        #expect(counted == bytes, "\(what): bytes of \(kind) to \(receiver)")
      }
    }
    #expect(Double(report.weightBytes) == plan.memory.weights, "\(what): weights")
    #expect(Double(report.cacheBytes) == plan.memory.cache, "\(what): cache")
  }
}
