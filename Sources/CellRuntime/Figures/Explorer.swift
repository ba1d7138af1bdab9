import Quantities

/// Readings over a grid of settings: the reader sets one to three controls and sees what a row of a table
/// would say.
///
/// Every point of the grid is computed when the book is built; the page looks its texts up.
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
  /// How many bytes the texts of all points may have together.
  package static let mostBytes = 48_000

  /// One control.
  @inline(never)
  public init<A>(
    _ control: ExplorerControl<A>,
    readings: [TableColumn],
    _ row: (A) -> [CellValue]
  ) {
    self.init([control.printed], readings, control.values.map(row))
  }

  /// Two controls.
  @inline(never)
  public init<A, B>(
    _ first: ExplorerControl<A>,
    _ second: ExplorerControl<B>,
    readings: [TableColumn],
    _ row: (A, B) -> [CellValue]
  ) {
    self.init(
      [first.printed, second.printed],
      readings,
      first.values.flatMap { a in second.values.map { row(a, $0) } }
    )
  }

  /// Three controls.
  @inline(never)
  public init<A, B, C>(
    _ first: ExplorerControl<A>,
    _ second: ExplorerControl<B>,
    _ third: ExplorerControl<C>,
    readings: [TableColumn],
    _ row: (A, B, C) -> [CellValue]
  ) {
    self.init(
      [first.printed, second.printed, third.printed],
      readings,
      first.values.flatMap { a in second.values.flatMap { b in third.values.map { row(a, b, $0) } }
      }
    )
  }

  private init(_ controls: [Control], _ readings: [TableColumn], _ rows: [[CellValue]]) {
    if readings.isEmpty { stop("an explorer needs at least one reading") }
    self.controls = controls
    self.readings = readings
    points = rows.map { row in
      if row.count != readings.count {
        stop("a point of the explorer has \(row.count) values for \(readings.count) readings")
      }
      return zip(row, readings).map { $0.text($1.unit) }
    }
    let bytes = points.joined().reduce(0) { $0 + $1.plainText.utf8.count + 3 }
    if bytes > Self.mostBytes {
      stop(
        "the explorer's \(points.count) points are \(bytes) bytes of text, and a page carries "
          + "\(Self.mostBytes) of one: take fewer stops or readings"
      )
    }
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
