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
    rotary: [RotaryRule: RotaryTable],
    workspace: Workspace,
    trace: StepTrace?
  ) {
    self.kernels = kernels
    self.positions = positions
    self.spans = spans
    self.slots = slots
    self.rotary = rotary
    self.workspace = workspace
    self.trace = trace
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
