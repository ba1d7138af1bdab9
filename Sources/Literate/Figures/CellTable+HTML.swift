package import CellRuntime

extension CellTable {
  /// The table as HTML: headers with units, numbers on their decimal points.
  ///
  /// Numbers are filled up with blanks as wide as digits, so that they stand on their points in any
  /// face with tabular figures and without help of the style sheet. The first column, if it is text,
  /// heads its rows. Most cells are such numbers, and so those of other columns say what they are.
  package var html: String { html { _ in nil } }

  /// The same, where sources have titles.
  ///
  /// - Parameter source: What a source is called, by its key, and the number that it has where the table stands, which paper
  ///   shows behind its name.
  /// - Returns: Markup that ends in a line break.
  func html(source: (String) -> (title: String, number: Int)?) -> String {
    let alignments = columns.indices.map(alignment)
    let hasRowHeads = alignments[0] == .leading && columns.count > 1
    var lines = ["<table class=\"cells\">"]
    if let title { lines.append("<caption>\(title.pageText.htmlEscaped)</caption>") }
    let heads = zip(columns, alignments).map { column, alignment in
      let unit = column.unitName.map {
        " <span class=\"unit\">(\($0.pageText.htmlEscaped))</span>"
      }
      let label = column.label.pageText.htmlEscaped
      return "<th scope=\"col\" class=\"\(alignment.rawValue)\">\(label)\(unit ?? "")</th>"
    }
    lines.append("<thead><tr>\(heads.joined())</tr></thead>")
    lines.append("<tbody>")
    let printed = columns.indices.map { column in
      let texts = rows.map { $0[column].text.pageText }
      return alignments[column] == .decimal ? DecimalAlignment.aligned(texts) : texts
    }
    for row in rows.indices {
      let cells = columns.indices.map { column in
        var text = printed[column][row].withFirmSpaces.htmlEscaped
        if let key = rows[row][column].sourceKey {
          let known = source(key)
          let note = known.map { " data-note=\"\($0.number)\"" } ?? ""
          if let known, text.hasPrefix(key.htmlEscaped) {
            text = known.title.htmlEscaped + text.dropFirst(key.htmlEscaped.count)
          }
          // A line may end between words, not within them.
          let parts = text.split(separator: " ").map { "<span>\($0)</span>" }.joined(separator: " ")
          text = "<a class=\"cite\" href=\"#source-\(key.htmlEscaped)\"\(note)>\(parts)</a>"
        }
        if alignments[column] == .decimal { return "<td>\(text)</td>" }
        return column == 0 && hasRowHeads
          ? "<th scope=\"row\">\(text)</th>"
          : "<td class=\"\(alignments[column].rawValue)\">\(text)</td>"
      }
      lines.append("<tr>\(cells.joined())</tr>")
    }
    lines.append("</tbody>")
    lines.append("</table>")
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Numbers of a column filled up so that their decimal points stand below each other.
enum DecimalAlignment {
  /// Adds blanks behind numbers: one as wide as a point, others as wide as digits.
  ///
  /// Texts that are no bare number stay as they are.
  static func aligned(
    _ texts: [String],
    point: Character = "\u{2008}",
    digit: Character = "\u{2007}"
  ) -> [String] {
    let decimals = texts.filter(isNumber).map(decimalCount)
    guard let most = decimals.max(), most > 0 else { return texts }
    return texts.map { text in
      guard isNumber(text) else { return text }
      let count = decimalCount(text)
      let missing = String(repeating: digit, count: most - count)
      return text + (count == 0 ? String(point) : "") + missing
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { "0123456789.,−-".contains($0) }
  }

  private static func decimalCount(_ text: String) -> Int {
    text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
  }
}
