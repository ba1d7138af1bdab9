import Quantities

/// A matrix of weights in the order in which the kernels read it: panels of 16 rows.
///
/// A panel holds, for one column after the other, the weights of its 16 rows side by side, so that a
/// product reads one stream from start to end and never sums across a vector:
///
///     fp32   [rows/16][columns][16]
///     bf16   [rows/16][columns/2][16][2]
///     int8   [rows/16][columns/32] of 16 scales (fp16), then [8][16][4] of q + 128
///     int4   [rows/16][columns/32] of 16 scales (fp16), then [4][16][4] of two q + 8:
///            byte (i, row, j) holds column 4i + j in its low half and 16 + 4i + j in its high half
///
/// Rows are padded with zeros to a multiple of 16, columns to one of 2 (bf16) or 32 (int8, int4).
public struct PackedMatrix: Sendable {
  /// Rows of a panel: the lanes of one 512-bit vector.
  package static let panelRows = 16

  /// Outputs of a product.
  public let rows: Int
  /// Inputs of a product.
  public let columns: Int
  /// How the weights are kept.
  public let format: WeightFormat
  let memory: AlignedMemory

  /// Packs a matrix whose rows are read one after the other, so that no second copy is ever held.
  ///
  /// - Parameters:
  ///   - rows: Outputs of a product.
  ///   - columns: Inputs of a product.
  ///   - format: How the weights are kept.
  ///   - read: Writes the weights of a row into an array of `columns` numbers.
  /// - Throws: What `read` throws.
  package init<Failure: Error>(
    rows: Int,
    columns: Int,
    format: WeightFormat,
    read: (_ row: Int, _ into: inout [Float]) throws(Failure) -> Void
  ) throws(Failure) {
    self.rows = rows
    self.columns = columns
    self.format = format
    let panels = (rows + Self.panelRows - 1) / Self.panelRows
    memory = AlignedMemory(bytes: panels * Self.panelBytes(columns, format))
    var row = [Float](repeating: 0, count: columns)
    for index in 0..<rows {
      try read(index, &row)
      pack(row, at: index)
    }
  }

  /// Bytes of the weights themselves, without the padding of the last panel.
  public var bytes: Int { rows * format.bytesPerRow(columns: columns) }

  /// Bytes in memory, padding included.
  public var paddedBytes: Int { panels * Self.panelBytes(columns, format) }

  /// Panels of 16 rows.
  var panels: Int { (rows + Self.panelRows - 1) / Self.panelRows }

  /// Bytes from one panel to the next.
  var panelBytes: Int { Self.panelBytes(columns, format) }

  private static func panelBytes(_ columns: Int, _ format: WeightFormat) -> Int {
    panelRows * format.bytesPerRow(columns: format == .bf16 ? columns + columns % 2 : columns)
  }

  /// One weight, as the kernels see it.
  public subscript(row: Int, column: Int) -> Float {
    guard row >= 0, row < rows, column >= 0, column < columns else {
      stop("there is no weight (\(row), \(column)) in a matrix of \(rows) × \(columns)")
    }
    return weight(row, column)
  }

  /// One row, as the kernels see it.
  package func row(_ index: Int) -> [Float] {
    (0..<columns).map { self[index, $0] }
  }
}
