import Foundation
import Literate

/// Every number of a checked book with who answers for it.
enum NumberList {
  /// One number; in JSON, an element of `numbersList`.
  struct Item: Encodable {
    let file: String
    let line: Int
    let column: Int
    /// As it is written.
    let number: String
    /// `claim`, `value`, `given`, `cite`, `plain`, `exempt`, `computed` (in a figure's text) or `unowned`.
    let owner: String
    /// The expression, the source's key, the reason, the rule, or the figure's text.
    let detail: String
  }

  static func items(_ report: BookReport) -> [Item] {
    let directory = FileManager.default.currentDirectoryPath
    return report.chapters.flatMap { checked in
      let file = Diagnostic.shortened(checked.chapter.source.file, relativeTo: directory)
      return checked.numberUses(report.book.references).map { use in
        Item(
          file: file,
          line: use.range.start.line,
          column: use.range.start.column,
          number: use.text,
          owner: use.owner.kind,
          detail: use.owner.detail
        )
      }
    }
  }

  /// A line for each number, then how many each owner has.
  static func text(_ report: BookReport) -> String {
    let items = items(report)
    let lines = items.map { item in
      "\(item.file):\(item.line):\(item.column): \(item.number): \(item.owner)"
        + (item.detail.isEmpty ? "" : " \(item.detail)")
    }
    let owners = [
      "claim", "value", "given", "cite", "computed", "plain", "exempt", "unowned",
    ]
    let totals = owners.map { owner in "\(items.count { $0.owner == owner }) \(owner)" }
    return (lines + ["\(items.count) numbers: \(totals.joined(separator: ", "))"])
      .joined(separator: "\n")
  }
}
