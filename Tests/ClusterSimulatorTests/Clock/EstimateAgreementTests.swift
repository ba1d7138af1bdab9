import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// The clock against the board, term by term: without latency and with perfect overlap they differ only in what the
/// board leaves out on purpose, and that is computed here.
@Suite struct EstimateAgreementTests {
  struct Setting: Sendable, CustomTestStringConvertible {
    let model: String
    let layout: String
    let batch: Int
    var testDescription: String { "\(model) \(layout) \(batch)" }
  }

  private static let settings = [
    Setting(model: "DeepSeek-V3", layout: "pp4,ep64", batch: 2560),
    Setting(model: "DeepSeek-V3", layout: "dp8,tp8,ep64", batch: 640),
    Setting(model: "DeepSeek-V3.2", layout: "ep64", batch: 640),
    Setting(model: "Kimi-K2", layout: "ep64", batch: 1280),
    Setting(model: "Llama-3.1-70B", layout: "tp8", batch: 64),
    Setting(model: "Llama-3.1-405B", layout: "pp2,tp8", batch: 64),
    Setting(model: "Qwen3-235B-A22B", layout: "ep8,tp4", batch: 64),
    Setting(model: "GLM-4.5", layout: "pp4,ep8", batch: 256),
    Setting(model: "MiniMax-M2", layout: "ep8", batch: 64),
    Setting(model: "gpt-oss-120b", layout: "ep8", batch: 64),
    Setting(model: "Gemma-3-27B", layout: "tp4", batch: 32),
    Setting(model: "Mixtral-8x7B", layout: "tp2", batch: 64),
  ]

  private struct Comparison {
    let config: TransformerConfig
    let plan: Plan
    let board: StepEstimate
    let hardware: ClusterHardware
    let run: ClusterRun
    let stage: Int
    let device: DevicePlan
    let spans: [ClusterSpan]

    init(_ setting: Setting) throws {
      config = try Model.named(setting.model).config
      let layout = try Layout(parsing: setting.layout)
      // The board's context counts the new token.
      let serving = try ServingPlan(
        config,
        on: .gb200,
        layout,
        batch: setting.batch,
        context: 4096
      )
      var widths = PlanWidths(serving.weights, cache: serving.cache)
      // The board takes norms and biases in the precision of the matrices.
      widths.vector = serving.weights.rest.bytesPerElement.value(in: .bytes)
      plan = try Plan.decode(
        config,
        layout,
        batch: serving.microbatch,
        context: 4095,
        widths: widths,
        devicesPerRack: ClusterHardware.devicesPerRack(.gb200, layout)
      )
      var hardware = ClusterHardware(serving)
      hardware.rack.latency = Quantity(0, .seconds)
      hardware.network.latency = Quantity(0, .seconds)
      self.hardware = hardware
      board = serving.estimate
      run = ClusterClock(hardware, overlap: .full).run(plan)
      // The board's stage is the slowest one.
      stage = run.stageTimes.firstIndex(of: run.slowestStageTime) ?? 0
      device = plan.device(stage * layout.devicesPerStage)
      spans = run.device(device.rank).spans
    }

    func bytes(_ part: KeyPath<Amounts, Double>) -> Double { device.amounts[keyPath: part] }
    func boardBytes(_ kind: StepEstimate.Kind) -> Double {
      (board.time(kind) * hardware.memoryBandwidth).value(in: .bytes)
    }
    func time(_ steps: PlannedAction.Step...) -> Quantity {
      spans.filter { $0.stream == .links && steps.contains($0.step) }.reduce(Quantity(0, .seconds))
      {
        $0 + $1.duration
      }
    }
    var layers: Int { plan.layout.stages(of: config)[stage].count }
    var expertLayers: Int {
      plan.layout.stages(of: config)[stage].count { $0.feedForward.experts != nil }
    }
  }

  /// The memory's share.
  ///
  /// Weights: the board leaves the lookup in the embedding out, and has the experts' biases in the experts' width.
  /// Cache: the board leaves out what is written.
  @Test(arguments: settings)
  func memoryAgrees(setting: Setting) throws {
    let both = try Comparison(setting)
    var weights = both.bytes(\.weights) - both.device.amounts(.embedding).weights
    if let experts = both.config.experts, experts.expertsHaveBias {
      let deal = ExpertShards(experts, both.plan.layout)
      let rows = Double(both.plan.feeds.count)
      let touched =
        Double(deal.slotsPerGroup) * experts.expectedShareTouched(batch: Quantity(rows)).plain
      let biases = Double(
        both.expertLayers * (2 * experts.feedForwardSize + both.config.hiddenSize)
      )
      weights -= touched * biases * (both.plan.widths.vector - both.plan.widths.experts.row(2) / 2)
    }
    #expect(abs(weights / both.boardBytes(.weights) - 1) < 1e-12)
    #expect(abs(both.bytes(\.cacheRead) / both.boardBytes(.cache) - 1) < 1e-12)
  }

