import CellRuntime

extension Diagram {
  /// The nodes row by row, then a line for each link and each boundary.
  package func terminalText(width: Int) -> String {
    var lines: [String] = []
    if let title { lines.append(title.plainText) }
    for row in rows {
      lines += Self.stacked(row.map { $0.kind.framed(label(of: $0)) }, width: width)
    }
    if !links.isEmpty {
      lines.append("")
      for link in links {
        let text = link.label.isEmpty ? "" : ": " + link.label.plainText
        lines += Self.wrapped(
          name(of: link.from).plainText + " " + link.sign + " " + name(of: link.to).plainText
            + text,
          width: width
        )
      }
    }
    if !groups.isEmpty {
      lines.append("")
      for group in groups {
        let label = group.label.isEmpty ? "boundary" : group.label.plainText
        lines += Self.wrapped(label + " ⊃ " + list(group.members).plainText, width: width)
      }
    }
    return lines.map(trimmedEnd).joined(separator: "\n") + "\n"
  }

  private func label(of node: DiagramNode) -> String { name(of: node.id).plainText }

  /// Nodes whose centres are at one height, from left to right, the topmost first.
  private var rows: [[DiagramNode]] {
    let drawn = nodes.filter { $0.kind != .point }
      .sorted { ($0.row, $0.column, $0.id) < ($1.row, $1.column, $1.id) }
    var rows: [[DiagramNode]] = []
    for node in drawn {
      if let last = rows.last?.first, abs(last.row - node.row) < 0.001 {
        rows[rows.count - 1].append(node)
      } else {
        rows.append([node])
      }
    }
    return rows
  }

  /// Boxes beside each other, centred, on as many lines as they need.
  private static func stacked(_ boxes: [String], width: Int) -> [String] {
    var lines: [String] = []
    for box in boxes {
      let box = String(box.prefix(width))
      if let last = lines.last, last.count + 2 + box.count <= width {
        lines[lines.count - 1] = last + "  " + box
      } else {
        lines.append(box)
      }
    }
    return lines.map { String(repeating: " ", count: (width - $0.count) / 2) + $0 }
  }

  /// A text on lines of at most the width, further ones indented.
  private static func wrapped(_ text: String, width: Int) -> [String] {
    var lines = ["  "]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.count + 1 + word.count > width, last.contains(where: { $0 != " " }) {
        lines.append("    " + word.prefix(max(1, width - 4)))
      } else {
        lines[lines.count - 1] = String((last + (last == "  " ? "" : " ") + word).prefix(width))
      }
    }
    return lines
  }
}

extension NodeKind {
  /// A label between the marks of its kind.
  fileprivate func framed(_ label: String) -> String {
    switch self {
    case .plain: "[\(label)]"
    case .chosen: "▐\(label)▌"
    case .quiet: "┊\(label)┊"
    case .memory: "{\(label)}"
    case .circle: "(\(label))"
    case .label, .point: label
    }
  }
}

extension DiagramLink {
  /// An arrow of its style in characters.
  fileprivate var sign: String {
    switch (arrow, style) {
    case (.end, .bold): "⇒"
    case (.both, .bold): "⇔"
    case (.none, .bold): "="
    case (.end, .dashed): "⇢"
    case (.end, _): "→"
    case (.both, _): "↔"
    case (.none, _): "–"
    }
  }
}
