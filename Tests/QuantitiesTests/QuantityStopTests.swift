import Quantities
import Testing

@Suite struct QuantityStopTests {
  @Test func addingBytesToSecondsStopsAndNamesBothSides() async throws {
    let result = await #expect(
      processExitsWith: .failure,
      observing: [\.standardErrorContent]
    ) {
      _ = Quantity(5, .gigabytes) + Quantity(3, .seconds)
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains("cannot add 5 GB to 3 s: bytes and seconds are different dimensions"))
  }

  @Test func subtractingDollarsFromTokensStops() async throws {
    let result = await #expect(
      processExitsWith: .failure,
      observing: [\.standardErrorContent]
    ) {
      _ = Quantity(5, .megatokens) - Quantity(0.31, .dollars)
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(
      text.contains(
        "cannot subtract $0.31 from 5 Mtok: tokens and dollars are different dimensions"
      )
    )
  }

  @Test func comparingAcrossDimensionsStops() async throws {
    let result = await #expect(
      processExitsWith: .failure,
      observing: [\.standardErrorContent]
    ) {
      _ = Quantity(20, .terabytesPerSecond) < Quantity(989, .teraflopPerSecond)
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(
      text.contains(
        "cannot compare 20 TB/s with 989 TFLOP/s: "
          + "bytes per second and FLOP per second are different dimensions"
      )
    )
  }

  @Test func readingAValueInAForeignUnitStops() async throws {
    let result = await #expect(
      processExitsWith: .failure,
      observing: [\.standardErrorContent]
    ) {
      _ = Quantity(1234.5, .gigabytes).value(in: .milliseconds)
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(
      text.contains("cannot express 1.234 TB in ms: bytes and seconds are different dimensions")
    )
  }

  @Test func usingADimensionAsAPlainNumberStops() async throws {
    let result = await #expect(
      processExitsWith: .failure,
      observing: [\.standardErrorContent]
    ) {
      _ = Quantity(2, .dollarsPerHour).plain
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(
      text.contains(
        "cannot use $2/h as a plain number: "
          + "dollars per second and plain number are different dimensions"
      )
    )
  }

  @Test func theSquareRootOfBytesStops() async throws {
    let result = await #expect(
      processExitsWith: .failure,
      observing: [\.standardErrorContent]
    ) {
      _ = Quantity(4, .bytes).squareRoot()
    }
    let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(text.contains("cannot take the square root of 4 B: bytes is not a square"))
  }
}
