public import Quantities

/// What sits on one tray of a rack beside the accelerators: the memory tiers that come with it.
///
/// > Source: each figure carries its own; the question is the lecture's, 1:58:20.
public struct ComputeTray: Sendable {
  /// The rack that the tray belongs to.
  public let name: String
  /// Accelerators on the tray.
  public let chips: Sourced<Int>
  /// Host processors, each with memory of its own.
  public let processors: Sourced<Int>
  /// Solid-state drives for data, the one that the system starts from not counted.
  public let drives: Sourced<Int>

  /// A tray of a GB300 NVL72 as NVIDIA's reference architecture has it.
  public static let gb300 = ComputeTray(
    name: "GB300 NVL72",
    chips: fact(4, .nvl72Components, "2026", "Blackwell Ultra"),
    processors: fact(2, .nvl72Components, "2026", "Grace"),
    drives: fact(4, .nvl72Components, "2026", "E1.S, for a fast local cache")
  )

  /// The kinds of memory on the tray, nearest to the arithmetic first.
  public var kinds: [MemoryKind] {
    let counts: [(MemoryKind, Int)] = [
      (.highBandwidth, chips.value), (.host, processors.value), (.flash, drives.value),
    ]
    return counts.filter { $0.1 > 0 }.map(\.0)
  }
}
