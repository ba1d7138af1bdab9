public import Quantities

/// Why a trace cannot be run.
public enum ServingError: Error, Hashable, Sendable {
  /// A request that the whole memory could not hold; requests are counted from 0 in order of arrival.
  case requestTooLarge(request: Int, tokens: Int, capacity: Int)
  /// A step whose time is negative, infinite or undefined.
  case badStepTime(load: StepLoad, time: Quantity)
  /// Named blocks that do not consist of whole blocks of memory.
  case blocksDoNotDivide(named: Int, memory: Int)
  /// A prefix cache for a trace that names no blocks.
  case noBlockNames
  /// Weights that leave no room for keys and values.
  case noRoom(weights: Quantity, memory: Quantity)
}

extension ServingError: CustomStringConvertible {
  /// What is wrong, and what would do.
  public var description: String {
    switch self {
    case .requestTooLarge(let request, let tokens, let capacity):
      "request \(request) needs memory for \(tokens) tokens and there is room for \(capacity); give more "
        + "memory, or turn such requests away (oversized: .turnAway)"
    case .badStepTime(let load, let time):
      "a step of \(load.decodingSequences) decoding sequences and \(load.promptTokens) prompt tokens takes "
        + "\(time); give a cost that is a time of zero or more"
    case .blocksDoNotDivide(let named, let memory):
      "blocks of \(named) tokens are no multiple of the memory's blocks of \(memory); give memory blocks "
        + "that divide them"
    case .noBlockNames:
      "the trace names no blocks, so a prefix cache would find nothing; leave the prefix cache out"
    case .noRoom(let weights, let memory):
      "weights take \(weights) of \(memory) on the fullest device and leave no room for a block of keys "
        + "and values; spread the model over more devices"
    }
  }
}
