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
