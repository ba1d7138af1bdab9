import ClusterSimulator
import Quantities
import ServingMath

/// A run drawn at random, of which laws are asked.
struct ServingCase {
  let trace: RequestTrace
  let policy: ServingPolicy
  let memory: KeyValueMemory
  let cost: StepCost

  /// Seconds of a step: some for itself and some for all it does, in whole numbers of 2⁻²⁰ s.
  static func seconds(_ load: StepLoad) -> Double {
    let units =
      900 + 3 * load.promptTokens + 40 * load.decodingSequences + load.decodingContext / 8
      + load.promptPairs / 64 + load.promptContext / 16 + 5 * load.promptParts
    return Double(units) * 0x1p-20
  }

  init(seed: UInt64, isTight: Bool) {
    var random = SplitMix64(seed: seed)
    let rate = Double.random(in: 10...400, using: &random)
    trace = RequestTrace.poisson(
      rate: Quantity(rate) / Quantity(1, .seconds),
      count: 250,
      lengths: RequestLengths(
        prompt: .uniform(1...Int.random(in: 1...200, using: &random)),
        output: .exponential(mean: Int.random(in: 1...60, using: &random))
      ),
      seed: seed
    )
    policy = ServingPolicy(
      sequences: Int.random(in: 1...40, using: &random),
      tokensPerStep: [7, 40, 128, 1000].randomElement(using: &random) ?? 40,
      chunk: [5, 64, .max].randomElement(using: &random) ?? 64,
      order: ServingPolicy.Order.allCases.randomElement(using: &random) ?? .decodeFirst,
      reservation: ServingPolicy.Reservation.allCases.randomElement(using: &random) ?? .asNeeded
    )
    let longest = trace.map { $0.promptTokens + max(0, $0.outputTokens - 1) }.max() ?? 1
    let block = [1, 3, 16].randomElement(using: &random) ?? 16
    let room = Double.random(in: 1...(isTight ? 1.5 : 8), using: &random)
    memory = KeyValueMemory(
      tokens: Int(Double(longest) * room) + block,
      blockTokens: block
    )
    cost = .custom { Quantity(Self.seconds($0), .seconds) }
  }

  var simulation: ServingSimulation {
    ServingSimulation(cost: cost, memory: memory, policy: policy)
  }
}
