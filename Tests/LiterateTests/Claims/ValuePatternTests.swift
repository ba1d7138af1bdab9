import CellRuntime
import Literate
import Quantities
import Testing

/// `value:` links: how a computed value is printed.
@Suite struct ValuePatternTests {
  @Test(
    arguments: [
      ("0", "2400.4", "2,400"), ("0.0", "2.35", "2.4"), ("0.00 ms", "0.0203 s", "20.30 ms"),
      ("3sd", "37123 B", "37.1 kB"), ("2sd GB", "1.97 GB", "2.0 GB"), ("", "0.0203 s", "20.3 ms"),
      ("0 sequences", "2400.4", "2,400"), ("0 PFLOP/s", "360000 TFLOP/s", "360 PFLOP/s"),
      ("$0.00", "3", nil), ("0.0 ms", "3 GB", nil), ("0 ms", "3", nil),
    ] as [(String, String, String?)]
  )
  func printsAsThePatternSays(pattern: String, value: String, text: String?) throws {
    let quantity = try Quantity(parsing: value)
    let printed = ValuePattern(pattern)?.text(.init(.scalar(quantity, isWhole: false)))
    #expect(printed == text)
  }

  @Test func printsWholeNumbersWhole() {
    let value = RecordedValue(.scalar(Quantity(123_456), isWhole: true))
    #expect(ValuePattern("")?.text(value) == "123,456")
  }

  @Test(arguments: ["0.5", "sd", "0sd", "99sd", "0 foo bar", "3 sd", "00"])
  func refusesWhatIsNoPattern(pattern: String) {
    #expect(ValuePattern(pattern) == nil)
  }
}
