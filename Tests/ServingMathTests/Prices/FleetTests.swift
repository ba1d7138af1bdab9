import Quantities
import ServingMath
import Testing

@Suite struct FleetTests {
  static func fleet(_ traffic: Double) -> Fleet {
    Fleet(
      traffic: Quantity(traffic, .tokensPerSecond),
      ratePerRack: Quantity(128_000, .tokensPerSecond),
      chipsPerRack: 72
    )
  }

  @Test func fiftyMillionTokensASecondFillThePrintedRacks() {
    // X13: 391 racks, 28,125 GPUs.
    let fleet = Self.fleet(50e6)
    #expect(fleet.racks == 391)
    #expect(fleet.filledChips == Quantity(28_125))
    #expect(fleet.chips == 391 * 72)
  }

  @Test func tenTimesTheTrafficFillsTenTimesTheRacks() {
    // X13 prints 3,906, rounded down; 3,907 have to be set up.
    let fleet = Self.fleet(500e6)
    #expect(fleet.filledRacks.plain.rounded() == 3906)
    #expect(fleet.racks == 3907)
  }

  @Test func tokenCostsThePrintedAmountWhateverTheTraffic() {
    // X05: $0.31 per million tokens at 128,000 a second, $800 for one sequence in 20 ms.
    let rent = Quantity(2, .dollarsPerHour)
    let cost = Self.fleet(50e6).costPerToken(rent: rent)
    #expect(close(cost, Quantity(0.31, .dollarsPerMegatoken), within: 0.01))
    let alone = Fleet(
      traffic: Quantity(50, .tokensPerSecond),
      ratePerRack: Quantity(50, .tokensPerSecond),
      chipsPerRack: 72
    )
    #expect(
      close(alone.costPerToken(rent: rent), Quantity(800, .dollarsPerMegatoken), within: 1e-9)
    )
  }

  @Test func dayCostsItsTokens() {
    let rent = Quantity(2, .dollarsPerHour)
    let day = Quantity(1, .days)
    let fleet = Self.fleet(50e6)
    let tokens = fleet.traffic * day
    let cost = fleet.cost(for: day, rent: rent)
    #expect(close(cost, fleet.costPerToken(rent: rent) * tokens, within: 1e-12))
    // 28,125 GPUs at $48 a day.
    #expect(close(cost, Quantity(1_350_000, .dollars), within: 1e-12))
  }

  @Test func rackThatServesNothingStops() async {
    await #expect(processExitsWith: .failure) {
      _ = Fleet(
        traffic: Quantity(1, .tokensPerSecond),
        ratePerRack: Quantity(0, .tokensPerSecond),
        chipsPerRack: 72
      )
    }
  }
}

@Suite struct ServingDayTests {
  static let day = ServingDay.deepSeek

  @Test func busyNodesAreThoseCounted() {
    #expect(close(Self.day.busyNodes, Self.day.meanNodes.value, within: 0.001))
    #expect((Self.day.busyNodes.plain * 10).rounded() / 10 == 226.9)
    let peak = Quantity(Double(ServingDay.deepSeekPeakNodes.value))
    #expect(Self.day.meanNodes.value < peak)
  }

  @Test func costIsTheStatedOne() {
    #expect(close(Self.day.cost, ServingDay.deepSeekCost.value, within: 1e-9))
  }

  @Test func revenueIsTheStatedOne() {
    let revenue = Self.day.revenue(at: .deepSeekR1)
    #expect(close(revenue, ServingDay.deepSeekRevenue.value, within: 0.0002))
    #expect(close(revenue, Quantity(562_100, .dollars), within: 1e-6))
  }

  @Test func marginAndCacheShareAreTheStatedOnes() {
    // DeepSeek cuts its 545.5 % to 545 %.
    #expect(close(Self.day.margin(at: .deepSeekR1), Quantity(545.5, .percent), within: 0.001))
    #expect(close(Self.day.cachedShare, Quantity(56.3, .percent), within: 0.001))
  }

  @Test func tokensCostThePrintedRent() {
    func thousandths(_ price: Quantity) -> Double {
      (price.value(in: .dollarsPerMegatoken) * 1000).rounded()
    }
    #expect(thousandths(Self.day.costPerOutputToken) == 300)
    #expect(thousandths(Self.day.costPerInputToken) == 60)
    #expect(thousandths(Self.day.costPerMissedToken) == 138)
  }
}
