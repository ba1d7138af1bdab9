import CellRuntime
import Foundation
import Literate
import Testing

struct PlotScaleTests {
  @Test(arguments: [(0.0, 1.0), (0, 12_000), (-3, 7.5), (1e-7, 3e-6), (0.31, 0.33), (5e9, 6e12)])
  func linearTicksAreRoundAndFew(low: Double, high: Double) throws {
    let scale = PlotScale(Axis("x", range: low...high), data: [], padded: false)
    let ticks = scale.ticks(about: 6)
    #expect((3...13).contains(ticks.count))
    #expect(ticks.allSatisfy { (-1e-6...1.000_001).contains(scale.share($0.value)) })
    let step = ticks[1].value - ticks[0].value
    let mantissa = step / pow(10, (log10(step) + 1e-6).rounded(.down))
    #expect([1, 2, 5].contains { abs($0 - mantissa) < 1e-3 })
    #expect(Set(ticks.map(\.label)).count == ticks.count)
  }

  /// The ends, what the axis writes between them.
  private static let written: [(ends: ClosedRange<Double>, labels: [String])] = [
    (0...2e12, ["0", "5×10¹¹", "1×10¹²", "1.5×10¹²", "2×10¹²"]),
    (-2e7...2e7, ["−2×10⁷", "−1×10⁷", "0", "1×10⁷", "2×10⁷"]),
    (0...3e-6, ["0", "5×10⁻⁷", "1×10⁻⁶", "1.5×10⁻⁶", "2×10⁻⁶", "2.5×10⁻⁶", "3×10⁻⁶"]),
    (0...2_000_000, ["0", "500,000", "1,000,000", "1,500,000", "2,000,000"]),
    (0...0.2, ["0.00", "0.05", "0.10", "0.15", "0.20"]),
  ]

  @Test(arguments: written)
  func linearTicksWriteVastAndTinyNumbersWithPowersOfTen(
    ends: ClosedRange<Double>,
    labels: [String]
  ) {
    let scale = PlotScale(Axis("x", range: ends), data: [], padded: false)
    #expect(scale.ticks(about: labels.count > 5 ? 6 : 5).map(\.label) == labels)
  }

  @Test(arguments: [(1.0, 10_000.0), (0.02, 500), (3, 40), (1e-9, 1e12), (150, 900)])
  func logTicksStandOnDecadesOrTheirParts(low: Double, high: Double) {
    let scale = PlotScale(Axis("x", scale: .log, range: low...high), data: [], padded: false)
    let ticks = scale.ticks(about: 6)
    let labelled = ticks.filter { $0.label != nil }
    #expect((2...12).contains(labelled.count), "\(labelled)")
    #expect(ticks.allSatisfy { (-1e-6...1.000_001).contains(scale.share($0.value)) })
  }

  @Test func aRangeFromDataBeginsAtZeroAndEndsOnATick() {
    let scale = PlotScale(Axis("y"), data: [0.3, 5.7], padded: true)
    #expect(scale.low == 0 && scale.high == 6)
    let narrow = PlotScale(Axis("y"), data: [97, 99], padded: true)
    #expect(narrow.low > 90)
  }

  @Test(arguments: [5.0, 0, -5])
  func oneValueStillMakesARange(value: Double) {
    let scale = PlotScale(Axis("y"), data: [value], padded: true)
    #expect(scale.low < scale.high)
    #expect((0...1).contains(scale.share(value)))
  }

  @Test func ownLogarithmAgreesWithTheLibrarys() {
    for exponent in -300...300 {
      for mantissa in [1, 1.41, 1.42, 2.5, 9.99] {
        let value = mantissa * pow(10, Double(exponent))
        #expect(abs(PlotScale.logarithm(value) - log(value)) <= 1e-14 * max(1, abs(log(value))))
      }
    }
  }
}