  /// Arithmetic: the board multiplies by norms and biases too.
  @Test(arguments: settings)
  func arithmeticAgrees(setting: Setting) throws {
    let both = try Comparison(setting)
    func time(_ kinds: [OperationKind], _ rate: Quantity) -> Quantity {
      Quantity(kinds.reduce(0) { $0 + both.device.amounts($1).flop }, .flop) / rate
    }
    let products =
      time(
        [.attentionProjections, .denseFeedForward, .router, .sharedExperts, .outputHead],
        both.hardware.arithmetic
      ) + time([.routedExperts], both.hardware.expertArithmetic)
    let board = both.board.time(.weightArithmetic)
    #expect(products <= (1 + 1e-12) * board)
    if both.config.experts?.expertsHaveBias != true {
      let rows = Double(both.plan.feeds.count / both.plan.layout.data)
      var vectors = both.device.amounts(.norms).weights / both.plan.widths.vector
      if let experts = both.config.experts, experts.routerHasBias {
        vectors += Double(both.expertLayers * experts.count)
      }
      for layer in both.plan.layout.stages(of: both.config)[both.stage] {
        guard layer.attention.extras.contains(.inputBias),
          case .grouped(let heads, let cached, let width) = layer.attention.heads
        else { continue }
        vectors += Double((heads + 2 * cached) / both.plan.layout.tensor * width)
      }
      let norms = Quantity(2 * rows * vectors, .flop) / both.hardware.arithmetic
      #expect(isClose(products + norms, board))
    }
    let attention = time([.attention], both.hardware.attentionArithmetic)
    #expect(isClose(attention, both.board.time(.attentionArithmetic)))
  }

  /// Links: the board leaves out the sum behind the embedding, the columns put together at the start of a later stage,
  /// and the logits' way to the first device.
  @Test(arguments: settings)
  func exchangesAgree(setting: Setting) throws {
    let both = try Comparison(setting)
    let layout = both.plan.layout
    func agree(_ one: Quantity, _ other: Quantity) -> Bool { abs(one - other) <= 1e-10 * other }
    let sums = Double(2 * both.layers + (both.stage == 0 && layout.tensor > 1 ? 1 : 0))
    let boardSums = sums / Double(2 * both.layers) * both.board.time(.allReduce)
    #expect(agree(both.time(.sum), boardSums))
    #expect(agree(both.time(.dispatch, .combine), both.board.time(.allToAll)))
    if both.stage < layout.pipeline - 1 {
      #expect(agree(both.time(.send), both.board.time(.handOver)))
    }
  }

  /// So the stage takes the board's memory time and, besides, lookup and writing; as memory is the longest here.
  @Test(arguments: settings)
  func slowestStageIsTheBoards(setting: Setting) throws {
    let both = try Comparison(setting)
    #expect(both.board.memoryTime > both.board.computeTime)
    #expect(both.board.memoryTime > both.board.networkTime)
    let all = both.bytes(\.weights) + both.bytes(\.cacheRead) + both.bytes(\.cacheWritten)
    let memory = Quantity(all, .bytes) / both.hardware.memoryBandwidth
    #expect(
      isClose(both.run.slowestStageTime, memory)
        || abs(both.run.slowestStageTime - memory) < 1e-11 * memory
    )
    #expect(both.run.slowestStageTime > both.board.stageTime)
    #expect(both.run.slowestStageTime < 1.01 * both.board.stageTime)
    // Without overlap no stage is faster than its three sums would be with it, nor slower than their sum.
    let none = ClusterClock(both.hardware).run(both.plan)
    #expect(none.stageTimes[both.stage] >= both.run.stageTimes[both.stage])
    let extra = both.run.slowestStageTime - both.board.memoryTime
    let links = both.time(.sum, .gather, .dispatch, .combine, .send, .collectLogits)
    let most = both.board.memoryTime + extra + both.board.computeTime + links
    #expect(none.stageTimes[both.stage] <= 1.001 * most)
  }
}
