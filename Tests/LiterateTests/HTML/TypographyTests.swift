import Literate
import Testing

/// Marks that are typed plainly and set as a typesetter would.
@Suite struct TypographyTests {
  @Test(arguments: [
    ("the lecture's model", "the lecture’s model"), ("\"so\", he says", "“so”, he says"),
    ("the chips' memory", "the chips’ memory"), ("it says 'no' twice", "it says ‘no’ twice"),
    ("(\"in brackets\")", "(“in brackets”)"), ("of the '90s", "of the ’90s"),
    ("\"'nested' marks\"", "“‘nested’ marks”"), ("75 % of 5\u{A0}%", "75% of 5%"),
    ("in Chapter 9 and table 3.", "in Chapter\u{A0}9 and table\u{A0}3."),
    ("a stable 3", "a stable 3"),
    ("a % b", "a % b"), ("nothing to set", "nothing to set"), ("", ""),
  ])
  func setsMarks(typed: String, printed: String) {
    var typography = Typography()
    #expect(typography.set(typed) == printed)
  }

  @Test func marksOpenOrCloseByWhatStandsBeforeTheText() {
    var typography = Typography()
    typography.pass("x")
    #expect(typography.set("'s\" and ") == "’s” and ")
    #expect(typography.set("\"more") == "“more")
  }

  @Test func whatIsCountedStaysWithItsNumber() {
    var typography = Typography()
    typography.pass("2")
    #expect(typography.setBehindNumber(" layers, and 3 racks") == "\u{A0}layers, and 3 racks")
    #expect(typography.setBehindNumber(" more") == " more")
    typography.pass("2")
    #expect(typography.setBehindNumber(" (of 3)") == " (of 3)")
    // A chapter's number belongs to what stands before it.
    #expect(typography.set("Section 9.2") == "Section\u{A0}9.2")
    #expect(typography.setBehindNumber(" takes 2 racks") == " takes 2 racks")
  }
}
