/// What changes in a file, as `diff -u` and every patch tool write it.
struct UnifiedDifference {
  /// The lines before.
  let old: [String]
  /// In the order of the file.
  let changes: [Change]

  struct Change: Sendable {
    /// Indices of the lines that go.
    var old: Range<Int>
    var new: [String]
  }

  /// How many lines are shown around a change.
  private static let context = 3

  func text(name: String) -> String {
    var text = "--- a/\(name)\n+++ b/\(name)\n"
    var shift = 0
    for hunk in hunks {
      let first = max(0, hunk[0].old.lowerBound - Self.context)
      let end = min(count, hunk[hunk.count - 1].old.upperBound + Self.context)
      var body = ""
      var next = first
      for change in hunk {
        body += lines(next..<change.old.lowerBound, " ") + lines(change.old, "-")
        body += change.new.map { "+\($0)\n" }.joined()
        next = change.old.upperBound
      }
      body += lines(next..<max(next, end), " ")
      let added = hunk.reduce(0) { $0 + $1.new.count - $1.old.count }
      let length = max(next, end) - first
      text += "@@ -\(Self.range(first, length)) +\(Self.range(first + shift, length + added)) @@\n"
      text += body
      shift += added
    }
    return text
  }

  // MARK: -

  /// The end of the last line is no line of its own.
  private var count: Int { old.last?.isEmpty == true ? old.count - 1 : old.count }

  /// Changes whose surroundings touch, together.
  private var hunks: [[Change]] {
    var hunks: [[Change]] = []
    for change in changes where Array(old[change.old]) != change.new {
      if let last = hunks.last?.last,
        change.old.lowerBound - last.old.upperBound <= 2 * Self.context
      {
        hunks[hunks.count - 1].append(change)
      } else {
        hunks.append([change])
      }
    }
    return hunks
  }

  private func lines(_ range: Range<Int>, _ sign: String) -> String {
    range.map { index in
      let line = "\(sign)\(old[index])\n"
      return index == old.count - 1 ? line + "\\ No newline at end of file\n" : line
    }.joined()
  }

  private static func range(_ first: Int, _ length: Int) -> String {
    // An empty stretch is named by the line before it.
    length == 0 ? "\(first),0" : length == 1 ? "\(first + 1)" : "\(first + 1),\(length)"
  }
}
