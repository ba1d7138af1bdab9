import Quantities
import ServingMath
import Testing

@Suite struct HoldTimeTests {
  @Test func twoWritesGiveAStoragePrice() throws {
    // $10.00 − $6.25 for 55 minutes more.
    let hold = try #require(PriceInversion.HoldTime(.claudeOpus46))
    let perHour = QuantityUnit.dollarsPerMegatoken / .hours
    #expect(close(hold.storagePrice, Quantity(3.75 * 60 / 55, perHour), within: 1e-12))
    #expect(close(hold.matchedHoldTime, Quantity(440, .seconds), within: 1e-9))
    // What is left of the five-minute write: $1.25 less five minutes of storage.
    let rest = Quantity(1.25 - 3.75 * 5 / 55, .dollarsPerMegatoken)
    #expect(close(hold.writePrice, rest, within: 1e-9))
  }

  @Test(arguments: PriceList.anthropic)
  func oneVendorsMultiplesGiveOneHoldTime(list: PriceList) throws {
    let hold = try #require(PriceInversion.HoldTime(list))
    #expect(close(hold.matchedHoldTime, Quantity(440, .seconds), within: 1e-9))
  }

  @Test func rentedStorageGivesItDirectly() throws {
    // $0.20 to read, $4.50 an hour to keep.
    let hold = try #require(PriceInversion.HoldTime(.gemini31Pro))
    #expect(close(hold.matchedHoldTime, Quantity(160, .seconds), within: 1e-9))
    #expect(hold.writePrice == Quantity(0, .dollarsPerMegatoken))
  }

  @Test func impliedHoldTimePointsToFlash() throws {
    let hold = try #require(PriceInversion.HoldTime(.claudeOpus46))
    let tiers = MemoryTier.belowHighBandwidth + [MemoryTier(of: .b200)]
    let nearest = MemoryTier.matching(holding: hold.matchedHoldTime, among: tiers)
    #expect(nearest.kind == .flash)
  }

  @Test func storagePriceOfAByteIsThatOfATokenOverItsBytes() throws {
    let hold = try #require(PriceInversion.HoldTime(.gemini31Pro))
    let bytes = Quantity(1667, .bytesPerToken)
    let perByte = hold.storagePricePerByte(bytesPerToken: bytes)
    let expected = Quantity(4.5 / 1.667, .dollars / .gigabytes / .hours)
    #expect(close(perByte, expected, within: 1e-9))
  }

  @Test(arguments: [PriceList.gpt54, .miniMaxM2, .deepSeekV3])
  func listsThatSayTooLittleGiveNothing(list: PriceList) {
    #expect(PriceInversion.HoldTime(list) == nil)
  }
}
