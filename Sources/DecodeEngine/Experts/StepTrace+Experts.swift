public import Quantities

extension StepTrace {
  /// The mean share of a layer's experts that batches of the step's rows touch, over batches and layers.
  ///
  /// Independent tokens without favourites touch 1 − (1 − chosen/experts)^batch of them, and with favourites
  /// fewer.
  ///
  /// Stops if no layer has routed as many rows, or the batch or the number of experts is not positive.
  ///
  /// - Parameters:
  ///   - batch: Rows of a batch; those that are left when the rows are divided are not counted.
  ///   - experts: Experts of each layer.
  /// - Returns: A plain number from 0 to 1.
  public func meanShareTouched(batch: Int, of experts: Int) -> Quantity {
    var (touched, batches) = (0, 0)
    for rows in routes.values {
      for first in stride(from: 0, through: rows.count - max(batch, 1), by: max(batch, 1)) {
        touched += Set(rows[first..<first + batch].joined().map(\.expert)).count
        batches += 1
      }
    }
    guard batches > 0, batch > 0, experts > 0 else {
      stop("no layer of the step has routed \(batch) rows to one of \(experts) experts")
    }
    return Quantity(touched) / Quantity(batches * experts)
  }

  /// Visits of the most visited expert of any layer, over the mean of its layer.
  ///
  /// Stops if no layer has routed a row, or the number of experts is not positive.
  ///
  /// - Parameter experts: Experts of each layer.
  /// - Returns: A plain number from 1 up.
  public func largestLoad(of experts: Int) -> Quantity {
    let loads = routes.values.filter { !$0.joined().isEmpty }.map { rows in
      var visits: [Int: Int] = [:]
      for (expert, _) in rows.joined() { visits[expert, default: 0] += 1 }
      let most = visits.values.max() ?? 0
      return Double(most * experts) / Double(visits.values.reduce(0, +))
    }
    guard let largest = loads.max(), experts > 0 else {
      stop("no layer of the step has routed a row to one of \(experts) experts")
    }
    return Quantity(largest)
  }
}
