public import Quantities

/// One piece of arithmetic on one device, with the bytes that it moves: what a kernel is called for.
public struct PlannedOperation: Hashable, Sendable {
  /// What is multiplied with what.
  public enum Shape: Hashable, Sendable {
    /// `rows × inputs` with `inputs × outputs` weights; rows need not be whole under even routing.
    case product(rows: Quantity, inputs: Int, outputs: Int)
    /// Scores and weighted sums of query heads over pairs of new and cached tokens.
    case attention(pairs: Int, heads: Int, keyWidth: Int, valueWidth: Int)
    /// Work on each number of `rows × columns` by itself.
    case rows(Quantity, columns: Int)
  }

  /// What it works for.
  public let kind: OperationKind
  /// What is multiplied with what.
  public let shape: Shape
  /// Arithmetic and traffic.
  package var amounts: Amounts

  package init(kind: OperationKind, shape: Shape, amounts: Amounts) {
    self.kind = kind
    self.shape = shape
    self.amounts = amounts
  }
}

/// Sums of arithmetic and traffic.
package struct Amounts: Hashable, Sendable {
  /// Two for each multiply-add; in norms and elementwise work one for each operation.
  package var flop = 0.0
  /// Bytes of weights read, once for each product.
  package var weights = 0.0
  /// Bytes of keys and values read.
  package var cacheRead = 0.0
  /// Bytes of keys and values written.
  package var cacheWritten = 0.0
  /// Bytes of activations read.
  package var activationsRead = 0.0
  /// Bytes of activations written.
  package var activationsWritten = 0.0

  package init(
    flop: Double = 0,
    weights: Double = 0,
    cacheRead: Double = 0,
    cacheWritten: Double = 0,
    activationsRead: Double = 0,
    activationsWritten: Double = 0
  ) {
    self.flop = flop
    self.weights = weights
    self.cacheRead = cacheRead
    self.cacheWritten = cacheWritten
    self.activationsRead = activationsRead
    self.activationsWritten = activationsWritten
  }

  /// Adds other sums.
  package static func += (sum: inout Amounts, other: Amounts) {
    sum.flop += other.flop
    sum.weights += other.weights
    sum.cacheRead += other.cacheRead
    sum.cacheWritten += other.cacheWritten
    sum.activationsRead += other.activationsRead
    sum.activationsWritten += other.activationsWritten
  }
}

extension PlannedOperation {
  /// Arithmetic, in FLOP.
  public var work: Quantity { Quantity(amounts.flop, .flop) }
  /// Bytes of weights read.
  public var weightBytes: Quantity { Quantity(amounts.weights, .bytes) }
  /// Bytes of keys and values read.
  public var cacheBytesRead: Quantity { Quantity(amounts.cacheRead, .bytes) }
  /// Bytes of keys and values written.
  public var cacheBytesWritten: Quantity { Quantity(amounts.cacheWritten, .bytes) }
  /// Bytes of activations read.
  public var activationBytesRead: Quantity { Quantity(amounts.activationsRead, .bytes) }
  /// Bytes of activations written.
  public var activationBytesWritten: Quantity { Quantity(amounts.activationsWritten, .bytes) }
}
