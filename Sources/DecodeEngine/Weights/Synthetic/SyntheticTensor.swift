/// A tensor whose elements are made, not stored: its name, its shape and what it does in the model.
public struct SyntheticTensor: Hashable, Sendable {
  /// What a tensor does, which decides how large its elements are.
  public enum Role: Hashable, Sendable {
    /// A matrix: mean 0, deviation 1/√inputs, so that a sum over the inputs keeps their size.
    ///
    /// Embeddings are one too, with the hidden size for inputs: as an output head they give logits of
    /// deviation about 1.
    case matrix(inputs: Int)
    /// Factors of a norm: mean 1, deviation 0.1.
    case norm
    /// Factors of a norm that are stored as their distance from 1 (Gemma): mean 0, deviation 0.1.
    case offsetNorm
    /// Biases and the like (attention sinks, a router's correction): mean 0, deviation 0.05.
    case bias
  }

  /// The name, unique within a checkpoint.
  public let name: String
  /// The shape; no side is negative.
  public let shape: [Int]
  /// What the tensor does.
  public let role: Role

  /// A tensor to be made.
  public init(_ name: String, _ shape: [Int], _ role: Role) {
    self.name = name
    self.shape = shape
    self.role = role
  }

  var mean: Float {
    switch role {
    case .matrix, .offsetNorm, .bias: 0
    case .norm: 1
    }
  }

  var deviation: Float {
    switch role {
    case .matrix(let inputs): 1 / Float(max(inputs, 1)).squareRoot()
    case .norm, .offsetNorm: 0.1
    case .bias: 0.05
    }
  }
}
