import Quantities
import ServingMath
import Testing

@Suite struct ExpertExchangeTests {
  private let v3 = Model.deepSeekV3.config

  /// 8 experts · 7,168 numbers · (1 + 2) bytes.
  @Test func bytesOfOneTokenAreWorkedByHand() throws {
    let exchange = try #require(ExpertExchange(v3))
    #expect(exchange.dispatchBytes == Quantity(57_344, .bytes))
    #expect(exchange.combineBytes == Quantity(114_688, .bytes))
    #expect(exchange.bytes == Quantity(172_032, .bytes))
    #expect(exchange.combineOverDispatch == Quantity(2))
  }

  @Test func onePrecisionMakesBothWaysEqual() throws {
    let exchange = try #require(ExpertExchange(v3, dispatch: .bf16, combine: .bf16))
    #expect(exchange.combineOverDispatch == Quantity(1))
    #expect(exchange.bytes == Quantity(229_376, .bytes))
  }

  @Test func fewerCopiesSendProportionallyLess() throws {
    let exchange = try #require(ExpertExchange(v3))
    #expect(exchange.bytes(copies: Quantity(2)) == Quantity(43_008, .bytes))
    #expect(exchange.bytes(copies: Quantity(8)) == exchange.bytes)
  }

  @Test func denseModelsExchangeNothing() {
    #expect(ExpertExchange(Model.llama8B.config) == nil)
  }

  /// The plan counts the same bytes for the tokens of a device.
  @Test func agreesWithThePlan() throws {
    let exchange = try #require(ExpertExchange(v3))
    let plan = try ServingPlan(v3, on: .gb200, Layout(expert: 64), batch: 640, context: 1000)
    #expect(plan.dispatchAndCombineBytes == 10 * exchange.bytes)
  }

  @Test func deepSeekDecodesOverEighteenNodes() throws {
    let layout = try DeepSeekDeployment.decode
    try layout.check(v3)
    #expect(layout.devices == 144)
    let slots = 256 + layout.redundantExperts
    #expect(slots / layout.devices == DeepSeekDeployment.expertsPerDevice.value)
    #expect(
      DeepSeekProduction.nodesPerUnit.value * DeepSeekProduction.chipsPerNode.value == 144
    )
  }

  @Test func withoutCopiesTheyDoNotDivide() throws {
    let layout = try Layout(expert: 72)
    #expect(throws: LayoutError.self) { try layout.check(v3) }
  }
}
