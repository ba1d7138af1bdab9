public import ServingMath

/// What is counted of each kind of operation.
public enum Measure: Int, CaseIterable, Hashable, Sendable {
  /// Two for each multiply-add of a matrix product or of attention; in norms and elementwise work, one for
  /// each operation as written.
  case flop
  /// Bytes of weights read, once a product however many rows it has.
  case weightBytesRead
  /// Bytes of weights read only because panels are padded to whole rows.
  case paddingBytesRead
  /// Bytes of keys and values read, once for each sequence in a step.
  case cacheBytesRead
  /// Bytes of keys and values written.
  case cacheBytesWritten
  /// Bytes of activations read.
  case activationBytesRead
  /// Bytes of activations written.
  case activationBytesWritten
  /// Kernel calls.
  case calls
}

/// Sums of work and traffic, added at the kernels' entry points from the buffers that were passed.
public struct Counters: Hashable, Sendable {
  private var sums = [UInt64](
    repeating: 0,
    count: OperationKind.allCases.count * Measure.allCases.count + WeightFormat.allCases.count
  )
  private var names: [String] = []

  /// Nothing counted yet.
  public init() {}

  /// The sum of one measure for one kind of operation.
  public subscript(kind: OperationKind, measure: Measure) -> Int {
    Int(sums[Self.place(kind, measure)])
  }

  /// The sum of one measure over all kinds.
  public subscript(measure: Measure) -> Int {
    OperationKind.allCases.reduce(0) { $0 + self[$1, measure] }
  }

  /// Products of a weight format.
  public func products(of format: WeightFormat) -> Int { Int(sums[Self.place(format)]) }

  /// The code that ran the products of a format, as `c int8 vnni avx512`; nil if none ran.
  public func kernel(of format: WeightFormat) -> String? {
    products(of: format) > 0 && format.index < names.count ? names[format.index] : nil
  }

  /// What was counted since an earlier state.
  public func since(_ earlier: Counters) -> Counters {
    var difference = self
    for index in sums.indices { difference.sums[index] &-= earlier.sums[index] }
    return difference
  }

  /// What was counted in two times together.
  public static func + (first: Counters, second: Counters) -> Counters {
    var sum = first
    for index in sum.sums.indices { sum.sums[index] &+= second.sums[index] }
    if sum.names.isEmpty { sum.names = second.names }
    return sum
  }

  /// Adds without a branch: the mask is all ones while counting is on and zero while it is off.
  @inline(__always)
  mutating func add(_ amount: Int, _ kind: OperationKind, _ measure: Measure, mask: UInt64) {
    sums[Self.place(kind, measure)] &+= UInt64(truncatingIfNeeded: amount) & mask
  }

  /// Adds a product of a format, or nothing, by the mask.
  @inline(__always)
  mutating func ran(_ format: WeightFormat, mask: UInt64) {
    sums[Self.place(format)] &+= 1 & mask
  }

  mutating func name(_ names: [String]) { self.names = names }

  @inline(__always)
  private static func place(_ format: WeightFormat) -> Int {
    OperationKind.allCases.count * Measure.allCases.count + format.index
  }

  @inline(__always)
  private static func place(_ kind: OperationKind, _ measure: Measure) -> Int {
    kind.rawValue * Measure.allCases.count + measure.rawValue
  }
}

/// The counters of one engine, and whether they run.
package final class Tally {
  private var sums = Counters()
  private var names: [String] = []
  /// Multiply-adds that the plain kernels did, counted one by one in their innermost loops, on or off.
  package internal(set) var multiplyAdds = 0
  private var mask: UInt64 = 0

  /// A tally that is off.
  package init() {}

  /// The sums so far, and which code ran.
  package var counters: Counters {
    var counters = sums
    if WeightFormat.allCases.contains(where: { sums.products(of: $0) > 0 }) { counters.name(names) }
    return counters
  }

  /// Whether kernels count.
  package var isOn: Bool {
    get { mask != 0 }
    set { mask = newValue ? .max : 0 }
  }

  /// Adds to a sum, or adds nothing while off.
  @inline(__always)
  func add(_ amount: Int, _ kind: OperationKind, _ measure: Measure) {
    sums.add(amount, kind, measure, mask: mask)
  }

  /// Counts a product of a format, or nothing while off.
  @inline(__always)
  func ran(_ format: WeightFormat) { sums.ran(format, mask: mask) }

  /// Says which code runs the products of each format.
  func name(_ kernels: [String]) { names = kernels }
}
