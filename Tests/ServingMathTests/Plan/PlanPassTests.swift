import Quantities
import ServingMath
import Testing

@Suite struct PlanPassTests {
  private static func device(_ pass: PlanPass, _ rank: Int, _ layout: Layout) throws -> DevicePlan {
    let config = Model.llama8B.config
    return try Plan.training(config, layout, sequences: 2, length: 64, pass: pass).device(rank)
  }

  private static let products: [OperationKind] = [
    .attentionProjections, .denseFeedForward, .outputHead,
  ]

  /// 6 FLOP for each weight and token: 2 on the way forward, 4 on the way back.
  @Test func trainingTakesThreeTimesTheForwardWork() throws {
    let work = try PlanPass.ofMicrobatch.map { pass in
      let plan = try Self.device(pass, 0, .single)
      return Self.products.reduce(0) { $0 + plan.amounts($1).flop }
    }
    let weights = Double(Model.llama8B.config.matrixWork.total)
    #expect(work == [256 * weights, 256 * weights, 256 * weights])
  }

  /// Gradients of attention: the scores anew, and two products for each of the forward pass's two.
  @Test func attentionComesBackWithTwoAndAHalfTimesTheWork() throws {
    let forward = try Self.device(.forward, 0, .single).amounts(.attention).flop
    let back = try Self.device(.inputGradient, 0, .single).amounts(.attention).flop
    #expect(back == 2.5 * forward)
  }

  @Test func whatWasHandedOnComesBack() throws {
    let layout = try Layout(parsing: "pp3,tp2")
    for rank in 2..<4 {
      let forward = try Self.device(.forward, rank, layout)
      let back = try Self.device(.inputGradient, rank, layout)
      #expect(forward.actions.first?.step == .receive && forward.actions.last?.step == .send)
      #expect(back.actions.first?.step == .receive && back.actions.last?.step == .send)
      let (on, returned) = (forward.sent(.handOver), back.sent(.handOver))
      #expect(on.messages == 1 && returned.messages == 1 && on.bytes == returned.bytes)
      #expect(back.actions.last?.communication?.sendings.first?.receiver == rank - 2)
      #expect(forward.sent(.allReduce).bytes == back.sent(.allReduce).bytes)
    }
  }

  /// Gradients of weights need nobody else: that is why schedules can move them.
  @Test func weightGradientsAreEachDevicesOwn() throws {
    let layout = try Layout(parsing: "pp2,tp2")
    let actions = try Self.device(.weightGradient, 1, layout).actions
    #expect(!actions.isEmpty && actions.allSatisfy { $0.communication == nil })
  }
}
