import CellRuntime
import Literate
import Quantities
import TestSupport
import Testing

/// Laws of the default tolerance, over random values, digits and units.
@Suite struct JudgeLawTests {
  static let units = ["", " ms", " TB/s", " GiB", " sequences", " tokens", " FLOP/B", " %"]

  struct Draw {
    var mantissa: Int
    var decimals: Int
    var unit: String

    init(_ random: inout SeededGenerator) {
      let digits = Int.random(in: 1...5, using: &random)
      let least = (1..<digits).reduce(1) { power, _ in power * 10 }
      mantissa = Int.random(in: least..<(least * 10), using: &random)
      decimals = Int.random(in: 0...3, using: &random)
      unit = JudgeLawTests.units.randomElement(using: &random) ?? ""
    }

    var step: Double { (0..<decimals).reduce(1.0) { step, _ in step / 10 } }

    func text(_ mantissa: Int) -> String {
      (Double(mantissa) * step).formatted(.decimals(decimals)) + unit
    }

    /// A computed value that lies `offset` last digits from the mantissa.
    func value(_ offset: Double) throws -> Quantity {
      let unit = try ClaimTextReader.statement("1" + unit).unit ?? .one
      return Quantity((Double(mantissa) + offset) * step, unit)
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func aValueHoldsAsPrintedAndItsNeighboursDoNot(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let draw = Draw(&random)
      let value = try draw.value(Double.random(in: -0.499...0.499, using: &random))
      let content = RecordedValue.Content.scalar(value, isWhole: false)
      #expect(try JudgeTests.verdict(draw.text(draw.mantissa), "", content) == .holds)
      for neighbour in [draw.mantissa - 1, draw.mantissa + 1] {
        let verdict = try JudgeTests.verdict(draw.text(neighbour), "", content)
        guard case .failed = verdict else {
          Issue.record("\(draw.text(neighbour)) holds against \(value)")
          continue
        }
      }
    }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func aWiderToleranceNeverTurnsAHoldIntoAFailure(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let draw = Draw(&random)
      let value = try draw.value(Double.random(in: -20...20, using: &random))
      let content = RecordedValue.Content.scalar(value, isWhole: false)
      var held = false
      for options in ["exact", "±1%", "±10%", "±40%"] {
        let holds = try JudgeTests.verdict(draw.text(draw.mantissa), options, content) == .holds
        #expect(holds || !held, "\(draw.text(draw.mantissa)) \(options) against \(value)")
        held = held || holds
      }
    }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func announcingADisputeTurnsAVerdictAround(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let draw = Draw(&random)
      let value = try draw.value(Double.random(in: -2...2, using: &random))
      let content = RecordedValue.Content.scalar(value, isWhole: false)
      let text = draw.text(draw.mantissa)
      let holds = try JudgeTests.verdict(text, "", content) == .holds
      let isDisputed = try JudgeTests.verdict(text, "disputed", content) == .disputed
      #expect(holds != isDisputed)
    }
  }
}
