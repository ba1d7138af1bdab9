import DecodeEngine
import Quantities

/// What this machine can do at most, measured in the same run with the same threads.
struct RunCeilings {
  /// Reading a stream from memory.
  let bandwidth: Quantity
  /// Multiply-adds of the kind that the run's products are made of.
  let arithmetic: Quantity
  /// Which kind that is: `fp32 FMA`.
  let kind: String
}
