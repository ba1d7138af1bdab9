import ClusterSimulator
import Quantities
import ServingMath
import Testing

/// The end of a training iteration on the clock.
@Suite struct UpdateClockTests {
  private func run(_ text: String, _ hardware: ClusterHardware) throws -> ClusterRun {
    let plan = try Plan.update(ClockSketch.config, Layout(parsing: text), devicesPerRack: 2)
    return ClusterClock(hardware).run(plan)
  }

  /// Rings and the optimiser one behind the other, on four devices in two racks.
  @Test func timeIsThatOfRingsAndOptimiser() throws {
    let plan = try Plan.update(ClockSketch.config, Layout(parsing: "dp4"), devicesPerRack: 2)
    let sent = plan.updateBytes(stage: 0).value(in: .bytes)
    // Each kind of weights goes twice round in three messages of 5 µs, at 10 GB/s between racks.
    let kinds = plan.device(0).actions.count { $0.step == .update }
    let rings = sent / 10e9 + Double(kinds * 2 * 3) * 5e-6
    let state = 24.0 * Double(ClockSketch.config.parameters.total) / 4 / 1e12
    let time = try run("dp4", ClockSketch.hardware).stepTime.value(in: .seconds)
    #expect(abs(time / (rings + state) - 1) < 1e-3)
  }

  /// Stages do not wait for each other, and devices without replicas say nothing.
  @Test(arguments: ClockSketch.layouts)
  func stagesUpdateSideBySide(text: String) throws {
    let run = try run(text, ClockSketch.hardware)
    #expect(run.stepTime == run.slowestStageTime)
    let layout = try Layout(parsing: text)
    if layout.data * layout.context == 1 {
      #expect(run.bytesSent(.rack) + run.bytesSent(.network) == Quantity(0, .bytes))
    }
  }
}
