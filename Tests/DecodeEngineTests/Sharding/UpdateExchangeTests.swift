import DecodeEngine
import Quantities
import ServingMath
import TestSupport
import Testing

/// The exchanges of a training iteration's update, performed on real numbers as the plan has them.
struct UpdateExchangeTests {
  /// A layer with a network and one with experts.
  private static let config: TransformerConfig = {
    let attention = Attention(.grouped(queryHeads: 4, keyValueHeads: 2, headDimension: 8))
    let experts = Experts(count: 8, chosen: 2, shared: 1, feedForwardSize: 16)
    return TransformerConfig(
      hiddenSize: 32,
      vocabularySize: 49,
      layers: [
        TransformerConfig.Layer(attention, .dense(width: 48), normParameters: 64),
        TransformerConfig.Layer(attention, .experts(experts), normParameters: 64),
      ]
    )
  }()

  /// What a device has of one kind of weights in the end, and who its replicas are.
  private struct Sums: Sendable {
    var numbers: [Float]
    var group: [Int]
  }

  @Test(arguments: [
    "dp2", "dp3", "pp2,dp2", "dp2,tp2", "dp4,ep4", "dp4,ep2", "dp2,tp2,ep2", "dp2,cp2", "pp2,cp3",
  ])
  func replicasEndWithTheSumsOfTheirGradients(text: String) throws {
    let layout = try Layout(parsing: text)
    let widths = PlanWidths(engine: PlanWidths.Weights(.fp32))
    let plan = try Plan.update(Self.config, layout, widths: widths)
    let devices = (0..<layout.devices).map(plan.device)
    let ends = InProcessTransport.connecting(layout.devices)
    let results = onThreads(layout.devices) { rank in
      Result { try Self.perform(devices, rank, Exchange(ends[rank])) }
    }
    let outcomes = try #require(results).map { try $0.get() }
    for (rank, outcome) in outcomes.enumerated() {
      #expect(!outcome.sums.isEmpty)
      for sums in outcome.sums {
        let expected = sums.numbers.indices.map { place in
          sums.group.reduce(Float(0)) { $0 + Self.gradient($1, place) }
        }
        #expect(sums.numbers == expected, "\(text), device \(rank)")
      }
      for kind in [Communication.Kind.reduceScatter, .allGather] {
        let planned = devices[rank].sent(kind)
        #expect(outcome.traffic[kind].messages == planned.messages)
        #expect(Double(outcome.traffic[kind].payloadBytes) == planned.bytes.value(in: .bytes))
      }
    }
  }

  /// Whole numbers, which are added without rounding in any order.
  private static func gradient(_ rank: Int, _ place: Int) -> Float {
    Float((rank + 1) * (place % 7 + 1))
  }

  private static func perform(
    _ devices: [DevicePlan],
    _ rank: Int,
    _ exchange: Exchange
  ) throws -> (sums: [Sums], traffic: TrafficCounters) {
    exchange.counts = true
    var sums: [Sums] = []
    var gradients = Matrix(rows: 0, columns: 0)
    var chunk = 0..<0
    for (index, action) in devices[rank].actions.enumerated() {
      guard let group = action.communication?.group else { continue }
      let members = group.map { devices[$0].actions }
      if action.step == .sumGradients {
        // What a member sends is all but its chunk: over the ring each number goes g − 1 times.
        let bytes = members.reduce(0) {
          $0 + ($1[index].communication?.bytes.value(in: .bytes) ?? 0)
        }
        let count = Int(bytes) / 4 / (group.count - 1)
        gradients = Matrix(rows: 1, columns: count)
        gradients.replace(with: (0..<count).map { gradient(rank, $0) }, at: 0)
        chunk = try exchange.reduceScatter(gradients, over: group)
      } else {
        let sizes = members.map { updated($0[index - 1]) }
        #expect(sizes[try #require(group.firstIndex(of: rank))] == chunk.count)
        let parts = try exchange.allGather(gradients.numbers(chunk), sizes: sizes, over: group)
        // Member i has chunk i + 1, so the first chunk is the last member's.
        sums.append(
          Sums(numbers: (parts.suffix(1) + parts.dropLast()).flatMap { $0 }, group: group)
        )
      }
    }
    return (sums, exchange.traffic)
  }

  /// Weights of the chunk that an optimiser's step changes.
  private static func updated(_ action: PlannedAction) -> Int {
    guard action.step == .update, case .rows(_, let columns)? = action.operations.first?.shape
    else { return -1 }
    return columns
  }
}
