import Foundation
import Quantities

/// The times of one tool, and what its page showed after each edit.
struct BenchBookTimes {
  let name: String
  private(set) var cold: [Duration] = []
  private(set) var warm: [BenchBookChain.Edit: [Duration]] = [:]
  /// Builds after which the page was wrong, of those after which a page with the value could be read.
  private(set) var stale: [BenchBookChain.Edit: Int] = [:]
  private(set) var read: [BenchBookChain.Edit: Int] = [:]

  init(name: String) {
    self.name = name
  }

  /// Builds the book in every way once: cold, again, and after each edit, from the unedited book each time.
  mutating func measure(_ book: any BenchBookSubject, salt: Int) throws {
    try book.write(.none, salt: 0)
    try book.clean()
    cold.append(try book.build())
    for edit in BenchBookChain.Edit.allCases {
      try book.write(edit, salt: salt)
      warm[edit, default: []].append(try book.build())
      try readBack(edit, book, salt)
      guard edit != .none else { continue }
      try book.write(.none, salt: 0)
      _ = try book.build()
    }
  }

  private mutating func readBack(
    _ edit: BenchBookChain.Edit,
    _ book: any BenchBookSubject,
    _ salt: Int
  ) throws {
    let wanted = BenchBookChain.lastValue(chapter: BenchBookChain.target, edit, salt: salt)
    let shown = try book.shown()
    if !shown.isEmpty {
      read[edit, default: 0] += 1
      // The peers print six digits.
      if !shown.allSatisfy({ abs($0 / wanted - 1) < 1e-5 }) { stale[edit, default: 0] += 1 }
    }
    if edit == .prose {
      if shown.isEmpty { read[edit, default: 0] += 1 }
      if try !book.page(holds: BenchBookText.newWord(salt: salt)) { stale[edit, default: 0] += 1 }
    }
  }

  // MARK: - The tables

  /// The medians of all tools in seconds, and each as a ratio to the first tool's, in Markdown.
  static func tables(_ all: [BenchBookTimes]) -> String {
    let head = ["", "cold"] + BenchBookChain.Edit.allCases.map(\.title)
    var text = "median seconds of wall time\n\n"
    text += row(head + ["page after the edits"]) + row(head.map { _ in "---" } + ["---"])
    for times in all { text += row([times.name] + times.medians.map(seconds) + [times.verdict]) }
    guard let own = all.first, all.count > 1 else { return text }
    text += "\nratios to \(own.name)\n\n" + row(head) + row(head.map { _ in "---" })
    for times in all.dropFirst() {
      let ratios = zip(times.medians, own.medians).map { digits($0 / $1) }
      text += row([times.name] + ratios)
    }
    return text
  }

  private var medians: [Duration] {
    [median(cold)] + BenchBookChain.Edit.allCases.map { median(warm[$0] ?? []) }
  }

  /// What the pages showed, in words.
  private var verdict: String {
    let values = BenchBookChain.Edit.allCases.filter { $0 != .prose }
    guard values.contains(where: { read[$0] != nil }) else { return "outputs are not on it" }
    let wrong = BenchBookChain.Edit.allCases.compactMap { edit in
      stale[edit].map { "STALE after '\(edit.title)' \($0) of \(read[edit] ?? 0)" }
    }
    return wrong.isEmpty ? "right" : wrong.joined(separator: ", ")
  }

  static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

  static func seconds(_ duration: Duration) -> String { digits(duration / .seconds(1)) }

  /// Two decimals below 10, one below 100.
  private static func digits(_ value: Double) -> String {
    value.formatted(.number.precision(.fractionLength(value < 10 ? 2 : value < 100 ? 1 : 0)))
  }
}
