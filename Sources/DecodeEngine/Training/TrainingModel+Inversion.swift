public import Quantities
import ServingMath

/// The two residual streams of a reversible model at one depth.
public struct ResidualStreams: Hashable, Sendable {
  /// The stream that the next branch is added to, (rows, hidden size).
  public let older: [Float]
  /// The stream that the next branch reads, (rows, hidden size).
  public let newer: [Float]
  /// Rows of each sequence, which attention must not mix.
  public let sequenceLengths: [Int]

  /// Streams from their elements.
  public init(older: [Float], newer: [Float], sequenceLengths: [Int]) {
    self.older = older
    self.newer = newer
    self.sequenceLengths = sequenceLengths
  }

  /// The largest absolute element.
  public var largest: Quantity {
    Quantity(Double((older + newer).reduce(Float(0)) { max($0, abs($1)) }))
  }

  /// The largest absolute difference to other streams of the same size.
  public func largestDifference(to other: ResidualStreams) -> Quantity {
    let differences = zip(older + newer, other.older + other.newer).map { abs($0 - $1) }
    return Quantity(Double(differences.max() ?? 0))
  }
}

/// How far a reversible model, run backward, misses the states that it passed on the way forward.
///
/// > Source: lecture, 2:10:32 (claim C199).
public struct InversionErrors: Sendable {
  /// Largest error after undoing so many layers, from the output down; the last is that of the input.
  public let byLayersUndone: [Quantity]
  /// The largest element that any state has; errors are to be compared with it.
  public let largestActivation: Quantity

  /// The error of the input, relative to the largest activation; a plain number.
  public var relative: Quantity {
    (byLayersUndone.last ?? Quantity(0)) / largestActivation
  }
}

extension TrainingModel {
  /// The streams after all layers.
  ///
  /// - Throws: `notReversible` and what is wrong with the tokens.
  public func streams(
    tokens: [[Int32]],
    precision: StreamPrecision = .fp32
  ) throws(TrainingError) -> ResidualStreams {
    let states = try states(tokens: tokens, precision: precision)
    return states[shape.layers]
  }

  /// The streams before the first layer, from those after the last.
  ///
  /// Exact in exact arithmetic; in floating point a sum drops digits that the subtraction cannot bring back.
  ///
  /// - Throws: `notReversible`; `elementsDoNotFit` if the streams are not rows of this model's width;
  ///   `batchTooLarge`.
  public func invert(
    _ output: ResidualStreams,
    precision: StreamPrecision = .fp32
  ) throws(TrainingError) -> ResidualStreams {
    let states = try statesUndone(output, precision: precision)
    return states[0]
  }

  /// Runs a batch forward and back, and compares the state at each depth.
  ///
  /// - Throws: `notReversible` and what is wrong with the tokens.
  public func inversionErrors(
    tokens: [[Int32]],
    precision: StreamPrecision = .fp32
  ) throws(TrainingError) -> InversionErrors {
    let forward = try states(tokens: tokens, precision: precision)
    let back = try statesUndone(forward[shape.layers], precision: precision)
    let errors = zip(forward, back).map { $0.largestDifference(to: $1) }
    return InversionErrors(
      byLayersUndone: errors.dropLast().reversed(),
      largestActivation: forward.map(\.largest).max() ?? Quantity(0)
    )
  }
}

// MARK: - States by depth

extension TrainingModel {
  /// The state before each layer and after the last.
  private func states(tokens: [[Int32]], precision: StreamPrecision) throws(TrainingError)
    -> [ResidualStreams]
  {
    if !shape.isReversible { throw .notReversible }
    let batch = try TrainingBatch(tokens, for: shape)
    var pass = TrainingPass(self, sequences: batch.sequences, streams: precision)
    let embedded = pass.embed(batch.inputs)
    if precision == .bf16 { Elementwise.roundToBF16(&pass.memory[embedded]) }
    var state = pass.start(embedded)
    var states = [pass.read(state)]
    for index in 0..<2 * shape.layers {
      _ = pass.advance(&state, index, keeping: false)
      if !index.isMultiple(of: 2) { states.append(pass.read(state)) }
    }
    pass.release(state)
    pass.finish()
    return states
  }

  /// The same from the last state down, first layer first.
  private func statesUndone(_ output: ResidualStreams, precision: StreamPrecision)
    throws(TrainingError) -> [ResidualStreams]
  {
    if !shape.isReversible { throw .notReversible }
    try check(output)
    let sequences = TrainingBatch.ranges(of: output.sequenceLengths)
    var pass = TrainingPass(self, sequences: sequences, streams: precision)
    var state = ResidualState(
      older: pass.memory.hold(output.older, as: .stream),
      newer: pass.memory.hold(output.newer, as: .stream)
    )
    var states = [output]
    for index in (0..<2 * shape.layers).reversed() {
      _ = pass.retreat(&state, index, keeping: false)
      if index.isMultiple(of: 2) { states.append(pass.read(state)) }
    }
    pass.release(state)
    pass.finish()
    return states.reversed()
  }

  private func check(_ streams: ResidualStreams) throws(TrainingError) {
    if streams.sequenceLengths.isEmpty { throw .emptyBatch }
    for length in streams.sequenceLengths where length < 1 {
      throw .sizeNotPositive(name: "sequenceLengths", size: length)
    }
    try TrainingBatch.check(lengths: streams.sequenceLengths, for: shape)
    let elements = streams.sequenceLengths.reduce(0, +) * shape.hiddenSize
    for (name, stream) in [("older", streams.older), ("newer", streams.newer)]
    where stream.count != elements {
      throw .elementsDoNotFit(name: name, expected: elements, given: stream.count)
    }
  }
}

extension TrainingPass {
  fileprivate func read(_ state: ResidualState) -> ResidualStreams {
    ResidualStreams(
      older: state.older.map { memory[$0] } ?? [],
      newer: memory[state.newer],
      sequenceLengths: sequences.map(\.count)
    )
  }
}
