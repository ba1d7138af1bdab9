import Literate
import Testing

/// Where cells are cut, so that what each statement reads of the catalogue can be told.
@Suite struct CellPartsTests {
  @Test(
    arguments: [
      ("let a = 1\nlet b = 2\n", [2]),
      ("let a = [\n  1,\n]\nprint(a)\nfor x in a {\n  print(x)\n}\nlet c = 3\n", [4, 5, 8]),
      ("total += 1\nbox.x = 2\nshow(a)\n", [2, 3]),
      ("let a = b!\nlet c = d\n", [2]),
      ("\n// Words.\nlet a = 1\n\n/// More.\nfunc f() {}\n", [6]),
      ("let text = \"\"\"\nlet a = 1\n\"\"\"\nlet b = 2\n", [4]),
    ]
  )
  func everyStatementBeginsAPart(code: String, lines: [Int]) {
    #expect(CellParts(code).starts == lines)
  }

  @Test(
    arguments: [
      "if let a = b,\nlet c = d {}\n", "guard let a = b,\nlet c = d else { fatalError() }\n",
      "guard\nlet a = b\nelse { fatalError() }\n", "@MainActor\nlet a = 1\n",
      "@available(*, deprecated)\nfunc f() {}\n", "nonisolated(unsafe)\nvar a = 1\n",
      "let a =\nif b { 1 } else { 2 }\n", "let a = b +\nc\n", "let a = try\nf()\n",
      "let a = b ?\nc : d\n",
      "f {}\nlabel: { 1 }\n", "repeat {\n}\nwhile a\n", "#if DEBUG\nlet a = 1\nlet b = 2\n#endif\n",
      "let a = Task { 1 }\nlet b = 2\n", "let a = (\nlet b = 2\n", "let a = !\nb\n",
      "private\nlet a = 1\n", "let a = b\n  .c\n  .d\n", "f(\na,\nb)\n",
      "if a {\n}\nelse if b {\n}\n",
    ]
  )
  func nothingIsCutWithinAStatement(code: String) {
    #expect(CellParts(code).starts == [], "\(code)")
  }
}
