/// What a page says, before the frame that it has alone and after which it stands in the whole book.
struct PageText: Sendable {
  /// The name of its file, without the extension.
  var stem: String
  /// Its title and what stands below it.
  var head: String
  var body: String
  /// What stands at its end: sources and the ledger of a chapter.
  var foot = ""
  var sections: [HeadingNumbers.Section] = []
  /// Whether it belongs to the appendix, whose wide tables reach into the margin.
  var isAppendix = false

  /// All of it.
  var html: String { head + body + foot }
}
