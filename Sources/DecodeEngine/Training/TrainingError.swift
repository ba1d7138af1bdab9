/// Why a model cannot be made or a step cannot be taken.
public enum TrainingError: Error, Hashable, Sendable {
  /// A size of the shape below one.
  case sizeNotPositive(name: String, size: Int)
  /// Query heads that key/value heads do not divide.
  case headsDoNotDivide(heads: Int, keyValueHeads: Int)
  /// A head whose elements are not pairs.
  case oddHeadDimension(Int)
  /// More weights than a step on this engine is meant for.
  case modelTooLarge(weights: Float, most: Int)
  /// A number outside its range.
  case settingOutOfRange(name: String, value: Float, allowed: String)
  /// A batch without sequences.
  case emptyBatch
  /// A sequence that is too short to predict anything.
  case sequenceTooShort(sequence: Int, tokens: Int)
  /// A token that the model does not know.
  case tokenOutOfRange(token: Int32, sequence: Int, position: Int, vocabularySize: Int)
  /// A batch for which one buffer would be too large.
  case batchTooLarge(buffer: String, elements: Float, most: Int)
  /// A segment without layers.
  case segmentNotPositive(Int)
  /// An inverse of a model that has none.
  case notReversible
  /// No parameter of that name, with the nearest there is.
  case unknownParameter(name: String, nearest: String?)
  /// Values that do not fill a parameter, a stream or a state.
  case elementsDoNotFit(name: String, expected: Int, given: Int)
}

extension TrainingError: CustomStringConvertible {
  /// What is wrong, and what would do.
  public var description: String {
    switch self {
    case .sizeNotPositive(let name, let size): "\(name) is \(size); a size is 1 or more"
    case .headsDoNotDivide(let heads, let keyValueHeads):
      "\(keyValueHeads) key/value heads do not divide \(heads) query heads; "
        + "choose a divisor of \(heads)"
    case .oddHeadDimension(let dimension):
      "headDimension \(dimension) is odd; rotary positions turn pairs, so it must be even"
    case .modelTooLarge(let weights, let most):
      "the shape has \(weights) weights, more than the \(most) that are trained here; make it smaller"
    case .settingOutOfRange(let name, let value, let allowed):
      "\(name) is \(value); it must be \(allowed)"
    case .emptyBatch: "the batch has no sequence; give at least one"
    case .sequenceTooShort(let sequence, let tokens):
      "sequence \(sequence) has \(tokens) tokens; it takes 2 to predict one"
    case .tokenOutOfRange(let token, let sequence, let position, let vocabularySize):
      "token \(token) at position \(position) of sequence \(sequence) is not one of "
        + "0 to \(vocabularySize - 1)"
    case .batchTooLarge(let buffer, let elements, let most):
      "the \(buffer) would take \(elements) elements, more than \(most); "
        + "give fewer or shorter sequences"
    case .segmentNotPositive(let layers): "a segment of \(layers) layers; it needs at least one"
    case .notReversible:
      "the model has one residual stream and no inverse; make it with isReversible: true"
    case .unknownParameter(let name, let nearest):
      "no parameter '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .elementsDoNotFit(let name, let expected, let given):
      "\(name) has \(expected) elements, \(given) are given"
    }
  }
}
