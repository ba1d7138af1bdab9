public import ServingMath

/// Why a model cannot be made from its configuration and its weights.
public enum ModelError: Error, Hashable, Sendable {
  /// The configuration is wrong or of an unknown kind.
  case configuration(ConfigError, file: String)
  /// The file of the configuration cannot be read.
  case unreadable(file: String, reason: String)
  /// The weights cannot be read.
  case weights(CheckpointError)
  /// The configuration asks for a tensor that the weights lack.
  case missingTensor(String, shape: [Int])
  /// In place of a tensor the weights have a packed form of it that is not read.
  case packedTensor(String, found: String)
  /// A tensor has another shape than the configuration says.
  case wrongShape(String, found: [Int], expected: [Int])
  /// A layer has a tensor that the configuration does not ask for.
  case unexplainedTensor(String)
  /// The configuration ties the output head to the embedding, and the weights have another head.
  case untied(head: String)
  /// A part that no block here computes.
  case unsupported(layer: Int, part: String)
}

extension ModelError: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .configuration(let error, let file):
      "\(file):\(error.position.line):\(error.position.column): \(error)"
    case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
    case .weights(let error): "\(error)"
    case .missingTensor(let name, let shape):
      "the weights have no tensor '\(name)' of \(Self.text(shape)), which the configuration asks for; "
        + "configuration and weights belong to different models"
    case .packedTensor(let name, let found):
      "tensor '\(name)' is packed, as '\(found)'; packed weights are not read here, "
        + "those in fp32, fp16 and bf16 are"
    case .wrongShape(let name, let found, let expected):
      "tensor '\(name)' is \(Self.text(found)) and should be \(Self.text(expected)); "
        + "configuration and weights belong to different models"
    case .unexplainedTensor(let name):
      "the configuration does not explain tensor '\(name)', and without it the model would compute "
        + "something else; configuration and weights belong to different models, or to a kind of model "
        + "that this engine does not compute"
    case .untied(let head):
      "'tie_word_embeddings' is true, but '\(head)' holds other numbers than the embedding; "
        + "set it to false if the head is right, or remove the tensor"
    case .unsupported(let layer, let part):
      "layer \(layer) has \(part), which this engine does not compute"
    }
  }

  private static func text(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: " × ")
  }
}
