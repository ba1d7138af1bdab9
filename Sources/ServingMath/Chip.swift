public import Quantities

/// One accelerator package with the figures that the blackboard needs, each with its source.
///
/// Peaks are dense (no 2:4 sparsity), per package, as the vendor states them; bandwidth is that of the
/// package's own memory. What a vendor has not published for a precision is absent, never guessed.
///
/// > Source: each figure carries its own; the catalogue is in `Chip+Catalogue.swift`.
public struct Chip: Sendable {
  /// What the chip is called in tables.
  public let name: String
  /// High-bandwidth memory, in the convention that the figure names.
  public let memory: Sourced<Quantity>
  /// The same memory as the product label says it, in decimal gigabytes.
  ///
  /// Labels and usable memory differ: A100's "80 GB" is 80 GiB, B200's 192 GB has 180 GB in use.
  public let labelledMemory: Sourced<Quantity>
  /// Rate at which the package reads its own memory.
  public let memoryBandwidth: Sourced<Quantity>
  /// How many packages share one all-to-all fast network.
  public let scaleUpDomain: Sourced<Int>
  /// What an hour of one chip costs, newest first; several because prices are points in time.
  public let rents: [Sourced<Quantity>]
  private let peaks: [Precision: Sourced<Quantity>]

  init(
    _ name: String,
    memory: Sourced<Quantity>,
    labelledMemory: Sourced<Quantity>? = nil,
    memoryBandwidth: Sourced<Quantity>,
    peaks: [Precision: Sourced<Quantity>],
    scaleUpDomain: Sourced<Int>,
    rents: [Sourced<Quantity>] = []
  ) {
    self.name = name
    self.memory = memory
    self.labelledMemory = labelledMemory ?? memory
    self.memoryBandwidth = memoryBandwidth
    self.peaks = peaks
    self.scaleUpDomain = scaleUpDomain
    self.rents = rents
  }

  /// The precisions for which a dense peak is published, widest first.
  public var precisions: [Precision] {
    Precision.allCases.filter { peaks[$0] != nil }
  }

  /// The published dense peak at a precision, or nothing where none is published.
  ///
  /// FP16 and BF16 run at one rate on every chip here and share a figure.
  public func publishedPeak(_ precision: Precision) -> Sourced<Quantity>? {
    peaks[precision == .fp16 ? .bf16 : precision]
  }

  /// The dense peak at a precision, in FLOP/s, two FLOP to a multiply-add.
  ///
  /// Stops with the list of published precisions if there is none for this one.
  public func peak(_ precision: Precision) -> Sourced<Quantity> {
    guard let peak = publishedPeak(precision) else {
      let known = precisions.map(\.rawValue).joined(separator: ", ")
      stop("no \(precision.rawValue) peak is published for \(name); published: \(known)")
    }
    return peak
  }
}

extension Chip: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}

// MARK: - Ratios of one chip

extension Chip {
  /// The data-sheet ratio of arithmetic to memory traffic, in FLOP/B.
  ///
  ///     peak FLOP/s ÷ memory bandwidth
  ///
  /// Doubles each time the precision is halved; for the number that does not, see `boardRatio`.
  public func ridge(_ precision: Precision) -> Quantity {
    peak(precision).value / memoryBandwidth.value
  }

  /// The lecture's "300": multiply-adds the chip can do while it fetches one weight.
  ///
  ///     R = (F / 2) · w / β
  ///
  /// with F the dense peak in FLOP/s, the 2 turning FLOP into multiply-adds, w the bytes of a weight and β
  /// the memory bandwidth. A plain number: independent of precision wherever halving the bytes doubles F.
  ///
  /// - Parameters:
  ///   - precision: Of weights and arithmetic alike.
  ///   - peak: Another figure for the peak, where sources disagree; the catalogue's own by default.
  /// - Returns: Multiply-adds per weight.
  ///
  /// > Source: lecture, 0:17:33 to 0:18:46.
  public func boardRatio(_ precision: Precision, peak: Sourced<Quantity>? = nil) -> Double {
    let multiplyAdds = (peak ?? self.peak(precision)).value / Quantity(1, .multiplyAdds)
    return (multiplyAdds * precision.bytesPerElement / memoryBandwidth.value).plain
  }

  /// Time to read the whole memory once, from the usable capacity.
  ///
  ///     capacity ÷ bandwidth
  ///
  /// > Source: lecture, 0:23:27.
  public var drainTime: Quantity { memory.value / memoryBandwidth.value }

  /// The drain time when the capacity is taken from the product label.
  public var labelledDrainTime: Quantity { labelledMemory.value / memoryBandwidth.value }
}
