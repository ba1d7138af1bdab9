internal import CKernels
import Quantities
import Synchronization

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
  /// What was lost by rounding.
  package let loss: PackingLoss
  let memory: AlignedMemory

  /// Packs a matrix of which no second copy is ever held: rows are read one after the other, by each thread.
  ///
  /// - Parameters:
  ///   - rows: Outputs of a product.
  ///   - columns: Inputs of a product.
  ///   - format: How the weights are kept.
  ///   - pool: Threads that read and pack; by default the caller's alone.
  ///   - read: Writes the weights of a row into an array of `columns` numbers.
  /// - Throws: What `read` throws. Weights should be finite, as checkpoints make sure; a row with others is
  ///   all zeros in the integer formats.
  package init<Failure: Error>(
    rows: Int,
    columns: Int,
    format: WeightFormat,
    on pool: WorkerPool = WorkerPool(threads: 1),
    read: (_ row: Int, _ into: inout [Float]) throws(Failure) -> Void
  ) throws(Failure) {
    self.rows = rows
    self.columns = columns
    self.format = format
    let panels = (rows + Self.panelRows - 1) / Self.panelRows
    let panelBytes = Self.panelBytes(columns, format)
    let memory = WeightSlab.memory(bytes: panels * panelBytes)
    self.memory = memory
    let packer = Packer(format)
    func pack(_ panels: Range<Int>) throws(Failure) -> PackingLoss {
      var row = [Float](repeating: 0, count: columns)
      var block = [Float](repeating: 0, count: Self.panelRows * columns)
      var loss = PackingLoss()
      for panel in panels {
        let first = panel * Self.panelRows
        let lanes = min(Self.panelRows, rows - first)
        for lane in 0..<lanes {
          try read(first + lane, &row)
          block.replaceSubrange(lane * columns..<(lane + 1) * columns, with: row)
        }
        let place = unsafe memory.base + panel * panelBytes
        unsafe packer.pack(block, lanes: lanes, columns, into: place, &loss)
      }
      return loss
    }
    // Cut by size alone, so that sums of losses do not depend on threads.
    let stretch = max(1, Self.numbersOfStretch / (Self.panelRows * max(columns, 1)))
    let parts = (panels + stretch - 1) / stretch
    let results = Mutex([Result<PackingLoss, Failure>?](repeating: nil, count: parts))
    pool.run(parts: parts) { part, _ in
      let stretch = part * stretch..<min((part + 1) * stretch, panels)
      let result = Result { () throws(Failure) in try pack(stretch) }
      results.withLock { $0[part] = result }
    }
    var loss = PackingLoss()
    for result in results.withLock({ $0 }) {
      if let result { loss = loss + (try result.get()) }
    }
    self.loss = loss
  }

  /// Numbers that a thread packs at a time: some hundred microseconds' work.
  private static let numbersOfStretch = 1 << 17

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

/// Packs panels of one format.
@safe private struct Packer {
  private let function: ck_pack?

  init(_ format: WeightFormat) {
    var level = Int32(ck_levels) - 1
    while level > 0, unsafe ck_at(level) == nil { level -= 1 }
    let all = unsafe ck_at(level).pointee.pack
    unsafe function =
      switch format {
      case .fp32: unsafe all.0
      case .bf16: unsafe all.1
      case .int8: unsafe all.2
      case .int4: unsafe all.3
      }
  }

  /// Packs some rows that lie behind each other, and adds what was lost.
  func pack(
    _ rows: [Float],
    lanes: Int,
    _ columns: Int,
    into panel: UnsafeMutableRawPointer,
    _ loss: inout PackingLoss
  ) {
    var packing = ck_packing(
      squared_error: 0,
      squared_weights: 0,
      largest_error: loss.largestError,
      largest_weight: loss.largestWeight
    )
    unsafe function?(rows, Int32(lanes), Int32(columns), panel, &packing)
    loss.squaredError += packing.squared_error
    loss.squaredWeights += packing.squared_weights
    loss.largestError = packing.largest_error
    loss.largestWeight = packing.largest_weight
  }
}
