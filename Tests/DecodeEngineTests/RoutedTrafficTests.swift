import DecodeEngine
import Quantities
import ServingMath
import Testing

@Suite struct RoutedTrafficTests {
  private let flat = GroupLimitedRouter(ExpertRouter(experts: 256, chosen: 8))
  private let limited = GroupLimitedRouter(
    experts: 256,
    chosen: 8,
    groups: 8,
    groupsChosen: 4
  )

  private func traffic(
    _ router: GroupLimitedRouter,
    perNode: Int,
    tokens: Int = 40,
    skew: Double = 0
  ) -> RoutedTraffic {
    RoutedTraffic(
      router,
      over: ExpertPlacement(experts: 256, devices: 64, devicesPerNode: perNode),
      tokensPerDevice: tokens,
      skew: Quantity(skew),
      seed: 5
    )
  }

  @Test func everyTokenSendsOneCopyPerExpert() {
    let counted = traffic(flat, perNode: 8)
    #expect(counted.tokens == 64 * 40)
    #expect(counted.allCopies == 8 * counted.tokens)
    #expect(counted.visits.reduce(0, +) == counted.allCopies)
    #expect(counted.load.reduce(0, +) == counted.allCopies)
  }

  @Test func oneRackKeepsEverything() {
    let counted = traffic(flat, perNode: 64)
    #expect(counted.copiesLeaving == 0)
    #expect(counted.nodesVisited == 0)
  }

  /// C063: the share that leaves is (R − 1) / R.
  @Test(arguments: [2, 4, 8])
  func shareLeavingMeetsTheFormula(racks: Int) {
    let counted = traffic(flat, perNode: 64 / racks).shareLeaving
    #expect(abs(counted - RackTraffic.shareLeaving(racks: racks)) < Quantity(0.01), "\(counted)")
  }

  @Test func nodesVisitedMeetTheFormula() {
    let counted = traffic(flat, perNode: 8).nodesVisitedPerToken
    let expected =
      Experts(count: 256, chosen: 8).expectedGroupsVisited(groups: 8)
      * RackTraffic.shareLeaving(racks: 8)
    #expect(abs(counted - expected) < Quantity(0.05), "counted \(counted), expected \(expected)")
  }

  /// At most four nodes a token, of which one is its own half of the time.
  @Test func limitedGroupsLimitTheNodes() {
    let counted = traffic(limited, perNode: 8)
    #expect(counted.nodesVisitedPerToken < Quantity(4))
    #expect(counted.nodesVisitedPerToken < traffic(flat, perNode: 8).nodesVisitedPerToken)
  }

  /// C054.
  @Test func enoughTokensReachEveryDevice() {
    #expect(traffic(flat, perNode: 64, tokens: 120).isAllToAll)
    #expect(!traffic(flat, perNode: 64, tokens: 1).isAllToAll)
    #expect(traffic(flat, perNode: 64, tokens: 1).widestFan <= 8)
  }

  @Test func sameSeedSameTraffic() {
    #expect(traffic(flat, perNode: 8).copies == traffic(flat, perNode: 8).copies)
  }

  @Test func balancingWithCopiesEvensOutFavourites() {
    let learnt = traffic(flat, perNode: 64, tokens: 80, skew: 0.1)
    let balanced = ExpertPlacement.balanced(
      visits: learnt.visits,
      copies: 32,
      devices: 72,
      devicesPerNode: 72
    )
    #expect(balanced.slots.allSatisfy { $0.count == 4 && Set($0).count == 4 })
    let served = RoutedTraffic(
      flat,
      over: balanced,
      tokensPerDevice: 80,
      skew: Quantity(0.1),
      seed: 6
    )
    #expect(learnt.imbalance > Quantity(1.4), "\(learnt.imbalance)")
    #expect(served.imbalance < Quantity(1.2), "\(served.imbalance)")
  }

  /// Four experts, the first with half of all visits: it alone is held twice.
  @Test func theBusiestIsHeldTwice() {
    let placement = ExpertPlacement.balanced(
      visits: [60, 20, 20, 20, 20],
      copies: 1,
      devices: 3,
      devicesPerNode: 3
    )
    #expect(placement.slots.flatMap { $0 }.sorted() == [0, 0, 1, 2, 3, 4])
    #expect(placement.slots.allSatisfy { Set($0).count == 2 })
  }

  @Test func devicesThatDoNotDivideStop() async {
    await #expect(processExitsWith: .failure) {
      _ = ExpertPlacement(experts: 256, devices: 72, devicesPerNode: 72)
    }
  }
}
