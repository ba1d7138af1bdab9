package import CellRuntime
import Quantities

/// The numbers behind a drawing, as a table.
extension LineChart {
  /// One row for each place on the horizontal axis, one column for each line.
  ///
  /// Of a line with many points about twenty are shown, evenly taken, the ends among them; values
  /// have four significant digits.
  package var dataTable: CellTable {
    let kept = lines.map { Self.thinned($0.points) }
    let places = Set(kept.joined().map(\.x)).sorted()
    let unit = y.unitName.map { " (\($0.plainText))" } ?? ""
    let columns =
      [TableColumn(x.header, alignment: .decimal)]
      + lines.enumerated().map { number, line in
        // A line without a label belongs to one that has one; its column needs a name all the same.
        let label = line.label.isEmpty ? "line \(number + 1)" : line.label
        return TableColumn("\(label)\(unit)", alignment: .decimal)
      }
    let rows = places.map { place in
      [CellValue.number(place, .fourDigits(of: place))]
        + kept.map { points in
          points.first { $0.x == place }.map { .number($0.y, .significant(4)) } ?? .blank
        }
    }
    return CellTable(columns: columns, rows: rows)
  }

  private static func thinned(_ points: [Point]) -> [Point] {
    let steps = points.count - 1
    guard steps > 40 else { return points }
    let least = (steps + 19) / 20
    let stride = (least...least * 2).first { steps.isMultiple(of: $0) } ?? least
    return points.enumerated().filter { $0.offset.isMultiple(of: stride) || $0.offset == steps }
      .map(\.element)
  }
}

extension Timeline {
  /// One row for each box, by row and start.
  package var dataTable: CellTable {
    CellTable(
      columns: [
        TableColumn("row"), TableColumn("box"),
        TableColumn("start (\(unitName))", alignment: .decimal),
        TableColumn("end (\(unitName))", alignment: .decimal),
      ],
      rows: rows.flatMap { row in
        row.boxes.map { box in
          [
            .text(row.label), .text(box.label.isEmpty ? FigureText(box.kind.name) : box.label),
            .number(box.start / unitSeconds, .fourDigits(of: box.start / unitSeconds)),
            .number(box.end / unitSeconds, .fourDigits(of: box.end / unitSeconds)),
          ]
        }
      }
    )
  }
}

extension NumberPrecision {
  /// Four digits, and none behind the point where those would be zeros: `100` and not `100.0`.
  fileprivate static func fourDigits(of value: Double) -> NumberPrecision {
    let digits = value.formatted(.significant(4))
    let readsWhole = digits.contains(".") && !digits.withoutIdleZeros.contains(".")
    return readsWhole || value == value.rounded() ? .decimals(0) : .significant(4)
  }
}

extension BoxKind {
  /// The word for it where there is no label.
  var name: String {
    switch self {
    case .work: "work"
    case .waiting: "waiting"
    case .idle: "idle"
    case .transfer: "transfer"
    case .batch(let number): "batch \(number)"
    }
  }
}
