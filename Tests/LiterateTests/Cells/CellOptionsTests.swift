import Literate
import TestSupport
import Testing

/// The words after ```` ```swift ````.
@Suite struct CellOptionsTests {
  private func chapter(_ options: String) -> Chapter {
    readChapter("```swift \(options)\nlet a = 1\n```\n")
  }

  @Test func readsEveryOption() throws {
    let words = "id=batch-knee hide fold parameters reads=data/a.csv,b.csv covers=E5,D2"
    let chapter = chapter(words)
    #expect(chapter.diagnostics.isEmpty)
    let options = try #require(chapter.cells.first).options
    #expect(options.id == "batch-knee")
    #expect(options.isHidden && options.isFolded && options.isParameters)
    #expect(options.reads == ["data/a.csv", "b.csv"])
    #expect(options.covers == ["E5", "D2"])
  }

  @Test(arguments: [
    ("fails=\"cannot add\"", "cannot add"), ("fails=text", "text"),
    ("fails=\"a \\\" b\"", "a \" b"),
    ("fails=\"a \\\\ b\"", "a \\ b"), ("fails=\"a=b hide\"", "a=b hide"),
    ("  fails=\"&amp; < ä\"  ", "&amp; < ä"),
  ])
  func readsQuotationsAndEscapes(text: String, value: String) throws {
    let chapter = chapter(text)
    #expect(chapter.diagnostics.isEmpty)
    #expect(chapter.cells.first?.options.fails == value)
    #expect(chapter.cells.first?.isInProgram == false)
  }

  @Test(arguments: [
    ("traps=\"x\"", false), ("norun", false), ("fails=\"x\"", false), ("hide", true), ("", true),
  ])
  func keepsCellsThatAreCompiledApartOutOfTheProgram(text: String, isInProgram: Bool) {
    #expect(chapter(text).cells.first?.isInProgram == isInProgram)
  }

  @Test(arguments: [
    ("```swift ¦hid", "did you mean 'hide'?"), ("```swift id=a ¦foldd", "did you mean 'fold'?"),
    ("```swift ¦reeds=x", "did you mean 'reads'?"), ("```swift ¦formula-x", "no cell option"),
    ("```swift hide ¦hide", "stands twice"), ("```swift id=a ¦id=b", "stands twice"),
    ("```swift ¦id", "needs a value"), ("```swift ¦id=", "needs a value"),
    ("```swift ¦fails=\"\"", "needs a value"), ("```swift ¦reads=", "needs a value"),
    ("```swift ¦hide=yes", "takes no value"), ("```swift ¦fails=\"abc", "does not end"),
    ("```swift ¦id=\"a b\"", "letters, digits and hyphens"), ("~~~swift ¦hid", "did you mean"),
    ("````swift ¦hid", "did you mean"), ("> ```swift ¦hid", "did you mean"),
    ("- ```swift ¦hid", "did you mean"), ("  ```  swift ¦hid", "did you mean"),
    ("```swift\t¦hid", "did you mean"), ("```swift ¦{id=a}", "no cell option"),
    ("```swift ¦=x", "no cell option"), ("1. a\n\n   ```swift ¦hid", "did you mean"),
  ])
  func reportsAWrongOptionAtItsColumn(marked: String, words: String) {
    let marked = MarkedText(marked)
    let diagnostics = readChapter(marked.text + "\n").diagnostics
    #expect(places(diagnostics) == ["\(marked.location) cell-option"], "\(diagnostics)")
    #expect(diagnostics.first?.message.contains(words) == true, "\(diagnostics)")
  }

  @Test(arguments: ["norun traps=x", "fails=x traps=y", "fails=x norun"])
  func refusesOptionsThatExcludeEachOther(text: String) {
    #expect(places(chapter(text).diagnostics) == ["1:1 cell-option"])
  }
}
