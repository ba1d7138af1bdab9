import DecodeEngine
import Quantities

/// Batch curves as a person reads them.
enum CurveTable {
  static func text(_ curves: [BatchCurve]) -> String {
    curves.map { curve in
      let ceilings = curve.ceilings
      let bandwidth = Quantity(ceilings.bandwidth, .bytesPerSecond)
      let peak = Quantity(ceilings.peak, .flopPerSecond)
      let head = """
        \(curve.format.rawValue) weights, \(threads(curve.threads)), \(curve.kernel)
        ceilings: \(bandwidth) read, \(peak) of \(ceilings.kind)

        """
      let title = [
        "batch", "step", "tokens", "stream", "of bandwidth", "arithmetic", "of peak", "clean",
      ]
      let rows = curve.points.map { point in
        [
          "\(point.batch)", Quantity(point.step, .seconds).formatted(),
          Quantity(point.tokensPerSecond, .tokensPerSecond).formatted(),
          Quantity(point.stream, .bytesPerSecond).formatted(),
          Quantity(point.bandwidthShare).formatted(in: .percent, .significant(2)),
          Quantity(point.arithmetic, .flopPerSecond).formatted(),
          Quantity(point.arithmetic / ceilings.peak).formatted(in: .percent, .significant(2)),
          "\(point.samples.clean.count) of \(point.samples.samples.count)",
        ]
      }
      return head + AlignedColumns.text([title] + rows, rightAligned: Set(0...7)) + knee(curve)
        + "\n"
    }.joined()
  }

  private static func knee(_ curve: BatchCurve) -> String {
    guard let measured = curve.measuredKnee, let predicted = curve.predictedKnee else { return "" }
    let ratio = Quantity(measured / predicted)
    return
      "knee: \(Quantity(measured)) measured, \(Quantity(predicted)) by the ceilings, "
      + "ratio \(ratio.formatted(.significant(2)))\n"
  }

  static func threads(_ count: Int) -> String { "\(count) thread\(count == 1 ? "" : "s")" }
}
