import Quantities

/// Readings over a grid of settings: the reader sets one to three controls and sees what a row of a table
/// would say.
///
/// Every point of the grid is computed when the book is built; the page looks its texts up. A number that
/// is read is finite: where there is none, a row says so in words.
///
///     Explorer(
///       .slider("batch", batches), .choice("chip", chips) { "\(verbatim: $0.name)" },
///       readings: [TableColumn("time per token", in: .milliseconds)]
///     ) { batch, chip in [.quantity(stepTime(batch, on: chip))] }
public struct Explorer: Codable, Hashable, Sendable {
  /// A control as the page shows it.
  package struct Control: Codable, Hashable, Sendable {
    package let label: FigureText
    package let stops: [FigureText]
    /// The index of the stop at which the page shows it.
    package let start: Int
    package let isSlider: Bool
  }

  package let controls: [Control]
  package let readings: [TableColumn]
  /// The readings of every point, as printed; of the points the last control's stops vary fastest.
  package let points: [[FigureText]]

  /// How many stops one control may have.
  package static let mostStops = 40
  /// How many bytes of a page one explorer may take.
  package static let mostBytes = 60_000

  /// One control.
  @inline(never)
  public init<A>(
    _ control: ExplorerControl<A>,
    readings: [TableColumn],
    _ row: (A) throws -> [CellValue]
  ) rethrows {
    self.init([control.printed], readings, try control.values.map(row))
  }

  /// Two controls.
  @inline(never)
  public init<A, B>(
    _ first: ExplorerControl<A>,
    _ second: ExplorerControl<B>,
    readings: [TableColumn],
    _ row: (A, B) throws -> [CellValue]
  ) rethrows {
    self.init(
      [first.printed, second.printed],
      readings,
      try first.values.flatMap { a in try second.values.map { try row(a, $0) } }
    )
  }

  /// Three controls.
  @inline(never)
  public init<A, B, C>(
    _ first: ExplorerControl<A>,
    _ second: ExplorerControl<B>,
    _ third: ExplorerControl<C>,
    readings: [TableColumn],
    _ row: (A, B, C) throws -> [CellValue]
  ) rethrows {
    self.init(
      [first.printed, second.printed, third.printed],
      readings,
      try first.values.flatMap { a in
        try second.values.flatMap { b in try third.values.map { try row(a, b, $0) } }
      }
    )
  }

  private init(_ controls: [Control], _ readings: [TableColumn], _ rows: [[CellValue]]) {
    if readings.isEmpty { stop("an explorer needs at least one reading") }
    self.controls = controls
    self.readings = readings
    points = rows.enumerated().map { index, row in
      if row.count != readings.count {
        stop("a point of the explorer has \(row.count) values for \(readings.count) readings")
      }
      return zip(row, readings).map { value, reading in
        let text = value.text(reading.unit)
        if !value.isFinite {
          stop(
            "the reading '\(reading.label.plainText)' is \(text.plainText) at "
              + "\(Self.words(ofPoint: index, controls)): say in words why there is no number"
          )
        }
        return text
      }
    }
    // Quotes and a comma for each text: what the page needs at the least, before it is made.
    let bytes = points.joined().reduce(0) { $0 + $1.plainText.utf8.count + 3 }
    if bytes > Self.mostBytes {
      stop(
        "the \(points.count) points of the explorer are \(bytes) bytes, "
          + "\(bytes - Self.mostBytes) more than a page carries of one: take fewer stops or readings"
      )
    }
  }

  /// `batch 64, chip H100`.
  private static func words(ofPoint index: Int, _ controls: [Control]) -> String {
    var rest = index
    let words = controls.reversed().map { control in
      defer { rest /= control.stops.count }
      return "\(control.label.plainText) \(control.stops[rest % control.stops.count].plainText)"
    }
    return words.reversed().joined(separator: ", ")
  }

  /// The readings that are words, each once.
  package var typedReadings: [FigureText] {
    var seen: Set<FigureText> = []
    return points.joined().filter { text in
      text.segments.contains { if case .literal = $0 { true } else { false } }
        && seen.insert(text).inserted
    }
  }

  /// The readings where the page shows it first.
  package var startPoint: [FigureText] { points[index(of: controls.map(\.start))] }

  /// Where a setting, a stop of each control, stands among the points.
  package func index(of setting: [Int]) -> Int {
    zip(setting, controls).reduce(0) { $0 * $1.1.stops.count + $1.0 }
  }

  /// The readings at every stop of the first control, the others where they start.
  package var startTable: CellTable {
    let others = controls.dropFirst().map { "\($0.label): \($0.stops[$0.start])" as FigureText }
    let title = others.isEmpty ? nil : others.dropFirst().reduce(others[0]) { "\($0), \($1)" }
    let starts = controls.dropFirst().map(\.start)
    return CellTable(
      title,
      columns: [TableColumn(controls[0].label)] + readings,
      rows: controls[0].stops.enumerated().map { place, stop in
        [CellValue(text: { _ in stop }, isNumber: false)]
          + points[index(of: [place] + starts)].map { text in
            CellValue(text: { _ in text }, isNumber: true)
          }
      }
    )
  }
}
