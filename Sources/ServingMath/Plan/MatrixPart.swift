import Quantities

/// The part of a matrix of weights that one device holds, with its bias.
struct MatrixPart {
  let outputs: Int
  let inputs: Int
  let weights: PlanWidths.Weights
  var hasBias = false

  /// Weights of matrix and bias.
  var numbers: Int { outputs * inputs + (hasBias ? outputs : 0) }

  /// Bytes that a product reads, once however many rows it has.
  func bytesRead(_ widths: PlanWidths) -> Double {
    Double(outputs) * weights.row(inputs) + (hasBias ? Double(outputs) * widths.vector : 0)
  }

  /// Bytes that it takes in memory, filled up to whole panels.
  func bytesHeld(_ widths: PlanWidths) -> Double {
    let rows = (outputs + widths.panelRows - 1) / widths.panelRows * widths.panelRows
    let step = widths.panelColumns
    let columns = (inputs + step - 1) / step * step
    return Double(rows) * weights.row(columns) + (hasBias ? Double(outputs) * widths.vector : 0)
  }
}

/// Makes operations with the amounts that kernels count.
struct OperationMaker {
  let widths: PlanWidths

  /// Products of rows with some matrices of one shape, of which so many are read.
  func product(
    _ kind: OperationKind,
    _ part: MatrixPart,
    rows: Double,
    count: Double = 1
  ) -> PlannedOperation {
    let numbers = rows * widths.activation
    return PlannedOperation(
      kind: kind,
      shape: .product(rows: Quantity(rows), inputs: part.inputs, outputs: part.outputs),
      amounts: Amounts(
        flop: 2 * rows * Double(part.inputs) * Double(part.outputs),
        weights: count * part.bytesRead(widths),
        activationsRead: numbers * Double(part.inputs),
        activationsWritten: numbers * Double(part.outputs)
      )
    )
  }

  /// Work on rows × columns numbers: FLOP, reads and writes for each, and a vector of weights.
  func rowwise(
    _ kind: OperationKind,
    rows: Double,
    columns: Int,
    flop: Double,
    reads: Double,
    writes: Double = 1,
    vector: Int = 0
  ) -> PlannedOperation {
    let numbers = rows * Double(columns)
    return PlannedOperation(
      kind: kind,
      shape: .rows(Quantity(rows), columns: columns),
      amounts: Amounts(
        flop: flop * numbers,
        weights: Double(vector) * widths.vector,
        activationsRead: reads * numbers * widths.activation,
        activationsWritten: writes * numbers * widths.activation
      )
    )
  }

  /// A norm of all columns, or of each run of `vector` columns.
  func norm(rows: Double, columns: Int, vector: Int) -> PlannedOperation {
    rowwise(.norms, rows: rows, columns: columns, flop: 4, reads: 1, vector: vector)
  }

  /// Copying rows.
  func gather(rows: Double, columns: Int) -> PlannedOperation {
    rowwise(.elementwise, rows: rows, columns: columns, flop: 0, reads: 1)
  }

  /// Adding rows onto others.
  func add(rows: Double, columns: Int) -> PlannedOperation {
    rowwise(.elementwise, rows: rows, columns: columns, flop: 1, reads: 2)
  }
}
