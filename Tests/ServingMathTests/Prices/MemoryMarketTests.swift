import Quantities
import ServingMath
import Testing

@Suite struct MemoryMarketTests {
  /// C100: from 1.1 to 0.8 billion is 27.3 % down, twice what IDC forecasts.
  @Test func phonesFallByAQuarter() {
    #expect(close(MemoryMarket.phonesFall, Quantity(27.27, .percent)))
    #expect(MemoryMarket.phonesByIDC.value < 0.5 * MemoryMarket.phonesFall)
  }

  /// C102: guidance only rose.
  @Test func guidanceRose() {
    let spending = MemoryMarket.capitalExpenditure
    #expect(spending.april.value > spending.february.value.upperBound)
  }
}
