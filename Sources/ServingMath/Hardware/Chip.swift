public import Quantities

/// One accelerator package with the figures that the blackboard needs, each with its source.
///
/// Peaks are dense (no 2:4 sparsity) and per package unless their tags say otherwise; memory and its
/// bandwidth are the package's own. Bandwidths of links are per chip and in one direction. What a vendor
/// has not published is absent, never guessed; where publications differ, the others are kept with the
/// figure.
///
/// > Source: each figure carries its own; the catalogue is in the files `Chip+<Vendor>.swift`.
public struct Chip: Sendable {
  /// What the chip is called in tables.
  public let name: String
  /// Who designs it.
  public let vendor: Vendor
  /// The year in which the vendor launched it, tagged where it is announced and not yet shipped.
  public let year: Sourced<Int>
  /// High-bandwidth memory, in the convention that the figure names.
  public let memory: Sourced<Quantity>
  /// The same memory as the product label says it, in decimal gigabytes.
  ///
  /// Labels and usable memory differ: A100's "80 GB" is 80 GiB, B200's 192 GB has 180 GB in use.
  public let labelledMemory: Sourced<Quantity>
  /// Rate at which the package reads its own memory.
  public let memoryBandwidth: Sourced<Quantity>
  /// How many pieces of silicon with arithmetic share the package, where a name counts them.
  public let dies: Sourced<Int>?
  /// How many packages share one fast network.
  public let scaleUpDomain: Sourced<Int>
  /// How the packages of a domain are wired.
  public let scaleUpTopology: Sourced<ScaleUpTopology>?
  /// What one chip can send into its scale-up domain, in one direction.
  public let scaleUpBandwidth: Sourced<Quantity>?
  /// What one chip can send beyond the domain, in one direction: its share of the network cards.
  public let scaleOutBandwidth: Sourced<Quantity>?
  /// Thermal design power of the package.
  public let power: Sourced<Quantity>?
  /// Power of the chip with its share of host, network, cooling and building.
  public let allInPower: Sourced<Quantity>?
  /// What an hour of one chip costs; several because prices are points in time.
  ///
  /// By kind: indices, offers on demand, capacity blocks, spot, operators' assumptions and last what a
  /// cost model gives; newest first within a kind.
  public let rents: [Sourced<Quantity>]
  private let peaks: [Precision: Sourced<Quantity>]

  init(
    _ name: String,
    vendor: Vendor,
    year: Sourced<Int>,
    memory: Sourced<Quantity>,
    labelledMemory: Sourced<Quantity>? = nil,
    memoryBandwidth: Sourced<Quantity>,
    peaks: [Precision: Sourced<Quantity>],
    dies: Sourced<Int>? = nil,
    scaleUpDomain: Sourced<Int>,
    scaleUpTopology: Sourced<ScaleUpTopology>? = nil,
    scaleUpBandwidth: Sourced<Quantity>? = nil,
    scaleOutBandwidth: Sourced<Quantity>? = nil,
    power: Sourced<Quantity>? = nil,
    allInPower: Sourced<Quantity>? = nil,
    rents: [Sourced<Quantity>] = []
  ) {
    self.name = name
    self.vendor = vendor
    self.year = year
    self.memory = memory
    self.labelledMemory = labelledMemory ?? memory
    self.memoryBandwidth = memoryBandwidth
    self.peaks = peaks
    self.dies = dies
    self.scaleUpDomain = scaleUpDomain
    self.scaleUpTopology = scaleUpTopology
    self.scaleUpBandwidth = scaleUpBandwidth
    self.scaleOutBandwidth = scaleOutBandwidth
    self.power = power
    self.allInPower = allInPower
    self.rents = rents
  }
}

extension Chip: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}

// MARK: - Peaks

extension Chip {
  /// The precisions for which a peak is published, widest first.
  public var publishedPrecisions: [Precision] {
    Precision.allCases.filter { peaks[$0] != nil }
  }

  /// The published precisions that a wider one does not beat, widest first.
  ///
  /// This leaves out the 8-bit integers of Blackwell Ultra, whose units were cut below its 16-bit rate:
  /// nobody would serve in them.
  public var precisions: [Precision] {
    publishedPrecisions.filter { precision in
      peaks.allSatisfy { wider, peak in
        wider.bytesPerElement <= precision.bytesPerElement
          || peak.value <= self.peak(precision).value
      }
    }
  }

  /// The published peak at a precision, or nothing where none is published.
  ///
  /// FP16 and BF16 run at one rate on every chip here and share a figure.
  public func publishedPeak(_ precision: Precision) -> Sourced<Quantity>? {
    peaks[precision == .fp16 ? .bf16 : precision]
  }

  /// The published peak at a precision, in FLOP/s, two FLOP to a multiply-add.
  ///
  /// Stops with the list of published precisions if there is none for this one.
  public func peak(_ precision: Precision) -> Sourced<Quantity> {
    guard let peak = publishedPeak(precision) else {
      let known = publishedPrecisions.map(\.rawValue).joined(separator: ", ")
      stop("no \(precision.rawValue) peak is published for \(name); published: \(known)")
    }
    return peak
  }

  /// The precision in which the chip multiplies numbers stored in another: the same, or the next wider one
  /// for which a peak is published.
  public func arithmetic(for precision: Precision) -> Precision {
    if precisions.contains(precision) { return precision }
    let wider = precisions.filter { $0.bytesPerElement >= precision.bytesPerElement }
    return wider.last ?? precisions.first ?? .bf16
  }
}
