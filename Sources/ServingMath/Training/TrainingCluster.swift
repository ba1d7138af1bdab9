public import Quantities

/// The rates that bound a training iteration, per chip.
public struct TrainingCluster: Sendable {
  /// Dense peak, in FLOP/s.
  public let peak: Quantity
  /// The share of the peak that matrix multiplication reaches when nothing is waited for.
  public let efficiency: Quantity
  /// What one chip sends, and receives, on the scale-up network, in B/s.
  public let scaleUpBandwidth: Quantity
  /// What one chip sends, and receives, between scale-up domains, in B/s.
  public let networkBandwidth: Quantity

  /// A cluster of equal chips.
  ///
  /// Stops if a rate is not positive or the efficiency is not above 0 and at most 1.
  public init(
    peak: Quantity,
    efficiency: Quantity = Quantity(1),
    scaleUpBandwidth: Quantity,
    networkBandwidth: Quantity
  ) {
    let still = Quantity(0, .bytesPerSecond)
    guard peak > Quantity(0, .flopPerSecond), scaleUpBandwidth > still, networkBandwidth > still
    else { stop("a training cluster needs a positive peak and positive bandwidths") }
    guard efficiency.plain > 0, efficiency.plain <= 1 else {
      stop("an efficiency lies above 0 and at most at 1; got \(efficiency.formatted())")
    }
    self.peak = peak
    self.efficiency = efficiency
    self.scaleUpBandwidth = scaleUpBandwidth
    self.networkBandwidth = networkBandwidth
  }

  /// A100s as the Megatron runs had them: 312 TFLOP/s, NVLink 300 GB/s a direction, 200 Gbit/s each.
  ///
  /// - Parameter efficiency: Of matrix multiplication; 1 is the naive bound.
  /// - Returns: The cluster, per GPU.
  ///
  /// > Source: arXiv 2104.04473, section 5: eight A100s and eight 200 Gbit/s adapters a node.
  public static func selene(efficiency: Quantity) -> TrainingCluster {
    TrainingCluster(
      peak: Chip.a100.peak(.bf16).value,
      efficiency: efficiency,
      scaleUpBandwidth: Quantity(300, .gigabytesPerSecond),
      networkBandwidth: Quantity(25, .gigabytesPerSecond)
    )
  }

  /// Time of a ring all-reduce: every chip sends and receives the message almost twice.
  ///
  ///     2 · (n − 1) / n · bytes ÷ bandwidth
  ///
  /// Latency of the steps is left out.
  static func allReduce(_ bytes: Quantity, over chips: Int, at bandwidth: Quantity) -> Quantity {
    2 * Double(chips - 1) / Double(chips) * bytes / bandwidth
  }
}
