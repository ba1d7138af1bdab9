import Quantities
package import ServingMath

/// What plans say that one device did in some steps, to be held against what it counted.
package struct PlannedTotals {
  /// The device, counted from 0.
  package let rank: Int
  private var amounts: [OperationKind: Amounts] = [:]
  private var sent: [Communication.Kind: [Int: Sum]] = [:]
  private var last: DevicePlan?

  /// Messages and the bytes in them.
  private struct Sum {
    var messages = 0
    var bytes = 0.0
  }

  /// Nothing planned yet.
  package init(rank: Int) { self.rank = rank }

  /// Adds a step.
  package mutating func add(_ plan: DevicePlan) {
    last = plan
    for action in plan.actions {
      for operation in action.operations {
        amounts[operation.kind, default: Amounts()] += operation.amounts
      }
      guard let communication = action.communication else { continue }
      for sending in communication.sendings {
        var sum = sent[communication.kind]?[sending.receiver] ?? Sum()
        sum.messages += sending.messages
        sum.bytes += sending.byteCount
        sent[communication.kind, default: [:]][sending.receiver] = sum
      }
    }
  }

  /// Bytes of activations planned for a receiver, over all kinds of exchange.
  package func bytes(to receiver: Int) -> Int {
    Int(sent.values.reduce(0) { $0 + ($1[receiver]?.bytes ?? 0) })
  }

  /// Where a device's counters are not the plans' sums, in words; nothing where all are equal.
  ///
  /// Memory is that of the last step.
  package func differences(_ report: DeviceReport) -> [String] {
    var found: [String] = []
    func compare(_ what: String, _ counted: Int, _ planned: Double) {
      guard Double(counted) != planned else { return }
      found.append("device \(rank): \(what): counted \(counted), planned \(planned)")
    }
    for kind in OperationKind.allCases {
      let planned = amounts[kind] ?? Amounts()
      for (measure, amount) in [
        (Measure.flop, planned.flop), (.weightBytesRead, planned.weights),
        (.cacheBytesRead, planned.cacheRead), (.cacheBytesWritten, planned.cacheWritten),
        (.activationBytesRead, planned.activationsRead),
        (.activationBytesWritten, planned.activationsWritten),
      ] { compare("\(measure) of \(kind)", report.counters[kind, measure], amount) }
    }
    for kind in Communication.Kind.allCases {
      let planned = sent[kind] ?? [:]
      for receiver in Set(planned.keys).union(report.traffic.receivers(kind)).sorted() {
        let (counted, sum) = (report.traffic[kind, to: receiver], planned[receiver] ?? Sum())
        compare(
          "messages of \(kind.rawValue) to \(receiver)",
          counted.messages,
          Double(sum.messages)
        )
        compare("bytes of \(kind.rawValue) to \(receiver)", counted.payloadBytes, sum.bytes)
      }
    }
    guard let memory = last?.memory else { return found }
    compare("bytes of weights held", report.weightBytes, memory.weights)
    compare("bytes of cache held", report.cacheBytes, memory.cache)
    compare("bytes of activations held", report.activationBytes, memory.activations)
    return found
  }
}
