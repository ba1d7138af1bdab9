import Literate
import TestSupport
import Testing

/// What stands between the `---` lines of a chapter.
@Suite struct FrontMatterTests {
  @Test func readsEveryKey() {
    let text = """
      ---
      title: A title
      talk: "0:00:00–0:31:59"
      summary: A summary.
      questions:
        - Why?
        - How?
      ---

      Words.

      """
    let chapter = readChapter(text)
    #expect(chapter.diagnostics.isEmpty)
    #expect(chapter.title == "A title")
    #expect(chapter.frontMatter.talk == "0:00:00–0:31:59")
    #expect(chapter.frontMatter.questions == ["Why?", "How?"])
    #expect(chapter.frontMatter.bodyLine == 9)
  }

  @Test(arguments: [
    ("---\n¦titel: a\n---\n\nb\n", "did you mean 'title'?"),
    ("¦---\ntitle: a\n\nb\n", "does not end"),
    ("---\ntitle: a\ntalk: ¦\"1:00–0:30\"\n---\n\nb\n", "no stretch"),
  ])
  func reportsAMistakeAtItsPlace(marked: String, words: String) {
    let marked = MarkedText(marked)
    let diagnostics = readChapter(marked.text).diagnostics
    #expect(
      diagnostics.map { "\($0.range.start.line):\($0.range.start.column)" } == [marked.location]
    )
    #expect(diagnostics.first?.message.contains(words) == true, "\(diagnostics)")
  }

  @Test func reportsYAMLThatIsNone() {
    #expect(readChapter("---\ntitle: [a\n---\n\nb\n").diagnostics.hasErrors)
  }

  @Test(
    arguments: [
      ("0:18:46", 1126), ("18:46", 1126), ("1:00:00", 3600), ("0:00", 0), ("18:60", nil),
      ("1846", nil),
      ("1:2:3", nil), ("a:b", nil), ("-1:00", nil), ("", nil),
    ] as [(String, Int?)]
  )
  func readsMomentsOfTheTalk(text: String, seconds: Int?) {
    #expect(TalkMoment(text)?.seconds == seconds)
    if let seconds { #expect(TalkMoment(TalkMoment(seconds: seconds).text)?.seconds == seconds) }
  }
}
