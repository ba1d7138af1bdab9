/// Times kernels one by one, each in turn with the two ceilings of its moment.
package final class KernelSurvey {
  /// A kernel and its times.
  package struct Result {
    /// What was timed.
    package let trial: KernelTrial
    /// Times of a call.
    package fileprivate(set) var samples = TimedSamples()
    /// For each sample the share that it reached of the lower ceiling, measured right beside it.
    fileprivate var shares: [(share: Double, isClean: Bool)] = []

    /// Seconds of a call.
    package var seconds: Double { samples.median }
    /// FLOP a second.
    package var arithmetic: Double { Double(trial.work[.flop]) / seconds }
    /// Bytes of weights and cache a second.
    package var stream: Double { Double(trial.bytes) / seconds }
    /// The least time by the ceilings over the time taken; the median.
    package var share: Double {
      let clean = shares.filter(\.isClean)
      return Median.of((3 * clean.count >= shares.count ? clean : shares).map(\.share))
    }
  }

  /// What was measured so far.
  package private(set) var results: [Result]
  private let probe: CeilingProbe
  private var reads: [CeilingProbe.Sample] = []
  private var peaks: [CeilingProbe.Kind: [CeilingProbe.Sample]] = [:]

  /// A survey of nothing yet.
  ///
  /// - Parameters:
  ///   - trials: What is timed.
  ///   - probe: Measures the ceilings; its threads are as many as the kernels'.
  package init(_ trials: [KernelTrial], probe: CeilingProbe) {
    results = trials.map { Result(trial: $0) }
    self.probe = probe
  }

  /// Takes one sample of every kernel.
  package func round() {
    // Whoever ran before left the cores asleep or the memory busy: the first few samples are slow.
    for _ in 0..<4 { _ = probe.sample(.read) }
    for index in results.indices {
      let trial = results[index].trial
      let read = probe.sample(.read)
      let sample = TimedSample.of(trial.run)
      let peak = probe.sample(trial.kind)
      results[index].samples.append(sample)
      guard let read, let peak else { continue }
      reads.append(read)
      peaks[trial.kind, default: []].append(peak)
      let least = max(
        Double(trial.bytes) / read.rate,
        Double(trial.work[.flop]) / peak.rate
      )
      results[index].shares.append(
        (least / sample.seconds, sample.isClean && read.isClean && peak.isClean)
      )
    }
  }

  /// The ceilings over a kernel: medians of all that was measured beside any.
  ///
  /// - Parameter trial: One of the survey's.
  /// - Returns: The bandwidth, and the peak of the kernel's arithmetic.
  package func ceilings(of trial: KernelTrial) -> RunCeilings {
    RunCeilings(
      bandwidth: CeilingProbe.median(reads),
      peak: CeilingProbe.median(peaks[trial.kind] ?? []),
      kind: "\(trial.kind)"
    )
  }
}
