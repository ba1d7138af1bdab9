import Quantities
import ServingMath

/// One class's part in an exchange.
struct ExchangePart {
  /// The class.
  let index: Int
  /// How many of the group are of it.
  let count: Int
  let communication: Communication
}

/// How long an exchange takes, from what each of its devices sends.
struct ExchangeTime {
  private(set) var seconds = 0.0
  private(set) var bound = ClusterSpan.Bound.latency

  private let rates: ClockRates
  private let devicesPerRack: Int

  init(
    _ parts: [ExchangePart],
    first: [Int],
    classes: [Int],
    devicesPerRack: Int,
    _ rates: ClockRates
  ) {
    self.rates = rates
    self.devicesPerRack = devicesPerRack
    switch parts[0].communication.kind {
    case .allReduce, .reduceScatter, .allGather:
      for part in parts { addRing(part.communication) }
    case .allToAll, .gather, .handOver:
      addDirect(parts, first: first, classes: classes)
    }
  }

  /// A ring: as many steps as messages, each as late and as slow as the slowest link on the way round.
  ///
  ///     messages · latency + bytes / bandwidth
  private mutating func addRing(_ exchange: Communication) {
    let group = exchange.group
    var used: [LinkClass] = []
    for (index, rank) in group.enumerated() {
      let link = link(rank, group[(index + 1) % group.count])
      if !used.contains(link) { used.append(link) }
    }
    let bytes = exchange.sendings.reduce(0) { $0 + $1.byteCount }
    let latency = used.reduce(0) { max($0, rates[$1].latency) }
    let slowest = used.reduce(used[0]) { rates[$1].bandwidth < rates[$0].bandwidth ? $1 : $0 }
    lengthen(
      latency: Double(exchange.messages) * latency,
      transfer: rates[slowest].time(bytes),
      over: slowest
    )
  }

  /// Straight to each receiver: each kind of link carries its bytes out and in side by side with the other.
  ///
  ///     max over devices and links of latency + max(bytes out, bytes in) / bandwidth
  private mutating func addDirect(_ parts: [ExchangePart], first: [Int], classes: [Int]) {
    var flows = [[Flow]](repeating: [Flow(), Flow()], count: parts.count)
    var slots: [Int: Int] = [:]
    for (slot, part) in parts.enumerated() { slots[part.index] = slot }
    for (slot, part) in parts.enumerated() {
      let share = Double(part.count)
      for sending in part.communication.sendings {
        guard let to = slots[classes[sending.receiver]] else {
          stop("device \(sending.receiver) is sent something in an exchange that it has no part in")
        }
        let kind = link(first[part.index], sending.receiver) == .rack ? 0 : 1
        flows[slot][kind].sent += sending.byteCount
        flows[to][kind].received += share * sending.byteCount / Double(parts[to].count)
        if sending.messages > 0 {
          flows[slot][kind].isUsed = true
          flows[to][kind].isUsed = true
        }
      }
    }
    for flow in flows {
      for (kind, link) in [LinkClass.rack, .network].enumerated() where flow[kind].isUsed {
        let bytes = max(flow[kind].sent, flow[kind].received)
        lengthen(latency: rates[link].latency, transfer: rates[link].time(bytes), over: link)
      }
    }
  }

  private struct Flow {
    var sent = 0.0
    var received = 0.0
    var isUsed = false
  }

  private mutating func lengthen(latency: Double, transfer: Double, over link: LinkClass) {
    guard latency + transfer > seconds else { return }
    seconds = latency + transfer
    bound = latency > transfer ? .latency : ClusterSpan.Bound(link)
  }

  private func link(_ one: Int, _ other: Int) -> LinkClass {
    one / devicesPerRack == other / devicesPerRack ? .rack : .network
  }
}

extension ClusterSpan.Bound {
  /// The bandwidth of a link.
  init(_ link: LinkClass) { self = link == .rack ? .rack : .network }
}
