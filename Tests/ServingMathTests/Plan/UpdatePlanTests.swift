import Quantities
import ServingMath
import Testing

/// The end of a training iteration: gradients to their sums, new weights back.
@Suite struct UpdatePlanTests {
  private static func sent(_ device: DevicePlan) -> Double {
    device.actions.compactMap(\.communication).reduce(0) { $0 + $1.bytes.value(in: .bytes) }
  }

  /// Devices of one stage send what the board's formula says, but for chunks that are a number longer or shorter.
  @Test(arguments: [
    ("dp8", Model.llama8B), ("pp2,dp4,tp2", .llama8B), ("pp4,dp2,tp8", .llama70B),
    ("pp4,ep64", .deepSeekV3), ("pp2,dp32,ep16", .deepSeekV3), ("dp4,tp2,ep8", .gptOSS120B),
  ])
  func bytesAreTheFormulas(text: String, model: Model) throws {
    let layout = try Layout(parsing: text)
    let plan = try Plan.update(model.config, layout)
    for stage in 0..<layout.pipeline {
      let formula = plan.updateBytes(stage: stage).value(in: .bytes)
      let devices = (0..<layout.devicesPerStage).map {
        plan.device(stage * layout.devicesPerStage + $0)
      }
      let mean = devices.reduce(0) { $0 + Self.sent($1) } / Double(devices.count)
      #expect(abs(mean / formula - 1) < 1e-6, "\(text), stage \(stage): \(mean), \(formula)")
      for device in devices { #expect(abs(Self.sent(device) / formula - 1) < 1e-4) }
    }
  }

  /// Every weight is changed once on each stage's replicas together.
  @Test(arguments: ["single", "dp4", "pp2,dp2", "dp8,ep8", "dp2,cp2", "dp4,ep2", "dp3,cp2,ep6"])
  func chunksCoverAllWeightsOnce(text: String) throws {
    let layout = text == "single" ? .single : try Layout(parsing: text)
    let config = text.contains("ep") ? Model.gptOSS20B.config : Model.llama8B.config
    guard (try? layout.check(config)) != nil else { return }
    let plan = try Plan.update(config, layout)
    var changed = 0.0
    for rank in 0..<layout.devices {
      for action in plan.device(rank).actions where action.step == .update {
        changed += action.work.value(in: .flop) / 12
      }
    }
    #expect(changed == Double(config.parameters.total))
  }

  /// Where nobody holds the same there is nothing to say; the optimiser steps all the same.
  @Test func oneReplicaSaysNothing() throws {
    let plan = try Plan.update(Model.llama8B.config, try Layout(parsing: "pp2,tp4"))
    for rank in 0..<8 {
      let actions = plan.device(rank).actions
      #expect(!actions.isEmpty)
      #expect(actions.allSatisfy { $0.step == .update && $0.communication == nil })
    }
  }

  /// The optimiser's state shrinks with the replicas, the gradients do not.
  @Test func stateIsCutOverReplicas() throws {
    let config = Model.llama8B.config
    let rooms = try ["dp1", "dp2", "dp4"].map {
      try Plan.update(config, Layout(parsing: $0)).device(0).activationBytes.value(in: .bytes)
    }
    let weights = Double(config.parameters.total)
    for (replicas, room) in zip([1.0, 2, 4], rooms) {
      #expect(abs(room - (2 * weights + 12 * weights / replicas)) < 100)
    }
  }
}
