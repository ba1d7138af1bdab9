import DecodeEngine
import ServingMath

/// What `measure` writes: a machine's ceilings and the engine's batch curves on it.
///
/// `engine-curve.json` holds all of it; `engine-curve.csv` one line for each point of a curve:
///
///     weights         fp32, bf16, int8 or int4
///     kernel          what multiplied them
///     threads
///     batch           sequences side by side
///     ms per step     median of clean samples; then the least and the most of them
///     tokens per s    of all sequences
///     GB per s        weights and cache read
///     of bandwidth    the same as a share of what was read right before
///     GFLOP per s
///     of peak         the same as a share of the CPU's arithmetic of that kind
///     clean, samples  samples that nothing disturbed, and all
struct EngineRecord: Encodable {
  struct Ceilings: Encodable {
    let threads: Int
    let bandwidth: Double
    let fp32: Double
    let bf16: Double?
    let int8: Double?
  }

  struct Knee: Encodable {
    let predicted: Double?
    let measured: Double?
  }

  struct Point: Encodable {
    let batch: Int
    let millisecondsPerStep: Double
    let least: Double
    let most: Double
    let tokensPerSecond: Double
    let gigabytesPerSecond: Double
    let ofBandwidth: Double
    let gigaflopPerSecond: Double
    let ofPeak: Double
    let clean: Int
    let samples: Int
  }

  struct Curve: Encodable {
    let weights: String
    let kernel: String
    let threads: Int
    let context: Int
    let weightBytes: Int
    let flopPerToken: Int
    let bandwidth: Double
    let peak: Double
    let peakKind: String
    let knee: Knee
    let points: [Point]
  }

  let model: String
  let ceilings: [Ceilings]
  let curves: [Curve]

  /// The record as lines of comma-separated values.
  var csv: String {
    let head =
      "weights,kernel,threads,batch,ms per step,least,most,tokens per s,GB per s,of bandwidth,"
      + "GFLOP per s,of peak,clean,samples\n"
    return head
      + curves.flatMap { curve in
        curve.points.map { point in
          let numbers = [
            point.millisecondsPerStep, point.least, point.most, point.tokensPerSecond,
            point.gigabytesPerSecond, point.ofBandwidth, point.gigaflopPerSecond, point.ofPeak,
          ]
          return "\(curve.weights),\(curve.kernel),\(curve.threads),\(point.batch),"
            + numbers.map { "\(rounded($0))" }.joined(separator: ",")
            + ",\(point.clean),\(point.samples)\n"
        }
      }.joined()
  }
}

extension EngineRecord.Ceilings {
  init(_ machine: MachineCeilings) {
    self.init(
      threads: machine.threads,
      bandwidth: rounded(machine.readBandwidth),
      fp32: rounded(machine.fp32),
      bf16: machine.bf16.map(rounded),
      int8: machine.int8.map(rounded)
    )
  }
}

extension EngineRecord.Curve {
  init(_ curve: BatchCurve) {
    let first = curve.points.first
    self.init(
      weights: curve.format.rawValue,
      kernel: curve.kernel,
      threads: curve.threads,
      context: curve.context,
      weightBytes: first?.work[.weightBytesRead] ?? 0,
      flopPerToken: first?.work[.flop] ?? 0,
      bandwidth: rounded(curve.ceilings.bandwidth),
      peak: rounded(curve.ceilings.peak),
      peakKind: curve.ceilings.kind,
      knee: EngineRecord.Knee(
        predicted: curve.predictedKnee.map(rounded),
        measured: curve.measuredKnee.map(rounded)
      ),
      points: curve.points.map { EngineRecord.Point($0, curve.ceilings) }
    )
  }
}

extension EngineRecord.Point {
  init(_ point: BatchCurve.Point, _ ceilings: RunCeilings) {
    let spread = point.samples.spread ?? 0...0
    self.init(
      batch: point.batch,
      millisecondsPerStep: rounded(1e3 * point.step),
      least: rounded(1e3 * spread.lowerBound),
      most: rounded(1e3 * spread.upperBound),
      tokensPerSecond: rounded(point.tokensPerSecond),
      gigabytesPerSecond: rounded(1e-9 * point.stream),
      ofBandwidth: rounded(point.bandwidthShare),
      gigaflopPerSecond: rounded(1e-9 * point.arithmetic),
      ofPeak: rounded(point.arithmetic / ceilings.peak),
      clean: point.samples.clean.count,
      samples: point.samples.samples.count
    )
  }
}
