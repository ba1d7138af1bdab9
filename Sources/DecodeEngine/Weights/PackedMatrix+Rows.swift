import Quantities

extension PackedMatrix {
  /// A matrix as the kernels keep it; what was lost is seen by reading its elements again.
  ///
  /// Stops if the rows are not equally long.
  ///
  /// - Parameters:
  ///   - rows: The weights, one array for each output.
  ///   - format: How they are kept.
  public init(_ rows: [[Float]], format: WeightFormat) {
    let columns = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() where row.count != columns {
      stop("row \(index) of a matrix has \(row.count) numbers, row 0 has \(columns)")
    }
    self.init(rows: rows.count, columns: columns, format: format) { index, row in
      row = rows[index]
    }
  }
}
