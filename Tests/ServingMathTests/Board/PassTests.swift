import Quantities
import ServingMath
import Testing

@Suite struct PassTests {
  /// The drawing of the lecture: reading takes five times as long as computing one token (D18).
  static let drawn = Pass(
    batch: Quantity(100),
    weightTime: Quantity(4, .milliseconds),
    keyValueTime: Quantity(1, .milliseconds),
    computeTimePerToken: Quantity(1, .milliseconds)
  )

  @Test func costFallsToAFifthAndStaysThere() {
    let rent = Quantity(2, .dollarsPerHour)
    let costs = [1, 2, 4, 5, 6, 100].map { Self.drawn.costPerToken(length: $0, rent: rent) }
    let shares = costs.map { $0 / costs[5] }
    for (share, level) in zip(shares, [5, 2.5, 1.25, 1, 1, 1]) {
      #expect(close(share, Quantity(level), within: 1e-12))
    }
    #expect(Self.drawn.balancedLength == Quantity(5, .tokens))
    #expect(close(Self.drawn.utilisation(length: 1), Quantity(0.2), within: 1e-12))
  }

  static func deepSeekV3(context: Int) -> Pass {
    let board = Roofline(ServedModel(.deepSeekV3), on: .gb200NVL72)
    return Pass(board.step(batch: 2400, context: Quantity(context, .tokens)))
  }

  @Test func rooflineTermsAreThePrintedOnes() {
    // X01: V3 on a GB200 rack in FP8; weights in 1.16 ms, 2,400 sequences computed in 0.49 ms.
    let pass = Self.deepSeekV3(context: 0)
    #expect(close(pass.weightTime, Quantity(1.16, .milliseconds), within: 0.005))
    #expect(close(pass.computeTimePerToken, Quantity(0.49, .milliseconds), within: 0.01))
    #expect(pass.keyValueTime == Quantity(0, .seconds))
  }

  @Test func cacheOfTheBatchIsReadOncePerPass() {
    // C110: 21.6 GB on each of 64 GPUs at a context of 8,192; read at the rack's 576 TB/s.
    let pass = Self.deepSeekV3(context: 8192)
    let bytes = pass.keyValueTime * Quantity(576, .terabytesPerSecond)
    #expect(close(bytes, Quantity(21.6 * 64, .gigabytes), within: 0.001))
  }

  @Test func emptyPassStops() async {
    await #expect(processExitsWith: .failure) { _ = PassTests.drawn.time(length: 0) }
  }
}
