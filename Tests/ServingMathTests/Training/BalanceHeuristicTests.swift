import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct BalanceHeuristicTests {
  private static func balance(_ a: Double, _ p: Double, _ b: Double, _ q: Double)
    -> BalanceHeuristic
  {
    BalanceHeuristic(
      rising: Quantity(a, .dollars),
      exponent: Quantity(p),
      falling: Quantity(b, .dollars),
      exponent: Quantity(q)
    )
  }

  @Test func xAndItsInverseAreLeastWhereEqual() {
    let board = Self.balance(1, 1, 1, 1)
    #expect(board.optimum == Quantity(1))
    #expect(board.equalPoint == Quantity(1))
    #expect(close(board.penalty, Quantity(1), within: 1e-12))
  }

  @Test func exponentsOfOneAndTwoStandTwoToOneAndCostSixPercent() {
    let board = Self.balance(1, 1, 1, 2)
    #expect(close(board.ratioAtOptimum, Quantity(2), within: 1e-12))
    // 2 · 2^(2/3) / 3
    #expect(close(board.penalty, Quantity(1.058_267), within: 1e-6))
  }

  @Test(arguments: [UInt64(9), 10])
  func optimumBeatsItsNeighboursAndPenaltyIsTheCostRatio(seed: UInt64) {
    var numbers = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let board = Self.balance(
        numbers.magnitude(1e-3...1e3),
        numbers.magnitude(0.2...4),
        numbers.magnitude(1e-3...1e3),
        numbers.magnitude(0.2...4)
      )
      let best = board.optimum
      let least = board.cost(at: best)
      #expect(board.cost(at: 0.95 * best) > least)
      #expect(board.cost(at: 1.05 * best) > least)
      let ratio = board.risingCost(at: best) / board.fallingCost(at: best)
      #expect(close(ratio, board.ratioAtOptimum, within: 1e-9))
      let equal = board.equalPoint
      #expect(close(board.risingCost(at: equal), board.fallingCost(at: equal), within: 1e-9))
      #expect(close(board.cost(at: equal) / least, board.penalty, within: 1e-9))
      #expect(board.penalty.plain < 2 && board.penalty.plain > 1 - 1e-12)
    }
  }
}
