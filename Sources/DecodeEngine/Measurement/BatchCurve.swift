/// How long a step takes as the batch grows, for one format, path and number of threads, with the machine's
/// two ceilings measured in turn with the steps.
package struct BatchCurve: Sendable {
  /// One batch.
  package struct Point: Sendable {
    /// Sequences side by side.
    package let batch: Int
    /// Times of a step.
    package fileprivate(set) var samples = TimedSamples()
    /// What one step does.
    package let work: Counters
    /// For each sample the share that it reached of the bandwidth measured right before it.
    fileprivate var shares: [(share: Double, isClean: Bool)] = []

    /// Seconds of a step.
    package var step: Double { samples.median }
    /// Tokens a second, over all sequences.
    package var tokensPerSecond: Double { Double(batch) / step }
    /// Bytes of weights and cache that a step reads.
    package var bytes: Int { work[.weightBytesRead] + work[.cacheBytesRead] }
    /// Bytes a second.
    package var stream: Double { Double(bytes) / step }
    /// FLOP a second.
    package var arithmetic: Double { Double(work[.flop]) / step }
    /// The stream over the bandwidth, each sample beside its own neighbour in time; the median.
    package var bandwidthShare: Double {
      let clean = shares.filter(\.isClean)
      return Median.of((3 * clean.count >= shares.count ? clean : shares).map(\.share))
    }

    fileprivate init(batch: Int, work: Counters) {
      self.batch = batch
      self.work = work
    }
  }

  /// How weights are kept.
  package let format: WeightFormat
  /// The code that ran.
  package let path: KernelPath
  /// What of it multiplied the weights: `c int8 vnni avx512`.
  package let kernel: String
  /// Threads.
  package let threads: Int
  /// Positions cached before a sample.
  package let context: Int
  /// The batches, smallest first.
  package fileprivate(set) var points: [Point]
  /// The roofs.
  package fileprivate(set) var ceilings: RunCeilings

  /// Where the two ceilings say that the knee is; nil for an empty curve.
  package var predictedKnee: Double? {
    guard let last = points.last else { return nil }
    return Knee.predicted(
      weightBytes: Double(last.work[.weightBytesRead]),
      cacheBytes: Double(last.work[.cacheBytesRead]) / Double(last.batch),
      flop: Double(last.work[.flop]) / Double(last.batch),
      bandwidth: ceilings.bandwidth,
      peak: ceilings.peak
    )
  }

  /// Where the measured steps have it; nil for an empty curve.
  package var measuredKnee: Double? {
    Knee.measured(Dictionary(points.map { ($0.batch, $0.step) }) { first, _ in first })
  }
}

/// Measures a batch curve, round by round, so that other measurements can be taken in between.
package final class CurveSurvey {
  private let timer: BatchTimer
  private let probe: CeilingProbe
  private let kind: CeilingProbe.Kind
  private var reads: [CeilingProbe.Sample] = []
  private var peaks: [CeilingProbe.Sample] = []
  /// What was measured so far.
  package private(set) var curve: BatchCurve

  /// A survey of nothing yet; counts the work of each batch.
  ///
  /// - Parameters:
  ///   - timer: What is timed.
  ///   - batches: The batches, smallest first.
  ///   - probe: Measures the ceilings; its threads are as many as the engine's.
  /// - Throws: `EngineError` if the cache has no room for a batch.
  package init(_ timer: BatchTimer, batches: [Int], probe: CeilingProbe) throws {
    self.timer = timer
    self.probe = probe
    let engine = timer.engine
    let format = engine.transformer.format
    let points = try batches.map { BatchCurve.Point(batch: $0, work: try timer.work(batch: $0)) }
    kind = RunCeilings.kind(engine.options.kernels, format, probe)
    curve = BatchCurve(
      format: format,
      path: engine.options.kernels,
      kernel: engine.counters.kernel(of: format) ?? engine.options.kernels.rawValue,
      threads: engine.options.threads,
      context: timer.context,
      points: points,
      ceilings: RunCeilings(bandwidth: .nan, peak: .nan, kind: "\(kind)")
    )
  }

  /// Takes one sample of every batch, each beside the ceilings of its moment.
  package func round() throws {
    // Whoever ran before left the cores asleep or the memory busy: the first few samples are slow.
    for _ in 0..<4 { _ = probe.sample(.read) }
    for index in curve.points.indices {
      let read = probe.sample(.read)
      let sample = try timer.sample(batch: curve.points[index].batch)
      if let peak = probe.sample(kind) { peaks.append(peak) }
      curve.points[index].samples.append(sample)
      guard let read else { continue }
      reads.append(read)
      let stream = Double(curve.points[index].bytes) / sample.seconds
      let isClean = sample.isClean && read.isClean
      curve.points[index].shares.append((stream / read.rate, isClean))
    }
    curve.ceilings = RunCeilings(
      bandwidth: CeilingProbe.median(reads),
      peak: CeilingProbe.median(peaks),
      kind: curve.ceilings.kind
    )
  }
}
