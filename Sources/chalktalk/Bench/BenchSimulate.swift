import ArgumentParser
import ClusterSimulator
import DecodeEngine
import Foundation
import Literate
import Quantities
import ServingMath

/// `chalktalk bench simulate`: requests, steps and schedules a second, and what memory they take.
struct BenchSimulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract:
      "The simulators: an hour of requests, a step of a frontier model, pipeline schedules.",
    discussion: """
      An hour of a conversation service (19,366 requests) on Llama 3.1 70B, and ten such hours; DeepSeek-V3 on \
      256 GPUs. Beside the plan's step times stand fixed ones: what the queue alone takes. One core; medians.

      Examples:
        chalktalk bench simulate
        chalktalk bench simulate --repeats 3
      """
  )

  @OptionGroup var options: BookOptions
  @Option(
    help: ArgumentHelp(
      "A trace (default: data/azure-2023-conv.csv of the book).",
      valueName: "file"
    )
  )
  var requests: String?
  @Option(help: "Repetitions; the medians are printed.")
  var repeats: WholeNumber = 5

  func validate() throws {
    guard (1...1000).contains(repeats.value) else {
      throw ValidationError("--repeats is a number from 1 to 1,000")
    }
  }

  func run() async throws {
    try await withExitCodes {
      let path = try requests ?? options.open().folder + "/data/azure-2023-conv.csv"
      do {
        let rows = try ServiceBench(path, repeats: repeats.value).rows
        let step = try StepBench.rows(repeats: repeats.value)
        print(AlignedColumns.text(rows + step, rightAligned: [1]), terminator: "")
      } catch let error as TraceError {
        throw Refusal("\(error)")
      }
    }
  }
}

/// The median time of some runs.
private func median(_ repeats: Int, _ body: () throws -> Void) rethrows -> Duration {
  let clock = ContinuousClock()
  return try (0..<repeats).map { _ in try clock.measure(body) }.sorted()[repeats / 2]
}

private func row(_ name: String, _ text: String) -> [String] { [name, text] }

/// Requests over time.
private struct ServiceBench {
  let rows: [[String]]

  init(_ path: String, repeats: Int) throws {
    let layout = try Layout(tensor: 8)
    let plan = try ServingPlan(
      Model.llama70B.config,
      on: .h100,
      layout,
      batch: 256,
      context: 1400,
      weights: StoredPrecision(.fp8)
    )
    let instance = ServingSimulation(
      cost: StepCost(plan),
      memory: try KeyValueMemory(plan),
      policy: ServingPolicy(oversized: .turnAway)
    )
    let trace = try RequestTrace(file: path)
    let long = trace.repeated(10)
    let reading = try median(repeats) { _ = try RequestTrace(file: path) }
    var report = try instance.run(trace).report
    let hour = try median(repeats) { report = try instance.run(trace).report }
    let peak = ProcessMemory.peakBytes
    var longReport = report
    let hours = try median(repeats) { longReport = try instance.run(long).report }
    let steps = Double(report.steps)
    let mean = Quantity(report.busyTime.value(in: .seconds) / steps, .seconds)
    let fixed = ServingSimulation(
      cost: .fixed(mean),
      memory: instance.memory,
      policy: instance.policy
    )
    var fixedReport = try fixed.run(trace).report
    let alone = try median(repeats) { fixedReport = try fixed.run(trace).report }
    let perFixedStep = alone / .nanoseconds(1) / Double(fixedReport.steps)
    let perStep = hour / .nanoseconds(1) / steps
    let perLongStep = hours / .nanoseconds(1) / Double(longReport.steps)
    rows = [
      row("requests", Quantity(Double(report.requests)).formatted(.exact)),
      row("steps", Quantity(steps).formatted(.exact)),
      row("reading the trace", Self.text(reading)),
      row("simulating it", Self.text(hour)),
      row("requests each second", Self.rate(Double(report.requests), hour)),
      row("steps each second", Self.rate(steps, hour)),
      row("a step", Quantity(perStep, .nanoseconds).formatted()),
      row("a step of a fixed time", Quantity(perFixedStep, .nanoseconds).formatted()),
      row("ratio, planned to fixed", Quantity(perStep / perFixedStep).formatted()),
      row("a step of ten such hours", Quantity(perLongStep, .nanoseconds).formatted()),
      row("ratio, ten hours to one", Quantity(perLongStep / perStep).formatted()),
      row("peak memory", peak.map { Quantity(Double($0), .bytes).formatted() } ?? "unknown"),
    ]
  }

  private static func text(_ time: Duration) -> String {
    Quantity(time / .milliseconds(1), .milliseconds).formatted()
  }

  private static func rate(_ count: Double, _ time: Duration) -> String {
    Quantity(count / (time / .seconds(1))).formatted()
  }
}

/// A step on many devices, and its pipeline.
private enum StepBench {
  static func rows(repeats: Int) throws -> [[String]] {
    let config = Model.deepSeekV3.config
    let layout = try Layout(pipeline: 4, expert: 64)
    let clock = ClusterClock(ClusterHardware(.gb200, weights: config.storedPrecision))
    let one = try median(repeats) { _ = clock.run(try plan(config, layout)) }
    let lowering = try median(repeats) { _ = try plan(config, layout).device(0) }
    let schedule = try median(repeats) {
      _ = try ScheduleRun(.oneForwardOneBackward, stages: 16, microbatches: 512)
    }
    return [
      row("DeepSeek-V3 step on 256 GPUs", text(one)),
      row("the plan of one of them", text(lowering)),
      row("1F1B, 16 stages, 512 microbatches", text(schedule)),
    ]
  }

  private static func plan(
    _ config: TransformerConfig,
    _ layout: Layout
  ) throws(LayoutError) -> Plan {
    try Plan.decode(config, layout, batch: 600, context: 4096)
  }

  private static func text(_ time: Duration) -> String {
    Quantity(time / .milliseconds(1), .milliseconds).formatted()
  }
}
