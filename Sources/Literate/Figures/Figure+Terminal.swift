package import CellRuntime

extension CellTable {
  /// The table in aligned columns under a rule.
  package var terminalText: String {
    let columns = columns.indices.map { index in
      let alignment = alignment(ofColumn: index)
      let texts = rows.map { $0[index].text.plainText }
      let body =
        alignment == .decimal ? DecimalAlignment.aligned(texts, point: " ", digit: " ") : texts
      let header = self.columns[index].header.plainText
      let width = ([header] + body).map(\.count).max() ?? 0
      return ([header] + body).map { pad($0, width, right: alignment != .leading) }
    }
    var lines: [String] = []
    if let title { lines.append(title.plainText) }
    for row in 0...rows.count {
      lines.append(trimmedEnd(columns.map { $0[row] }.joined(separator: "  ")))
      if row == 0 {
        let width = columns.reduce(0) { $0 + $1[0].count } + 2 * (columns.count - 1)
        lines.append(String(repeating: "─", count: width))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Timeline {
  /// The rows as bars of characters, box labels inside where they fit.
  package func terminalText(width: Int) -> String {
    let moments = rows.flatMap(\.boxes).flatMap { [$0.start, $0.end] } + events.map(\.time)
    let scale = PlotScale(
      Axis(axisLabel),
      data: moments.map { $0 / unitSeconds },
      padded: false
    )
    let margin = (rows.map { $0.label.plainText.count }.max() ?? 0) + 1
    let columns = max(20, width - margin)
    func column(_ seconds: Double) -> Int {
      Int((scale.share(seconds / unitSeconds) * Double(columns)).rounded())
    }
    var lines: [String] = []
    if let title { lines.append(title.plainText) }
    for (index, row) in rows.enumerated() {
      var bar = Array(repeating: Character(" "), count: columns)
      for box in row.boxes {
        let (start, end) = (column(box.start), max(column(box.start) + 1, column(box.end)))
        for place in start..<min(end, columns) {
          bar[place] = place == start ? "│" : box.kind.character
        }
        let label = Array(" \(box.label.plainText) ")
        if label.count > 2, label.count <= end - start - 1 {
          let from = start + 1 + (end - start - 1 - label.count) / 2
          bar.replaceSubrange(from..<from + label.count, with: label)
        }
      }
      for event in events where event.row == nil || event.row == index {
        bar[min(column(event.time), columns - 1)] = "▼"
      }
      lines.append(pad(row.label.plainText, margin, right: false) + String(bar))
    }
    lines += axis(scale, columns, margin)
    for event in events { lines.append("  ▼ \(event.label.plainText)") }
    return lines.map(trimmedEnd).joined(separator: "\n") + "\n"
  }

  private func axis(_ scale: PlotScale, _ columns: Int, _ margin: Int) -> [String] {
    var numbers = Array(repeating: Character(" "), count: margin + columns)
    var free = 0
    for tick in scale.ticks(about: 6) {
      guard let label = tick.label else { continue }
      let wish = margin + Int((scale.share(tick.value) * Double(columns)).rounded())
      let place = min(wish, numbers.count - label.count)
      guard place >= free else { continue }
      numbers.replaceSubrange(place..<place + label.count, with: label)
      free = place + label.count + 1
    }
    let header = "\(axisLabel.plainText) (\(unitName))"
    return [String(numbers), pad(header, margin + columns, right: true)]
  }
}

extension BoxKind {
  /// What a bar of this kind is made of.
  fileprivate var character: Character {
    switch self {
    case .work: "▓"
    case .waiting: "░"
    case .idle: "·"
    case .transfer: "≈"
    case .batch(let number): number.isMultiple(of: 2) ? "▓" : "▒"
    }
  }
}
