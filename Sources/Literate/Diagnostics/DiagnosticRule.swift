/// A kind of diagnostic: its id, what it says is wrong, and what an author does about it.
///
/// Every id that the tool prints is in this list; code scanning shows these texts beside a finding.
package struct DiagnosticRule: Sendable {
  package let id: String
  /// What such a diagnostic means.
  package let summary: String
  /// What to do.
  package let help: String

  private init(_ id: String, _ summary: String, _ help: String) {
    self.id = id
    self.summary = summary
    self.help = help
  }

  /// By id, in alphabetical order.
  package static let all = [
    DiagnosticRule(
      "box",
      "A quotation begins like a box, and its kind is none of the list.",
      "Write one of the kinds that the message lists, such as [!NOTE], or drop the brackets."
    ),
    DiagnosticRule(
      "cell-bracket",
      "A bracket, quote or comment of a cell or expression has no partner there.",
      "Close it in the cell that opens it: a cell is a whole piece of Swift."
    ),
    DiagnosticRule(
      "cell-id",
      "Two cells of the book have one id.",
      "Give one of them another id: figures, links and commands find a cell by it."
    ),
    DiagnosticRule(
      "cell-option",
      "A fence has an option that does not exist, stands twice, or has a value that it cannot have.",
      "Write one of the options that the message lists."
    ),
    DiagnosticRule(
      "cell-stop",
      "A cell stopped before its end: it trapped, ran too long, or used more than it may.",
      "Mend the line that the message names; a cell that must trap says so with traps=\"…\"."
    ),
    DiagnosticRule(
      "chapter-name",
      "A chapter's page would have the name of a page that the tool makes.",
      "Rename the chapter's file."
    ),
    DiagnosticRule(
      "cite",
      "A number is cited from a source that does not list it among its figures.",
      "Add the number under figures: of that source, if the source says so, or correct it."
    ),
    DiagnosticRule(
      "claim",
      "A number of the text is not what its expression computes, within its tolerance and unit.",
      "Write the computed value, correct the expression, or give the claim a tolerance. "
        + "'chalktalk check --fix-claims' shows what it would write."
    ),
    DiagnosticRule(
      "claim-expression",
      "The expression of a claim does not compile, or computes nothing that a number can be held against.",
      "Link to a quantity, a number, a range, a Bool or a figure of the catalogue; "
        + "name anything longer in a cell."
    ),
    DiagnosticRule(
      "claim-id",
      "An id of the lecture is not in claims.yml.",
      "Correct the id, or add it to claims.yml."
    ),
    DiagnosticRule(
      "claim-option",
      "What stands between the quotes of a claim is no id, tolerance or 'disputed'.",
      "Write an id, at most one tolerance, and 'disputed', in any order."
    ),
    DiagnosticRule(
      "claim-text",
      "The text of a claim states more than one number, or one that cannot be read.",
      "Put each number into a link of its own."
    ),
    DiagnosticRule(
      "compile",
      "A cell does not compile, or the compiler warns of it.",
      "Mend the Swift at that place; a cell that must not compile says so with fails=\"…\"."
    ),
    DiagnosticRule(
      "coverage",
      "An id of claims.yml has no place in a book that says it is complete.",
      "Put the id on a claim or a cell, or say in claims.yml why it is unchecked."
    ),
    DiagnosticRule(
      "empty",
      "A chapter holds nothing.",
      "Start it with a title, or remove the file."
    ),
    DiagnosticRule(
      "encoding",
      "A file is not UTF-8.",
      "Save it as UTF-8."
    ),
    DiagnosticRule(
      "engine",
      "The book's own engine cannot be read or compiled.",
      "Mend it at the line named, or the engine: of book.yml."
    ),
    DiagnosticRule(
      "fails",
      "A cell that must not compile does, or fails with other words.",
      "Correct the cell, or the text of its fails= option."
    ),
    DiagnosticRule(
      "fence",
      "The language of a fence is nearly one that the tool runs, checks or sets.",
      "Write swift, output or math as it is spelled, or the name of another language."
    ),
    DiagnosticRule(
      "figure",
      "A figure cannot be drawn as a cell gave it.",
      "Mend the call of show at that line."
    ),
    DiagnosticRule(
      "figure-id",
      "Two figures of the book, or a figure and a cell, have one id.",
      "Give one of them another id: cross references find a figure by it."
    ),
    DiagnosticRule(
      "file",
      "A file cannot be read or written.",
      "See that it exists, that its permissions allow it, and run the command again."
    ),
    DiagnosticRule(
      "formula",
      "A formula uses what the tool cannot render faithfully.",
      "Write it with the commands that are known, or as two formulas."
    ),
    DiagnosticRule(
      "front-matter",
      "The lines at the head of a chapter do not end.",
      "Close them with a line of three hyphens."
    ),
    DiagnosticRule(
      "given",
      "A 'given:' link leads to a value without a source.",
      "Link to the catalogue's figure itself, or write claim:."
    ),
    DiagnosticRule(
      "glossary",
      "The glossary has a term that no chapter uses.",
      "Link to it with term:, or remove it from book.yml."
    ),
    DiagnosticRule(
      "link",
      "A link leads nowhere, or is not written as its scheme wants.",
      "Correct the target; the message names the nearest one that exists."
    ),
    DiagnosticRule(
      "math-option",
      "The options after ```math are not from its list.",
      "Write id= and a word, or nothing."
    ),
    DiagnosticRule(
      "measured",
      "A record of a measurement that a cell reads was made with other sources of the engine.",
      "Measure anew with the command that the message names, and commit the record."
    ),
    DiagnosticRule(
      "name",
      "Two things of the book have one id, or one that the pages use themselves.",
      "Give one of them another id: cross references find things by it."
    ),
    DiagnosticRule(
      "nesting",
      "Blocks or brackets are nested deeper than any page needs.",
      "Flatten them."
    ),
    DiagnosticRule(
      "notation",
      "A symbol of a displayed formula is not in the notation of a book that says it is complete.",
      "Explain it under notation: of book.yml, or in the chapter's own part of it."
    ),
    DiagnosticRule(
      "order",
      "A cell or expression uses what a cell below it declares.",
      "Move it below that cell."
    ),
    DiagnosticRule(
      "output",
      "A cell does not print what its output fence says, or the fence follows no cell.",
      "'chalktalk check --fix' writes what was printed."
    ),
    DiagnosticRule(
      "paranoid",
      "A chapter gave another result when it was run again.",
      "Let its cells depend on nothing but their code and the files they declare with reads=."
    ),
    DiagnosticRule(
      "raw-html",
      "A chapter holds raw HTML.",
      "Write Markdown; put code between backticks."
    ),
    DiagnosticRule(
      "reads",
      "A file that a cell declares with reads= cannot be read.",
      "Correct the path: it is relative to the folder of the chapters."
    ),
    DiagnosticRule(
      "slow",
      "The record of a slow cell is missing, stale or cannot be kept.",
      "Renew it with chalktalk check --renew, and commit data/slow."
    ),
    DiagnosticRule(
      "traps",
      "A cell that must trap runs to its end, or stops with other words.",
      "Correct the cell, or the text of its traps= option."
    ),
    DiagnosticRule(
      "unchecked",
      "claims.yml says that nothing checks an id, and a claim does.",
      "Remove 'unchecked' there, or the id from the link."
    ),
    DiagnosticRule(
      "unowned-number",
      "Nothing answers for a number of the text.",
      "Bind it with claim:, value:, given: or cite:, or say why not with plain:."
    ),
    DiagnosticRule(
      "value",
      "A 'value:' link does not show what is computed, or its pattern does not fit the value.",
      "'chalktalk check --fix' writes the value; a pattern is digits and then a unit."
    ),
    DiagnosticRule(
      "yaml",
      "A YAML file of the book, or the head of a chapter, is not as it should be.",
      "Mend the line; the message names the keys that are known."
    ),
  ]
}
