import CellRuntime
import Foundation
import Literate
import Quantities
import Testing

struct FigureTextTests {
  private let text: FigureText =
    "V3: \(2400) of \(Quantity(14.4, .milliseconds)), \("typed 7") \(verbatim: "8") 9"

  @Test func keepsTypedAndComputedDigitsApart() {
    #expect(text.plainText == "V3: 2,400 of 14.4 ms, typed 7 8 9")
    #expect(text.scannable == "V3: \u{FFFC} of \u{FFFC}, typed 7 \u{FFFC} 9")
  }

  @Test(arguments: ["", "a", "\(1)", "\(1)\(2)", "a \(1)b", "\(1) a"] as [FigureText])
  func survivesTheWayToThePage(text: FigureText) throws {
    let data = try JSONEncoder().encode(text)
    #expect(try JSONDecoder().decode(FigureText.self, from: data) == text)
  }

  @Test func interpolatedTextsKeepTheirOrigins() {
    let outer: FigureText = "<\(text)>"
    #expect(outer.scannable == "<\(text.scannable)>")
  }

  @Test func valuesAreTypesetForThePage() {
    let text: FigureText = "from \(Quantity(-3, .milliseconds)) to \(2.6e25)"
    #expect(text.pageText == "from −3.00\u{A0}ms to 2.60×10²⁵")
  }

  @Test func wordsThatWereComputedMayPart() {
    let text: FigureText = "\(verbatim: "one way, of 6 links") \(Quantity(2, .milliseconds))"
    #expect(text.pageText == "one way, of 6\u{A0}links 2.00\u{A0}ms")
    let power: FigureText = "\(verbatim: "5 x^2 bytes")"
    #expect(power.pageText == "5\u{A0}x²\u{A0}bytes")
  }
}
