/// A branch of the residual stream.
///
/// A layer is two of them: attention, then feed-forward.
enum ResidualBranch {
  case attention(layer: Int)
  case feedForward(layer: Int)

  init(index: Int) {
    self = index.isMultiple(of: 2) ? .attention(layer: index / 2) : .feedForward(layer: index / 2)
  }

  /// What the backward pass of a branch needs.
  enum Tape {
    case attention(AttentionTape)
    case feedForward(FeedForwardTape)

    var handles: [ActivationArena.Handle] {
      switch self {
      case .attention(let tape): tape.handles
      case .feedForward(let tape): tape.handles
      }
    }
  }

  /// The input of a branch and its tape: all that waits for its backward pass.
  struct Record {
    let index: Int
    let input: ActivationArena.Handle
    let tape: Tape
  }
}

extension TrainingPass {
  /// The output of a branch, before it is added to a stream.
  mutating func branch(_ index: Int, _ x: Handle) -> (output: Handle, tape: ResidualBranch.Tape) {
    switch ResidualBranch(index: index) {
    case .attention(let layer):
      let (output, tape) = attentionBranch(x, layer: layer)
      return (output, .attention(tape))
    case .feedForward(let layer):
      let (output, tape) = feedForwardBranch(x, layer: layer)
      return (output, .feedForward(tape))
    }
  }

  /// The gradient of a branch's input; releases its tape and its hold of the input.
  mutating func branchBackward(_ dOutput: Handle, _ record: ResidualBranch.Record) -> Handle {
    let layer = record.index / 2
    let dInput =
      switch record.tape {
      case .attention(let tape): attentionBackward(dOutput, record.input, layer: layer, tape)
      case .feedForward(let tape): feedForwardBackward(dOutput, record.input, layer: layer, tape)
      }
    memory.release(record.input)
    return dInput
  }
}
