import Quantities

/// Activations: so many rows (tokens) of so many columns, in single precision.
///
/// Memory is kept for a largest number of rows and reused from step to step. Kernels take `Slice`s.
package final class Matrix {
  /// Numbers in a row.
  package let columns: Int
  /// Rows that there is memory for.
  package private(set) var capacity: Int
  /// Rows in use.
  package private(set) var rows: Int
  /// The most rows that were in use since somebody set this to zero.
  var mostRows: Int
  private(set) var memory: AlignedMemory

  /// A matrix of zeros.
  package init(rows: Int = 0, columns: Int) {
    self.rows = rows
    self.columns = columns
    capacity = rows
    mostRows = rows
    memory = AlignedMemory(bytes: rows * columns * 4)
  }

  /// Sets the number of rows in use; their content is undefined until it is written.
  package func resize(rows: Int) {
    if rows > capacity {
      capacity = max(rows, 2 * capacity)
      memory = AlignedMemory(bytes: capacity * columns * 4)
    }
    self.rows = rows
    mostRows = max(mostRows, rows)
  }

  /// One number.
  package subscript(row: Int, column: Int) -> Float {
    get {
      check(row, column)
      return unsafe memory.floats[row * columns + column]
    }
    set {
      check(row, column)
      unsafe memory.floats[row * columns + column] = newValue
    }
  }

  /// The numbers of one row.
  package func row(_ row: Int) -> [Float] {
    guard row >= 0, row < rows else { stop("there is no row \(row) in a matrix of \(rows) rows") }
    return unsafe Array(UnsafeBufferPointer(start: memory.floats + row * columns, count: columns))
  }

  /// All rows in use and all columns.
  package var all: Slice { Slice(self, rows: 0..<rows, columns: 0..<columns) }

  /// Some columns of all rows in use.
  package subscript(columns columns: Range<Int>) -> Slice {
    Slice(self, rows: 0..<rows, columns: columns)
  }

  /// Some rows.
  package subscript(rows rows: Range<Int>) -> Slice {
    Slice(self, rows: rows, columns: 0..<columns)
  }

  private func check(_ row: Int, _ column: Int) {
    guard row >= 0, row < rows, column >= 0, column < columns else {
      stop("there is no element (\(row), \(column)) in a matrix of \(rows) × \(columns)")
    }
  }

  /// Some rows and columns of a matrix, which kernels read or write in place.
  package struct Slice {
    /// Whose numbers they are.
    package let matrix: Matrix
    /// Its rows.
    package let rows: Range<Int>
    /// Its columns.
    package let columns: Range<Int>

    init(_ matrix: Matrix, rows: Range<Int>, columns: Range<Int>) {
      guard rows.lowerBound >= 0, rows.upperBound <= matrix.rows, columns.lowerBound >= 0,
        columns.upperBound <= matrix.columns
      else {
        stop(
          "rows \(rows) and columns \(columns) are not in a matrix of \(matrix.rows) × \(matrix.columns)"
        )
      }
      self.matrix = matrix
      self.rows = rows
      self.columns = columns
    }

    /// How many rows.
    package var height: Int { rows.count }
    /// How many columns.
    package var width: Int { columns.count }
    /// Numbers from one row to the next.
    var stride: Int { matrix.columns }
    /// The first number.
    var base: UnsafeMutablePointer<Float> {
      unsafe matrix.memory.floats + rows.lowerBound * stride + columns.lowerBound
    }

    /// Some of the rows, counted from the slice's first.
    package subscript(rows part: Range<Int>) -> Slice {
      Slice(
        matrix,
        rows: rows.lowerBound + part.lowerBound..<rows.lowerBound + part.upperBound,
        columns: columns
      )
    }

    /// Some of the columns, counted from the slice's first.
    package subscript(columns part: Range<Int>) -> Slice {
      Slice(
        matrix,
        rows: rows,
        columns: columns.lowerBound + part.lowerBound..<columns.lowerBound + part.upperBound
      )
    }
  }
}
