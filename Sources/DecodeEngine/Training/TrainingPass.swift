import Quantities

/// One pass over a batch: what it works on, what it holds and what it has counted so far.
///
/// The operations are extensions, each forward function beside its backward function.
struct TrainingPass {
  typealias Handle = ActivationArena.Handle

  let shape: TrainingShape
  let parameters: ParameterSet
  /// The rows of each sequence.
  let sequences: [Range<Int>]
  let attention: CausalAttention
  let rotary: RotaryTable
  /// What streams are rounded to after each branch.
  let streams: StreamPrecision

  var gradients: ParameterSet
  var memory = ActivationArena()
  var counters = TrainingCounters()
  /// What arithmetic is counted as.
  var phase = TrainingCounters.Phase.forward

  init(
    _ model: TrainingModel,
    sequences: [Range<Int>],
    gradients: ParameterSet? = nil,
    streams: StreamPrecision = .fp32
  ) {
    shape = model.shape
    parameters = model.parameters
    self.sequences = sequences
    self.streams = streams
    self.gradients = gradients ?? ParameterSet(tensors: [])
    attention = CausalAttention(
      heads: shape.heads,
      keyValueHeads: shape.keyValueHeads,
      headDimension: shape.headDimension,
      sequences: sequences
    )
    let rule = RotaryRule(width: shape.headDimension, theta: shape.rotaryBase, scaling: .none)
    rotary = rule.table(positions: sequences.map(\.count).max() ?? 0)
  }

  /// Stops if an activation was forgotten, which would make the bytes wrong.
  func finish() {
    if !memory.isEmpty { stop("a step ended while activations were still held") }
  }
}
