/// The two roofs over one run: what these threads can read, and what they can compute of the kind that the
/// run's products are made of.
package struct RunCeilings: Hashable, Sendable {
  /// Bytes a second that are read from memory.
  package let bandwidth: Double
  /// FLOP a second, two for each multiply-add.
  package let peak: Double
  /// What the peak is one of: `fp32`, `bf16`, `int8`.
  package let kind: String

  package init(bandwidth: Double, peak: Double, kind: String) {
    self.bandwidth = bandwidth
    self.peak = peak
    self.kind = kind
  }

  /// What the products of a format are made of.
  ///
  /// - Parameters:
  ///   - path: The code that runs.
  ///   - format: How weights are kept; integer weights of 4 bits are multiplied as 8 bits.
  ///   - probe: Measures.
  /// - Returns: The kind of arithmetic that the CPU does for them at best.
  package static func kind(
    _ path: KernelPath,
    _ format: WeightFormat,
    _ probe: CeilingProbe
  ) -> CeilingProbe.Kind {
    let wanted: CeilingProbe.Kind =
      switch (path, format) {
      case (.native, .bf16): .bf16
      case (.native, .int8), (.native, .int4): .int8
      default: .fp32
      }
    return probe.sample(wanted) == nil ? .fp32 : wanted
  }

  /// Measures both for about half a second.
  ///
  /// - Parameters:
  ///   - path: The code that runs.
  ///   - format: How weights are kept.
  ///   - threads: How many measure together.
  /// - Returns: The medians of undisturbed samples.
  package static func measure(
    _ path: KernelPath,
    _ format: WeightFormat,
    threads: Int
  ) -> RunCeilings {
    let probe = CeilingProbe(threads: threads)
    let kind = kind(path, format, probe)
    var (reads, peaks): ([CeilingProbe.Sample], [CeilingProbe.Sample]) = ([], [])
    for _ in 0..<9 {
      probe.sample(.read).map { reads.append($0) }
      probe.sample(kind).map { peaks.append($0) }
    }
    return RunCeilings(
      bandwidth: CeilingProbe.median(reads),
      peak: CeilingProbe.median(peaks),
      kind: "\(kind)"
    )
  }
}
