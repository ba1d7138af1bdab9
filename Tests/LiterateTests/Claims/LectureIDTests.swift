import Literate
import TestSupport
import Testing

/// Ids of the lecture in running text.
@Suite struct LectureIDTests {
  @Test(arguments: [
    ("(C003, Reiner Pope)", ["C003"]), ("C001–C003", ["C001", "C003"]), ("E5/D2", ["E5", "D2"]),
    ("card-3's answer", ["card-3"]), ("X01.", ["X01"]), ("cards and C", []), ("E4M3", []),
    ("GPT-C4", []), ("xC003", []), ("C003b", []), ("C_003", []), ("discard-3", []), ("C003-4", []),
    ("C003-", ["C003"]), ("", []), ("H100", ["H100"]), ("3C004 C005", ["C005"]),
  ])
  func findsIds(text: String, ids: [String]) {
    #expect(LectureID.ranges(in: text).map { String(text[$0]) } == ids)
  }

  @Test func collectsMentionsOfTheProseAtTheirPlaces() {
    let text = """
      # A title of C000

      Text (C001, a speaker) and `C009`, [6](claim:x "C002"), then C002 and *C003*.

      | C004 | b |
      |---|---|
      | [C005](https://example.com/C009) | $`C_{009}`$ C006 |

      > [!NOTE]
      > - card-7 ![C009](C009.png) [C008](talk:0:01:00)

      ```text
      C009
      ```

      <!-- C009 -->

      C001 again.

      """
    let found = readChapter(text).mentions.map {
      "\($0.id) \($0.range.start.line):\($0.range.start.column)"
    }
    #expect(
      found == [
        "C001 3:7", "C002 3:62", "C003 3:72", "C004 5:3", "C005 7:4", "C006 7:50", "card-7 10:5",
        "C008 10:31", "C001 18:1",
      ]
    )
  }

  @Test func idsAreInTheOrderOfTheirNumbers() {
    let ids = ["D10", "card-9", "E2", "D9", "card-10", "D1"]
    #expect(ids.sorted(by: LectureID.isBefore) == ["D1", "D9", "D10", "E2", "card-9", "card-10"])
  }
}
