import DecodeEngine
import TestSupport
import Testing

struct SamplerTests {
  private static func chains() throws -> [String: SamplingParameters] {
    [
      "temperature_0.7": try SamplingParameters(temperature: 0.7),
      "temperature_1.5": try SamplingParameters(temperature: 1.5),
      "top_k_10": try SamplingParameters(topK: 10),
      "top_p_0.3": try SamplingParameters(topP: 0.3),
      "top_p_0.9": try SamplingParameters(topP: 0.9),
      "min_p_0.05": try SamplingParameters(minP: 0.05),
      "typical_p_0.9": try SamplingParameters(typicalP: 0.9),
      "repetition_penalty_1.3": try SamplingParameters(repetitionPenalty: 1.3),
      "rep1.1_temp0.8_topk20_topp0.95": try SamplingParameters(
        temperature: 0.8,
        topK: 20,
        topP: 0.95,
        repetitionPenalty: 1.1
      ),
    ]
  }

  @Test func leavesTheProbabilitiesOfTheReference() throws {
    let file = try ReferenceFile(file: Fixture.path("sampling/sampling.safetensors"))
    let names = file.tensors.filter { $0 != "logits" && $0 != "history" }
    #expect(try names == Self.chains().keys.sorted())
    let (logits, history) = (try file.rows("logits"), try file.integers("history"))
    for name in names {
      let sampler = Sampler(try #require(Self.chains()[name]))
      for (row, expected) in try file.rows(name).enumerated() {
        let found = try sampler.probabilities(logits: logits[row], history: history[row])
        let difference = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
        #expect(difference <= 1e-6, "\(name), row \(row)")
        #expect(found.map { $0 == 0 } == expected.map { $0 == 0 }, "\(name), row \(row)")
      }
    }
  }

  @Test func drawsInProportion() throws {
    let file = try ReferenceFile(file: Fixture.path("sampling/sampling.safetensors"))
    let logits = try file.rows("logits")[0]
    let draws = 20_000
    for seed in [1, 2, 3] as [UInt64] {
      var sampler = Sampler(try SamplingParameters(temperature: 1.5, topK: 24, seed: seed))
      let probabilities = try sampler.probabilities(logits: logits)
      var counts = [Int](repeating: 0, count: logits.count)
      for _ in 0..<draws { counts[Int(try sampler.next(logits: logits))] += 1 }
      var chiSquare = 0.0
      for (count, probability) in zip(counts, probabilities) {
        guard probability > 0 else {
          #expect(count == 0)
          continue
        }
        let expected = Double(probability) * Double(draws)
        chiSquare += (Double(count) - expected) * (Double(count) - expected) / expected
      }
      // 23 degrees of freedom: 49.7 is passed once in a thousand times.
      #expect(chiSquare < 49.7 && chiSquare > 5, "seed \(seed)")
    }
  }

  @Test func equalSeedsDrawEqually() throws {
    let logits = (0..<100).map { Float($0 % 7) }
    func drawn(_ seed: UInt64) throws -> [Int32] {
      var sampler = Sampler(try SamplingParameters(topP: 0.9, seed: seed))
      return try (0..<50).map { _ in try sampler.next(logits: logits) }
    }
    #expect(try drawn(7) == drawn(7))
    #expect(try drawn(7) != drawn(8))
  }

  @Test func greedyTakesTheFirstOfEquals() throws {
    var greedy = Sampler(.greedy)
    #expect(try greedy.next(logits: [1, 3, 2, 3]) == 1)
    #expect(try greedy.probabilities(logits: [1, 3, 2, 3]) == [0, 1, 0, 0])
    var penalized = Sampler(try SamplingParameters(temperature: 0, repetitionPenalty: 2))
    #expect(try penalized.next(logits: [1, 3, 2, 3], history: [1, 3, 3]) == 2)
    #expect(try penalized.next(logits: [-1, -3, -1.5], history: [0, 0]) == 2)
  }

  @Test func filtersKeepEqualsAndAtLeastOne() throws {
    let equals: [Float] = [2, 5, 5, 5, 1]
    #expect(
      try Sampler(SamplingParameters(topK: 2)).probabilities(logits: equals).filter { $0 > 0 }.count
        == 3
    )
    #expect(
      try Sampler(SamplingParameters(topP: 0.01)).probabilities(logits: equals) == [0, 1, 0, 0, 0]
    )
    #expect(
      try Sampler(SamplingParameters(topK: 9, minP: 1, typicalP: 0.01)).probabilities(logits: [3])
        == [1]
    )
  }

  @Test func filtersSeeWhatTheOnesBeforeLeft() throws {
    // Of 0.5, 0.25, 0.125, 0.125 two remain after top-k, two thirds and one third.
    let logits = [0.5, 0.25, 0.125, 0.125].map { Float(PortableMath.logarithm($0)) }
    let sampler = Sampler(try SamplingParameters(topK: 2, topP: 0.6))
    #expect(try sampler.probabilities(logits: logits) == [1, 0, 0, 0])
    #expect(
      try Sampler(SamplingParameters(topP: 0.6)).probabilities(logits: logits).map { $0 > 0 }
        == [true, true, false, false]
    )
  }

  @Test func extremesStayFinite() throws {
    let sampler = Sampler(
      try SamplingParameters(temperature: 1e-30, topP: 0.5, typicalP: 0.5, repetitionPenalty: 1e30)
    )
    let logits: [Float] = [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0]
    let probabilities = try sampler.probabilities(logits: logits, history: [1])
    #expect(probabilities == [1, 0, 0])
  }

  @Test func refusesWhatMeansNothing() throws {
    var sampler = Sampler(.greedy)
    #expect(throws: SamplingError.noLogits) { try sampler.next(logits: []) }
    #expect(throws: SamplingError.notFinite(token: 1, value: "nan")) {
      try sampler.next(logits: [0, .nan])
    }
    #expect(throws: SamplingError.notFinite(token: 0, value: "-inf")) {
      try sampler.probabilities(logits: [-.infinity, 0])
    }
    #expect(throws: SamplingError.unknownToken(2, vocabulary: 2)) {
      try sampler.next(logits: [0, 0], history: [1, 2])
    }
    #expect(throws: SamplingError.unknownToken(-1, vocabulary: 2)) {
      try sampler.next(logits: [0, 0], history: [-1])
    }
    for value in [-1, .nan, .infinity] as [Float] {
      #expect(throws: SamplingError.self) { try SamplingParameters(temperature: value) }
      #expect(throws: SamplingError.self) { try SamplingParameters(topP: value) }
      #expect(throws: SamplingError.self) { try SamplingParameters(minP: value) }
      #expect(throws: SamplingError.self) { try SamplingParameters(typicalP: value) }
      #expect(throws: SamplingError.self) { try SamplingParameters(repetitionPenalty: value) }
    }
    #expect(
      throws: SamplingError.badParameter(name: "topK", value: 0, allowed: "1 or more, or nil")
    ) { try SamplingParameters(topK: 0) }
  }
}
