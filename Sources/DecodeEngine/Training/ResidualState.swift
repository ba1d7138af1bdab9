import Quantities
import ServingMath

/// The residual streams between two branches; each handle is one hold.
///
/// With one stream there is only the newer. With two, the older is what the next branch is added to:
///
///     x(i+1) = x(i−1) + branch(x(i))
///
/// Two branches in a row are RevNet's `y1 = x1 + Attention(x2)`, `y2 = x2 + FeedForward(y1)`.
///
/// > Source: arXiv 1707.04585, section 3.1; arXiv 2001.04451, section 3; lecture, 2:10:25 (E28, C200).
struct ResidualState {
  var older: ActivationArena.Handle?
  var newer: ActivationArena.Handle
}

extension TrainingPass {
  /// The state before the first branch; both streams begin as the embedding.
  mutating func start(_ embedded: Handle) -> ResidualState {
    if !shape.isReversible { return ResidualState(newer: embedded) }
    memory.retain(embedded)
    return ResidualState(older: embedded, newer: embedded)
  }

  /// What the head reads: the stream, or the sum of both.
  mutating func output(of state: ResidualState) -> Handle {
    guard let older = state.older else {
      memory.retain(state.newer)
      return state.newer
    }
    let sum = memory.hold(memory[state.newer], as: .stream)
    memory.add(older, to: sum)
    return sum
  }

  /// One branch forward, in place of the state before it.
  ///
  /// - Returns: The branch's input and tape, if they are to be kept.
  mutating func advance(_ state: inout ResidualState, _ index: Int, keeping: Bool)
    -> ResidualBranch.Record?
  {
    let input = state.newer
    let (output, tape) = branch(index, input)
    memory.add(state.older ?? input, to: output)
    round(output)
    if keeping { memory.retain(input) } else { release(tape) }
    if let older = state.older {
      memory.release(older)
      state.older = input
    } else {
      memory.release(input)
    }
    state.newer = output
    return keeping ? ResidualBranch.Record(index: index, input: input, tape: tape) : nil
  }

  /// One branch backward: the state before it, from the state after it.
  ///
  ///     x(i−1) = x(i+1) − branch(x(i))
  ///
  /// - Returns: The branch's input and tape, if they are to be kept.
  mutating func retreat(_ state: inout ResidualState, _ index: Int, keeping: Bool)
    -> ResidualBranch.Record?
  {
    guard let input = state.older else { stop("one residual stream cannot be undone") }
    let (output, tape) = branch(index, input)
    memory.add(output, to: state.newer, times: -1)
    round(state.newer)
    memory.release(output)
    if keeping { memory.retain(input) } else { release(tape) }
    (state.older, state.newer) = (state.newer, input)
    return keeping ? ResidualBranch.Record(index: index, input: input, tape: tape) : nil
  }

  /// The gradient of the state before a branch, in place of that of the state after it.
  mutating func backward(_ gradient: inout ResidualState, _ record: ResidualBranch.Record) {
    let dOutput = gradient.newer
    let dInput = branchBackward(dOutput, record)
    if let older = gradient.older {
      memory.add(older, to: dInput)
      memory.release(older)
      gradient = ResidualState(older: dOutput, newer: dInput)
    } else {
      memory.add(dOutput, to: dInput)
      memory.release(dOutput)
      gradient = ResidualState(newer: dInput)
    }
  }

  mutating func release(_ state: ResidualState) {
    if let older = state.older { memory.release(older) }
    memory.release(state.newer)
  }

  mutating func retain(_ state: ResidualState) {
    if let older = state.older { memory.retain(older) }
    memory.retain(state.newer)
  }

  private mutating func release(_ tape: ResidualBranch.Tape) {
    for handle in tape.handles { memory.release(handle) }
  }

  private mutating func round(_ stream: Handle) {
    if streams == .bf16 { Elementwise.roundToBF16(&memory[stream]) }
  }
}
