// Pipe tables. libcmark 0.30 has none: to it a table is a paragraph of rows. The paragraph's own lines are
// split at `|` as GitHub splits them, and each cell is parsed as running text by itself.

extension MarkdownParser {
  /// The table in a paragraph, with a paragraph of the lines before it; nil if there is no table.
  mutating func tableBlocks(lines: ClosedRange<Int>, column: Int) -> [Block]? {
    guard lines.count >= 2 else { return nil }
    let rows = lines.map { number in
      // A paragraph starts at its column, whatever stands before it: a list's marker too.
      number == lines.lowerBound
        ? String(decoding: protectedLines[number - 1].utf8.dropFirst(column - 1), as: UTF8.self)
        : Self.withoutContainers(protectedLines[number - 1], width: column - 1)
    }
    for i in 1..<rows.count {
      guard let alignments = Self.alignments(rows[i]) else { continue }
      let header = Self.cells(rows[i - 1])
      guard header.count == alignments.count else { continue }
      let line = lines.lowerBound + i - 1
      let body = rows[(i + 1)...].enumerated().map { offset, row in
        let cells = Self.cells(row).prefix(header.count)
        let missing = Array(repeating: "", count: header.count - cells.count)
        return (cells + missing).map { inlines(of: $0, line: line + 2 + offset) }
      }
      let table = PipeTable(
        alignments: alignments,
        header: header.map { inlines(of: $0, line: line) },
        rows: body,
        line: line
      )
      var result = [Block(kind: .table(table), lines: line...lines.upperBound)]
      if i > 1 {
        let before = rows[..<(i - 1)].joined(separator: "\n")
        let text = inlines(of: before, line: lines.lowerBound)
        result.insert(Block(kind: .paragraph(text), lines: lines.lowerBound...(line - 1)), at: 0)
      }
      return result
    }
    return nil
  }

  /// A line without the quotation marks and indentation of the blocks it stands in.
  private static func withoutContainers(_ line: String, width: Int) -> String {
    var rest = Substring(line)
    var dropped = 0
    while dropped < width, let first = rest.utf8.first, " >\t".utf8.contains(first) {
      rest = rest.dropFirst()
      dropped += 1
    }
    return String(rest)
  }

  /// What a delimiter row such as `|---|:-:|` says of its columns; nil if it is none.
  private static func alignments(_ row: String) -> [PipeTable.Alignment]? {
    guard row.contains("-"), row.contains("|"), row.allSatisfy({ "|:- \t".contains($0) }) else {
      return nil
    }
    var result: [PipeTable.Alignment] = []
    for cell in cells(row) {
      let marks = cell.trimming(" \t")
      guard !marks.trimming(":").isEmpty, marks.trimming(":").allSatisfy({ $0 == "-" }) else {
        return nil
      }
      switch (marks.hasPrefix(":"), marks.hasSuffix(":")) {
      case (true, true): result.append(.center)
      case (true, false): result.append(.left)
      case (false, true): result.append(.right)
      case (false, false): result.append(.none)
      }
    }
    return result
  }

  /// A row split at its pipes; `\|` is a pipe in a cell.
  private static func cells(_ row: String) -> [String] {
    var text = row.trimming(" \t")[...]
    if text.hasPrefix("|") { text = text.dropFirst() }
    var result: [String] = []
    var cell = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        cell += character == "|" ? "|" : "\\" + String(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "|" {
        result.append(cell)
        cell = ""
      } else {
        cell.append(character)
      }
    }
    if isEscaped { cell += "\\" }
    if !cell.trimming(" \t").isEmpty || !text.hasSuffix("|") { result.append(cell) }
    return result.map { $0.trimming(" \t") }
  }
}

extension StringProtocol {
  /// The text without the given characters at both ends.
  func trimming(_ characters: String) -> String {
    let front = drop { characters.contains($0) }
    guard let last = front.lastIndex(where: { !characters.contains($0) }) else { return "" }
    return String(front[...last])
  }
}
