import Literate
import TestSupport
import Testing

/// Which fences are cells, and what belongs to them.
@Suite struct CellCollectorTests {
  @Test func numbersCellsWithoutAnId() {
    let text = "```swift\na\n```\n\n```swift id=b\nb\n```\n\n```swift\nc\n```\n"
    #expect(readChapter(text).cells.map(\.id) == ["cell-1", "b", "cell-3"])
  }

  @Test func refusesAnIdThatIsTaken() {
    let marked = MarkedText("```swift id=a\nlet a = 1\n```\n\n¦```swift id=a\nlet b = 1\n```\n")
    let chapter = readChapter(marked.text)
    #expect(places(chapter.diagnostics) == ["\(marked.location) cell-id"])
    #expect(chapter.diagnostics.first?.message.contains("line 1") == true)
    #expect(!chapter.canRun)
  }

  @Test(arguments: ["python", "text", "Swift", "swiftx", "", "swift-sh"])
  func takesOtherFencesForListings(language: String) {
    #expect(readChapter("```\(language) id=a bogus\nx\n```\n").cells.isEmpty)
  }

  @Test(arguments: [
    ("```swift\nx\n```", 2, 0), ("a\n\n> ```swift\n> x\n> ```", 4, 2),
    ("- a\n\n  ```swift\n  x\n  ```", 4, 2),
    ("> [!EXERCISE]\n> a\n>\n> ```swift\n> x\n> ```", 5, 2),
    ("~~~swift\nx\n~~~", 2, 0), ("10. ```swift\n    x\n    ```", 2, 4),
  ])
  func knowsWhereTheCodeStands(text: String, line: Int, indentation: Int) throws {
    let cell = try #require(readChapter(text + "\n").cells.first)
    #expect(cell.code == "x\n")
    #expect(cell.firstLine == line)
    #expect(cell.indentation == indentation)
  }

  @Test(arguments: [
    "```swift\nlet a = ¦(1\n```", "```swift\nlet a = 1 ¦)\n```", "```swift\nfunc f() ¦{\n```",
    "```swift\nlet s = ¦\"abc\n```", "```swift\n¦/* abc\n```", "```swift\n¦#if X\n```",
    "> ```swift\n> let a = ¦[1\n> ```", "```swift\nlet a = 1\n¦}\n```",
  ])
  func reportsAnUnbalancedBracketInItsOwnCell(marked: String) {
    let marked = MarkedText(marked + "\n\n```swift\nlet b = 1\n```\n")
    let chapter = readChapter(marked.text)
    #expect(places(chapter.diagnostics) == ["\(marked.location) cell-bracket"])
    #expect(!chapter.canRun)
  }

  @Test(arguments: [
    "let a = \"(\"", "let a = #\"\\\"(\"#", "// {", "/* ( /* [ */ */", "let a = \"\\(f(\"[\"))\"",
    "let a = \"\"\"\n  (\n  \"\"\"", "let r = /\\(/",
  ])
  func countsNoBracketsInStringsAndComments(code: String) {
    #expect(readChapter("```swift\n\(code)\n```\n").diagnostics.isEmpty)
  }

  // MARK: Expected output

  @Test(arguments: [
    "```swift\nx\n```\n```output\n1\n```", "```swift\nx\n```\n\n\n```output\n1\n```",
    "> ```swift\n> x\n> ```\n>\n> ```output\n> 1\n> ```",
    "- ```swift\n  x\n  ```\n\n  ```output\n  1\n  ```",
  ])
  func bindsTheOutputThatFollows(text: String) {
    let chapter = readChapter(text + "\n")
    #expect(chapter.diagnostics.isEmpty)
    #expect(chapter.cells.first?.expectedOutput?.text == "1\n")
  }

  @Test(arguments: [
    "¦```output\n1\n```", "```swift\nx\n```\n\nwords\n\n¦```output\n1\n```",
    "```swift\nx\n```\n\n```output\n1\n```\n\n¦```output\n2\n```",
    "```swift\nx\n```\n\n> ¦```output\n> 1\n> ```", "```text\nx\n```\n\n¦```output\n1\n```",
  ])
  func refusesAnOutputWithoutACell(marked: String) {
    let marked = MarkedText(marked)
    let diagnostics = readChapter(marked.text + "\n").diagnostics
    #expect(places(diagnostics) == ["\(marked.location) output"], "\(diagnostics)")
  }

  @Test func hidesTheLinesThatAskForIt() throws {
    let text = "```swift\nlet a = 1  // hide\nlet b = 2\n\nlet c = 3 // hide \n```\n"
    let cell = try #require(readChapter(text).cells.first)
    #expect(cell.shownCode == "let b = 2\n\n")
    #expect(cell.hiddenLineCount == 2)
  }
}
