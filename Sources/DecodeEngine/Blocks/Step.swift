import Quantities

/// One pass through the layers: what its rows are, where their keys go, and the memory they pass through.
///
/// The rows of all sequences stand below each other; a block sees one matrix and never asks whose row is
/// whose. Only attention does, by `spans`.
final class Step {
  let kernels: Kernels
  /// The position of each row in its sequence.
  let positions: [Int32]
  /// For each group of layers with a cache of their own reach, the sequences of the step.
  let spans: [[AttentionSpan]]
  /// For each such group, the slot that each row's key goes to.
  let slots: [[Int32]]
  /// Which of the devices that share each sequence's cache this is; none where it is whole.
  let share: CacheShare?
  /// The rotary tables of the model.
  let rotary: [RotaryRule: RotaryTable]
  private let workspace: Workspace
  /// What the caller wants to see of the inside.
  let trace: StepTrace?

  var rows: Int { positions.count }

  init(
    kernels: Kernels,
    positions: [Int32],
    spans: [[AttentionSpan]],
    slots: [[Int32]],
    share: CacheShare? = nil,
    rotary: [RotaryRule: RotaryTable],
    workspace: Workspace,
    trace: StepTrace?
  ) {
    self.kernels = kernels
    self.positions = positions
    self.spans = spans
    self.slots = slots
    self.share = share
    self.rotary = rotary
    self.workspace = workspace
    self.trace = trace
  }

  /// Lays the rows of new tokens of some sequences below each other and says where each one's keys go.
  convenience init(
    _ feeds: [(cache: SequenceCache, tokens: Int)],
    _ caches: LayerCaches,
    kernels: Kernels,
    rotary: [RotaryRule: RotaryTable],
    workspace: Workspace,
    trace: StepTrace?
  ) {
    var positions: [Int32] = []
    var spans = [[AttentionSpan]](repeating: [], count: caches.windows.count)
    var slots = [[Int32]](repeating: [], count: caches.windows.count)
    for (cache, tokens) in feeds where tokens > 0 {
      let rows = positions.count..<positions.count + tokens
      let places = cache.length..<cache.length + tokens
      positions += places.map(Int32.init)
      for group in caches.windows.indices {
        slots[group] += places.map { cache.slot(of: $0, group: group) }
        spans[group].append(
          AttentionSpan(rows: rows, firstPosition: cache.length, table: cache.tables[group])
        )
      }
    }
    self.init(
      kernels: kernels,
      positions: positions,
      spans: spans,
      slots: slots,
      share: caches.share,
      rotary: rotary,
      workspace: workspace,
      trace: trace
    )
  }

  /// The matrix of one use, with as many rows as the step has or as are asked for.
  func matrix(_ use: Workspace.Use, columns: Int, rows: Int? = nil) -> Matrix {
    workspace.matrix(use, rows: rows ?? self.rows, columns: columns)
  }
}

/// Matrices that steps reuse, one for each use and width.
final class Workspace {
  /// What a matrix is for; two uses never share memory.
  enum Use: Hashable {
    case hidden, normed, blockResult
    case queries, keys, values, compressedQueries, latent, plainQueries, attended, attendedValues
    case gates, ups, routed, routedResults, scores
    case lastHidden, logits
    /// Where sequences are shared: rows whose keys or values stay here, and what each device attended to.
    case keptKeys, keptValues, contextParts
    /// Where experts are dealt out: visits that go, that come, what goes back and what comes back.
    case leaving, arrived, answers, returned, returnedPart
    /// Logits over the whole vocabulary, where devices have parts of it.
    case allLogits
  }

  private struct Key: Hashable {
    let use: Use
    let columns: Int
  }

  private var matrices: [Key: Matrix] = [:]

  func matrix(_ use: Use, rows: Int, columns: Int) -> Matrix {
    let key = Key(use: use, columns: columns)
    if let matrix = matrices[key] {
      matrix.resize(rows: rows)
      return matrix
    }
    let matrix = Matrix(rows: rows, columns: columns)
    matrices[key] = matrix
    return matrix
  }

  /// Begins to note rows in use.
  func begin() {
    for matrix in matrices.values { matrix.mostRows = 0 }
  }

  /// Bytes of the matrices in use since the last beginning, each with the most rows that it had.
  var bytesInUse: Int { matrices.values.reduce(0) { $0 + 4 * $1.mostRows * $1.columns } }

  /// Bytes that all matrices hold.
  var bytes: Int { matrices.values.reduce(0) { $0 + 4 * $1.capacity * $1.columns } }
}

/// What a step did inside, for those who ask: hidden states after each layer, and the experts chosen.
public final class StepTrace {
  /// The residual stream as it enters the first layer, after each layer, and after the final norm.
  public internal(set) var hiddenStates: [[[Float]]] = []
  /// For each layer with experts, by its index, the choice of each row.
  public internal(set) var routes: [Int: [[(expert: Int, weight: Float)]]] = [:]

  /// A trace of nothing yet.
  public init() {}
}
