import Quantities
import ServingMath
import Testing

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
