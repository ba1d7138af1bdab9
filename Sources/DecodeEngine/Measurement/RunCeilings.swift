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

  /// The roofs that a path has over products of a format.
  ///
  /// - Parameters:
  ///   - path: The code that runs.
  ///   - format: How weights are kept; integer weights of 4 bits are multiplied as 8 bits.
  ///   - machine: What was measured.
  package init(_ path: KernelPath, _ format: WeightFormat, of machine: MachineCeilings) {
    let rounded: (String, Double?) =
      switch format {
      case .fp32: ("fp32", nil)
      case .bf16: ("bf16", machine.bf16)
      case .int8, .int4: ("int8", machine.int8)
      }
    let peak = path == .native ? rounded.1 : nil
    self.init(
      bandwidth: machine.readBandwidth,
      peak: peak ?? machine.fp32,
      kind: peak == nil ? "fp32" : rounded.0
    )
  }
}
