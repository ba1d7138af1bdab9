public import Quantities

/// A column of a table: its header, the unit of its quantities, where its cells stand.
///
/// With a unit, quantities are printed as bare numbers and the header names the unit.
public struct TableColumn: Codable, Hashable, Sendable {
  /// Where the cells of a column stand.
  public enum Alignment: String, Codable, Hashable, Sendable {
    /// At the left edge; for text.
    case leading
    /// At the right edge.
    case trailing
    /// Decimal points below each other; for numbers.
    case decimal
  }

  package let label: FigureText
  package let unitName: FigureText?
  package let alignment: Alignment?
  /// The unit into which quantities are turned; it stays in the cell's process.
  package private(set) var unit: QuantityUnit? = nil

  private enum CodingKeys: String, CodingKey {
    case label
    case unitName
    case alignment
  }

  /// A column; without an alignment, numbers stand on their decimal points and text at the left.
  @inline(never)
  public init(_ label: FigureText, alignment: Alignment? = nil) {
    self.label = label
    self.unitName = nil
    self.alignment = alignment
  }

  /// A column of quantities in one unit.
  @inline(never)
  public init(_ label: FigureText, in unit: QuantityUnit, alignment: Alignment? = nil) {
    self.label = label
    self.unitName = FigureText(unit.symbol)
    self.alignment = alignment
    self.unit = unit
  }

  /// Label and unit: `bandwidth (TB/s)`.
  package var header: FigureText {
    guard let unitName, !unitName.isEmpty else { return label }
    return "\(label) (\(unitName))"
  }
}

/// What stands in one cell of a table; a string literal is text.
public struct CellValue {
  /// The text, given the column's unit.
  let text: (QuantityUnit?) -> FigureText
  let isNumber: Bool
  /// Whether it is text, or a number that is neither infinite nor undefined.
  var isFinite = true
  /// The key of the source that the cell names; it becomes a link to it.
  var sourceKey: String? = nil

  /// Text, in which typed digits are unowned.
  public static func text(_ text: FigureText) -> CellValue {
    CellValue(text: { _ in text }, isNumber: false)
  }

  /// A quantity, in the column's unit, else in the unit given, else with a fitting prefix.
  @inline(never)
  public static func quantity(
    _ quantity: Quantity,
    in unit: QuantityUnit? = nil,
    _ precision: NumberPrecision = .significant(3)
  ) -> CellValue {
    CellValue(
      text: { column in
        guard let column else { return "\(quantity, in: unit, precision)" }
        return "\(quantity.value(in: column), precision)"
      },
      isNumber: true,
      isFinite: quantity.isFinite
    )
  }

  /// A sourced quantity.
  @inline(never)
  public static func quantity(
    _ sourced: Sourced<Quantity>,
    in unit: QuantityUnit? = nil,
    _ precision: NumberPrecision = .significant(3)
  ) -> CellValue {
    quantity(sourced.value, in: unit, precision)
  }

  /// A plain number.
  @inline(never)
  public static func number(
    _ number: Double,
    _ precision: NumberPrecision = .significant(3)
  ) -> CellValue {
    CellValue(
      text: { _ in "\(number, precision)" },
      isNumber: true,
      isFinite: number.isFinite
    )
  }

  /// A whole number, all its digits.
  @inline(never)
  public static func number(_ number: some BinaryInteger) -> CellValue {
    CellValue(text: { _ in "\(number)" }, isNumber: true)
  }

  /// Where a figure was taken from and as of when, `inferencex, 2026-04`, as a link to the source.
  public static func source<Value>(_ figure: Sourced<Value>) -> CellValue {
    CellValue(
      text: { _ in "\(verbatim: figure.source.key), \(verbatim: figure.date)" },
      isNumber: false,
      sourceKey: figure.source.key
    )
  }

  /// Nothing.
  public static var blank: CellValue { .text("") }
}

extension CellValue: ExpressibleByStringInterpolation {
  /// Text without interpolations.
  public init(stringLiteral value: String) {
    self = .text(FigureText(value))
  }

  /// Text that keeps typed and computed parts apart.
  public init(stringInterpolation: FigureText.StringInterpolation) {
    self = .text(FigureText(stringInterpolation: stringInterpolation))
  }
}

/// A table that a cell computed.
///
///     CellTable(
///       columns: [TableColumn("chip"), TableColumn("bandwidth", in: .terabytesPerSecond)],
///       rows: chips.map { ["\($0.name)", .quantity($0.bandwidth)] })
public struct CellTable: Codable, Hashable, Sendable {
  /// A printed cell.
  package struct Cell: Codable, Hashable, Sendable {
    package let text: FigureText
    package let isNumber: Bool
    /// The key in `references.yml` of the source that the cell names.
    package let sourceKey: String?
  }

  package let title: FigureText?
  package let columns: [TableColumn]
  package let rows: [[Cell]]

  /// Prints rows of values under their headers; every row has one cell for each column.
  @inline(never)
  public init(_ title: FigureText? = nil, columns: [TableColumn], rows: [[CellValue]]) {
    if columns.isEmpty { stop("a table needs at least one column") }
    self.title = title
    self.columns = columns
    self.rows = rows.enumerated().map { index, row in
      if row.count != columns.count {
        stop("row \(index + 1) of the table has \(row.count) cells for \(columns.count) columns")
      }
      return zip(row, columns).map {
        Cell(text: $0.text($1.unit), isNumber: $0.isNumber, sourceKey: $0.sourceKey)
      }
    }
  }

  /// The keys of the sources that cells name, without repetition, in the order of the table.
  package var sourceKeys: [String] {
    var seen: Set<String> = []
    return rows.joined().compactMap(\.sourceKey).filter { seen.insert($0).inserted }
  }

  /// Where the cells of a column stand: as declared, or on the decimal point if they are numbers.
  ///
  /// Words in a column of numbers, `none`, stand for a missing one; the first column names the rows
  /// unless all of it are numbers.
  package func alignment(ofColumn column: Int) -> TableColumn.Alignment {
    if let declared = columns[column].alignment { return declared }
    let filled = rows.map { $0[column] }.filter { !$0.text.isEmpty }
    let numbers = filled.count(where: \.isNumber)
    return numbers > 0 && (column > 0 || numbers == filled.count) ? .decimal : .leading
  }
}
