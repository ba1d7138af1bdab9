import ClusterSimulator
import Quantities
import ServingMath

extension RequestTrace {
  /// Prompts that branch off each other, as turns of conversations do: in blocks of 8, the last perhaps in part,
  /// one every so often, some at the same time.
  static func branching(seed: UInt64, count: Int = 300) -> RequestTrace {
    var random = SplitMix64(seed: seed)
    var prompts: [[Int]] = []
    var names = 0
    var time = 0.0
    let requests = (0..<count).map { _ in
      var prompt: [Int] = []
      if let earlier = prompts.randomElement(using: &random), Bool.random(using: &random) {
        prompt = Array(earlier.prefix(Int.random(in: 0...earlier.count, using: &random)))
      }
      for _ in 0..<Int.random(in: prompt.isEmpty ? 1...6 : 0...4, using: &random) {
        prompt.append(names)
        names += 1
      }
      prompts.append(prompt)
      time += Double(Int.random(in: 0...3, using: &random))
      return ServingRequest(
        arrival: Quantity(time, .seconds),
        promptTokens: prompt.count * 8 - Int.random(in: 0..<8, using: &random),
        outputTokens: 1,
        blocks: prompt
      )
    }
    return RequestTrace(requests, blockTokens: 8)
  }
}
