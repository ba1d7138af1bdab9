import Quantities
import ServingMath
import Testing

@Suite struct PlanTests {
  private static let models: [(String, TransformerConfig)] = [
    ("Llama 8B", Model.llama8B.config), ("DeepSeek-V3", Model.deepSeekV3.config),
  ]

  private static let products: [OperationKind] = [
    .attentionProjections, .denseFeedForward, .router, .sharedExperts, .routedExperts, .outputHead,
  ]

  /// On one device the plan is the board: products, attention and cache of every token.
  @Test(arguments: models)
  func oneDeviceDoesWhatTheBoardSays(name: String, config: TransformerConfig) throws {
    let (batch, context) = (24, 999)
    let plan = try Plan.decode(config, batch: batch, context: context).device(0)
    let products = Self.products.reduce(0) { $0 + plan.amounts($1).flop }
    let board = Double(batch) * config.matrixWork.work.value(in: .flopPerToken)
    #expect(abs(products / board - 1) < 1e-12)
    let attention = plan.amounts(.attention)
    let work = Double(batch) * config.attentionWork(context: context + 1).value(in: .flopPerToken)
    #expect(attention.flop == work)
    let read =
      Double(batch) * config.keyValueBytesRead(context: context + 1, .bf16).value(in: .bytes)
    #expect(attention.cacheRead == read)
    let written = Double(batch) * config.keyValueBytesPerToken(.bf16).value(in: .bytesPerToken)
    #expect(attention.cacheWritten == written)
  }

  /// A prompt read at once looks at 1 + 2 + … + n positions and writes n.
  @Test func promptLooksAtEveryPairOnce() throws {
    let config = Model.llama8B.config
    let plan = try Plan.prefill(config, prompts: [100]).device(0)
    let attention = plan.amounts(.attention)
    let one = config.attentionWork(context: 1).value(in: .flopPerToken)
    #expect(attention.flop == 5050 * one)
    let bytes = config.keyValueBytesPerToken(.bf16).value(in: .bytesPerToken)
    #expect(attention.cacheWritten == 100 * bytes && attention.cacheRead == 100 * bytes)
    #expect(plan.amounts(.outputHead).flop == Double(2 * config.vocabularySize * config.hiddenSize))
  }

  /// However a model is spread, the same products are done; only what devices hold in common is done again.
  @Test(arguments: [
    ("tp8", 8), ("pp4", 1), ("dp2,tp4", 4), ("pp2,dp2,tp2", 2), ("dp4,ep16,tp4", 4),
    ("pp3,dp8,ep8", 1), ("tp4,ep2", 4), ("pp16/20/25,ep32", 1), ("dp2,tp4,ep8", 4),
  ])
  func workIsConserved(text: String, tensor: Int) throws {
    let config = Model.deepSeekV3.config
    let layout = try Layout(parsing: text)
    let whole = try Plan.decode(config, batch: 64, context: 100).device(0)
    let plan = try Plan.decode(config, layout, batch: 64, context: 100)
    let devices = (0..<layout.devices).map(plan.device)
    for kind in [
      OperationKind.denseFeedForward, .sharedExperts, .routedExperts, .outputHead, .attention,
    ] {
      let sum = devices.reduce(0) { $0 + $1.amounts(kind).flop }
      #expect(abs(sum / whole.amounts(kind).flop - 1) < 1e-12, "\(text) \(kind)")
    }
    // Routers are whole on every device of a tensor-parallel group.
    let routers = devices.reduce(0) { $0 + $1.amounts(.router).flop }
    #expect(abs(routers / Double(tensor) / whole.amounts(.router).flop - 1) < 1e-12)
  }

  @Test(arguments: ["tp8", "pp4", "pp2,dp2,tp2", "cp4", "tp2,cp2"])
  func cacheIsSharedOutWithoutLoss(text: String) throws {
    let config = Model.llama8B.config
    let layout = try Layout(parsing: text)
    let whole = try Plan.decode(config, batch: 8, context: 1024).device(0)
    let plan = try Plan.decode(config, layout, batch: 8, context: 1024)
    let devices = (0..<layout.devices).map(plan.device)
    for part in [\Amounts.cacheRead, \.cacheWritten, \.flop] {
      let sum = devices.reduce(0) { $0 + $1.amounts(.attention)[keyPath: part] }
      #expect(sum == whole.amounts(.attention)[keyPath: part], "\(text)")
    }
  }

  /// The memory of a device (E13 to E15): stages share the weights, and with a microbatch for each stage the
  /// cache of a device does not depend on their number.
  @Test func stagesShareWeightsAndNotTheCache() throws {
    let config = Model.llama8B.config
    let one = try Plan.decode(config, batch: 16, context: 4096).device(0)
    for stages in [2, 4, 8, 16] {
      let layout = try Layout(pipeline: stages)
      let plan = try Plan.decode(config, layout, batch: 16, context: 4096)
      for stage in 0..<stages {
        let device = plan.device(stage)
        #expect(device.memory.cache * Double(stages) == one.memory.cache)
      }
      let held = (0..<stages).reduce(0) { $0 + plan.device($1).memory.weights }
      #expect(held == one.memory.weights)
    }
  }

  /// Copies to experts leave a rack as often as the experts stand in another: (R − 1) / R (C063).
  @Test(arguments: [1, 2, 4, 8])
  func copiesLeaveARackAsOftenAsTheBoardSays(racks: Int) throws {
    let config = Model.deepSeekV3.config
    let layout = try Layout(expert: 32)
    let perRack = 32 / racks
    let plan = try Plan.decode(config, layout, batch: 320, context: 100, devicesPerRack: perRack)
    var (all, leaving) = (0.0, 0.0)
    for rank in 0..<32 {
      let device = plan.device(rank)
      let dispatches = device.actions.filter { $0.step == .dispatch }
      for action in dispatches {
        for sending in action.communication?.sendings ?? [] {
          all += sending.byteCount
          if plan.link(between: rank, and: sending.receiver) == .network {
            leaving += sending.byteCount
          }
        }
      }
      // What stays on the device is not sent: a copy in 32.
      let copies = Double(dispatches.count * 10 * 8 * config.hiddenSize)
      all += copies / 32
    }
    let share = RackTraffic.shareLeaving(racks: racks).plain
    #expect(abs(leaving / all - share) < 1e-12)
  }

  /// The bytes of dispatch and combine are those of the board's exchange, less what stays on the device.
  @Test func exchangeSendsWhatTheBoardSays() throws {
    let config = Model.deepSeekV3.config
    let layout = try Layout(expert: 64)
    let device = try Plan.decode(config, layout, batch: 640, context: 1000).device(5)
    let board = try ServingPlan(config, on: .gb200, layout, batch: 640, context: 1000)
    let expected = 58 * board.dispatchAndCombineBytes * (63.0 / 64)
    let sent = device.sent(.allToAll).bytes
    #expect(abs((sent / expected).plain - 1) < 1e-12)
    #expect(device.sent(.allToAll).messages == 58 * 2 * 63)
  }
}
