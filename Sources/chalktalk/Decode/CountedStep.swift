import DecodeEngine
import Quantities
import ServingMath

/// What one device counted in one step.
struct CountedStep {
  private let now: DeviceReport
  private let before: DeviceReport
  /// Weights on the fullest device.
  let fullestWeights: Int
  /// Keys and values on the fullest device.
  let fullestCache: Int

  /// The difference between two reports of a device; nil where it does not run here.
  init?(_ rank: Int, before: [DeviceReport], after: [DeviceReport]) {
    guard let now = after.first(where: { $0.rank == rank }),
      let then = before.first(where: { $0.rank == rank })
    else { return nil }
    self.now = now
    self.before = then
    fullestWeights = after.map(\.weightBytes).max() ?? 0
    fullestCache = after.map(\.cacheBytes).max() ?? 0
  }

  /// Kinds whose arithmetic is products with weights.
  static let products: [OperationKind] = [
    .attentionProjections, .denseFeedForward, .router, .sharedExperts, .routedExperts, .outputHead,
  ]

  func bytes(_ measure: (Counters) -> Int) -> Quantity {
    Quantity(Double(measure(now.counters.since(before.counters))), .bytes)
  }

  func work(of kinds: [OperationKind]) -> Quantity {
    let counters = now.counters.since(before.counters)
    return Quantity(Double(kinds.reduce(0) { $0 + counters[$1, .flop] }), .flop)
  }

  func sent(_ kind: Communication.Kind) -> Quantity {
    let bytes = now.traffic[kind].payloadBytes - before.traffic[kind].payloadBytes
    return Quantity(Double(bytes), .bytes)
  }
}
