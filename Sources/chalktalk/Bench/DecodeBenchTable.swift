import DecodeEngine
import Quantities

/// The bench's results as Markdown.
enum DecodeBenchTable {
  static func markdown(_ result: DecodeBenchResult) -> String {
    let hasPeers = !result.llama.isEmpty
    return [decode(result, hasPeers), prefill(result, hasPeers), rest(result)]
      .joined(separator: "\n")
  }

  // MARK: - Tables

  private static func decode(_ result: DecodeBenchResult, _ hasPeers: Bool) -> String {
    var head = [
      "weights", "batch", "tok/s", "GB/s", "of bandwidth", "GFLOP/s", "of peak", "clean",
    ]
    if hasPeers { head += ["llama.cpp tok/s", "ours / it", "llama2.c tok/s", "ours / it"] }
    let rows = result.curve.points.map { point in
      let row = [
        result.curve.format.rawValue, "\(point.batch)", number(point.tokensPerSecond),
        number(1e-9 * point.stream), percent(point.bandwidthShare),
        number(1e-9 * point.arithmetic),
        percent(point.arithmetic / result.curve.ceilings.peak), clean(point.samples),
      ]
      guard hasPeers else { return row }
      return row + beside(point.tokensPerSecond, result.llama[point.batch] ?? [])
        + beside(point.tokensPerSecond, point.batch == 1 ? result.llama2c : [])
    }
    return table(head, rows)
  }

  private static func prefill(_ result: DecodeBenchResult, _ hasPeers: Bool) -> String {
    var head = [
      "prompt of \(DecodeBenchPlan.promptTokens)", "tok/s", "GFLOP/s", "of peak", "clean",
    ]
    if hasPeers { head += ["llama.cpp tok/s", "ours / it"] }
    let prefill = result.prefill
    let row = [
      result.curve.format.rawValue, number(prefill.tokensPerSecond),
      number(1e-9 * prefill.arithmetic),
      percent(prefill.arithmetic / result.curve.ceilings.peak), clean(prefill.samples),
    ]
    return table(
      head,
      [hasPeers ? row + beside(prefill.tokensPerSecond, result.llamaPrefill) : row]
    )
  }

  private static func rest(_ result: DecodeBenchResult) -> String {
    let head = [
      "weights", "kernel", "read GB/s", "peak GFLOP/s", "knee measured", "predicted", "ratio",
      "counters on / off", "memory / (weights + cache)", "one core taken / free",
      "llama.cpp's",
    ]
    let curve = result.curve
    let (measured, predicted) = (curve.measuredKnee ?? .nan, curve.predictedKnee ?? .nan)
    let row = [
      curve.format.rawValue, curve.kernel, number(1e-9 * curve.ceilings.bandwidth),
      number(1e-9 * curve.ceilings.peak) + " \(curve.ceilings.kind)", number(measured),
      number(predicted), number(measured / predicted),
      number(result.counted.median / result.uncounted.median, digits: 4),
      result.memoryShare.map { number($0) } ?? "",
      result.crowding.map { number($0.ours) } ?? "",
      result.crowding?.llama.map { number($0) } ?? "",
    ]
    return table(head, [row])
  }

  // MARK: - Cells

  /// A peer's median and what ours is of it; of its clean samples, if a third are clean.
  private static func beside(_ ours: Double, _ samples: [Peers.Sample]) -> [String] {
    guard !samples.isEmpty else { return ["", ""] }
    let clean = samples.filter(\.isClean)
    let isTrusted = 3 * clean.count >= samples.count
    let median = Median.of((isTrusted ? clean : samples).map(\.tokensPerSecond))
    let mark = isTrusted ? "" : " (disturbed)"
    return [number(median) + mark, number(ours / median)]
  }

  private static func clean(_ samples: TimedSamples) -> String {
    "\(samples.clean.count) of \(samples.samples.count)"
  }

  private static func number(_ value: Double, digits: Int = 3) -> String {
    Quantity(value).formatted(.significant(digits))
  }

  private static func percent(_ value: Double) -> String {
    Quantity(value).formatted(in: .percent, .significant(2))
  }

  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    let lines = [head, head.map { _ in "---" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}
