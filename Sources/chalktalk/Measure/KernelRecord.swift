import DecodeEngine
import ServingMath

/// What `measure kernels` writes: each kernel's place under the machine's two ceilings.
struct KernelRecord: Encodable {
  struct Kernel: Encodable {
    let role: String
    let subject: String
    let code: String
    let threads: Int
    let rows: Int
    let flop: Int
    let bytes: Int
    let milliseconds: Double
    let least: Double
    let most: Double
    let gigaflopPerSecond: Double
    let gigabytesPerSecond: Double
    /// Medians of what was measured beside the kernels.
    let bandwidth: Double
    let peak: Double
    let peakKind: String
    /// The least time by the ceilings of the moment over the time taken; the median.
    let ofCeiling: Double
    let clean: Int
    let samples: Int
  }

  let kernels: [Kernel]
}

extension KernelRecord.Kernel {
  init(_ result: KernelSurvey.Result, _ ceilings: RunCeilings, threads: Int) {
    let trial = result.trial
    let spread = result.samples.spread ?? 0...0
    self.init(
      role: trial.role.rawValue,
      subject: trial.subject,
      code: trial.code,
      threads: threads,
      rows: trial.rows,
      flop: trial.work[.flop],
      bytes: trial.bytes,
      milliseconds: rounded(1e3 * result.seconds),
      least: rounded(1e3 * spread.lowerBound),
      most: rounded(1e3 * spread.upperBound),
      gigaflopPerSecond: rounded(1e-9 * result.arithmetic),
      gigabytesPerSecond: rounded(1e-9 * result.stream),
      bandwidth: rounded(ceilings.bandwidth),
      peak: rounded(ceilings.peak),
      peakKind: ceilings.kind,
      ofCeiling: rounded(result.share),
      clean: result.samples.clean.count,
      samples: result.samples.samples.count
    )
  }
}
