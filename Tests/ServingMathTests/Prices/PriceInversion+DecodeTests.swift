import Quantities
import ServingMath
import Testing

@Suite struct DecodeDeductionTests {
  @Test func lecturesRatiosGiveAThirdToAFifth() {
    // Flashcard 24: output three to five times dearer means a third to a fifth of prefill's MFU.
    let decode = PriceInversion.Decode(priceRatio: Quantity(3)...Quantity(5))
    #expect(decode.utilisationOverPrefill == Quantity(0.2)...Quantity(1 / 3.0))
    #expect(decode.balancedLength == Quantity(3, .tokens)...Quantity(5, .tokens))
  }

  @Test(arguments: [(PriceList.claudeOpus46, 5.0), (.gemini31Pro, 6), (.gpt5, 8)])
  func listsOfTodayGiveFiveToEight(list: PriceList, ratio: Double) {
    let decode = PriceInversion.Decode(list)
    #expect(close(decode.memoryOverCompute.lowerBound, Quantity(ratio), within: 1e-9))
  }

  @Test func unequalMarginsWidenTheAnswer() {
    let decode = PriceInversion.Decode(
      .claudeOpus46,
      marginRatio: Quantity(0.5)...Quantity(2)
    )
    #expect(decode.memoryOverCompute == Quantity(2.5)...Quantity(10))
  }

  @Test func agreesWithTheForwardFormula() {
    let pass = Pass(
      batch: Quantity(100),
      weightTime: Quantity(3, .milliseconds),
      keyValueTime: Quantity(2, .milliseconds),
      computeTimePerToken: Quantity(1, .milliseconds)
    )
    let rent = Quantity(2, .dollarsPerHour)
    let ratio =
      pass.costPerToken(length: 1, rent: rent) / pass.costPerToken(length: 512, rent: rent)
    let decode = PriceInversion.Decode(priceRatio: .exactly(ratio))
    #expect(close(decode.memoryOverCompute.lowerBound, pass.memoryOverCompute, within: 1e-12))
  }
}
