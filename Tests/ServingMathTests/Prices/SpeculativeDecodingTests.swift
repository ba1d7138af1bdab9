import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct SpeculativeDecodingTests {
  static func pass(memory: Double, compute: Double) -> Pass {
    Pass(
      batch: Quantity(64),
      weightTime: Quantity(memory, .milliseconds),
      keyValueTime: Quantity(0, .milliseconds),
      computeTimePerToken: Quantity(compute, .milliseconds)
    )
  }

  @Test func oneGuessYieldsWhatDeepSeekReportsLessSomeOverhead() {
    // Section 5.4.3 of the report: 85 to 90 % accepted, 1.8 times the tokens per second.
    let range = SpeculativeDecoding.deepSeekAcceptance.value
    let reported = SpeculativeDecoding.deepSeekSpeedUp.value
    let memoryBound = Self.pass(memory: 10, compute: 1)
    for (acceptance, tokens, overhead) in [
      (range.lowerBound, 1.85, 0.028), (range.upperBound, 1.90, 0.056),
    ] {
      let scheme = SpeculativeDecoding(guesses: 1, acceptance: acceptance)
      #expect(close(scheme.tokensPerPass, Quantity(tokens), within: 1e-12))
      let ideal = scheme.speedUp(over: memoryBound)
      #expect(ideal > reported && ideal < Quantity(1.06) * reported)
      let extra = scheme.overhead(explaining: reported, over: memoryBound)
      #expect(close(extra, Quantity(overhead), within: 0.02))
    }
  }

  @Test(arguments: 1...UInt64(20))
  func tokensPerPassIsTheGeometricSum(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let acceptance = Double.random(in: 0...0.99, using: &random)
    let guesses = Int.random(in: 0...12, using: &random)
    let scheme = SpeculativeDecoding(guesses: guesses, acceptance: Quantity(acceptance))
    let power = (0...guesses).reduce(1) { product, _ in product * acceptance }
    let closed = (1 - power) / (1 - acceptance)
    #expect(close(scheme.tokensPerPass, Quantity(closed), within: 1e-9))
  }

  @Test(arguments: 1...UInt64(10))
  func tokensPerPassIsWhatGuessingAtRandomYields(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let acceptance = Double.random(in: 0.1...0.95, using: &random)
    let guesses = Int.random(in: 1...6, using: &random)
    var tokens = 0
    let passes = 40_000
    for _ in 0..<passes {
      tokens += 1
      for _ in 0..<guesses {
        guard Double.random(in: 0..<1, using: &random) < acceptance else { break }
        tokens += 1
      }
    }
    let scheme = SpeculativeDecoding(guesses: guesses, acceptance: Quantity(acceptance))
    let mean = Quantity(Double(tokens) / Double(passes))
    #expect(close(mean, scheme.tokensPerPass, within: 0.02))
  }

  @Test func certainGuessesAllCount() {
    let scheme = SpeculativeDecoding(guesses: 4, acceptance: Quantity(1))
    #expect(scheme.tokensPerPass == Quantity(5))
    #expect(scheme.speedUp(over: Self.pass(memory: 10, compute: 1)) == Quantity(5))
  }

  @Test func nothingIsGainedWhereArithmeticAlreadyBinds() {
    let bound = Self.pass(memory: 1, compute: 2)
    let scheme = SpeculativeDecoding(guesses: 3, acceptance: Quantity(0.8))
    #expect(scheme.speedUp(over: bound) < Quantity(1))
    let certain = SpeculativeDecoding(guesses: 3, acceptance: Quantity(1))
    #expect(close(certain.speedUp(over: bound), Quantity(1), within: 1e-12))
    let costly = SpeculativeDecoding.breakEvenAcceptance(
      guesses: 3,
      over: bound,
      guessing: Quantity(0.1, .milliseconds)
    )
    #expect(costly == nil)
  }

  @Test func anyAcceptancePaysWhereGuessesAreFree() {
    let even = SpeculativeDecoding.breakEvenAcceptance(
      guesses: 3,
      over: Self.pass(memory: 10, compute: 1)
    )
    #expect(even == Quantity(0))
  }

  @Test(arguments: 1...UInt64(20))
  func breakEvenAcceptanceNeitherGainsNorLoses(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let guesses = Int.random(in: 1...5, using: &random)
    let pass = Self.pass(memory: 2, compute: .random(in: 0.5...1.9, using: &random))
    let guessing = Quantity(.random(in: 0.01...0.09, using: &random), .milliseconds)
    let even = try #require(
      SpeculativeDecoding.breakEvenAcceptance(guesses: guesses, over: pass, guessing: guessing)
    )
    let gain = SpeculativeDecoding(guesses: guesses, acceptance: even)
      .speedUp(over: pass, guessing: guessing)
    #expect(close(gain, Quantity(1), within: 1e-9))
  }
}
