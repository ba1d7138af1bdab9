public import Quantities

extension RackHop {
  /// What a message between two GPUs of one rack takes before its first byte is there.
  ///
  /// Least with a protocol that sends flags along with the data, most with one for bulk.
  public static let insideRack: Sourced<ClosedRange<Quantity>> = fact(
    Quantity(0.6, .microseconds)...Quantity(3.4, .microseconds),
    .collectiveCosts,
    "2025",
    .estimate,
    note: "one step of a ring over NVLink; older versions have 0.47 µs as the least"
  )
}
