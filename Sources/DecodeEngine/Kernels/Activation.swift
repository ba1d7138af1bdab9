/// What a feed-forward network does to its gate before it multiplies with the other half.
public enum Activation: Hashable, Sendable {
  /// gate · sigmoid(gate), then times up: Llama, Qwen, Mixtral, DeepSeek.
  case silu
  /// The tanh approximation of the Gaussian error unit: Gemma.
  case geluTanh
  /// gpt-oss: gate at most `limit`, up within ±`limit`, then gate · sigmoid(alpha · gate) · (up + 1).
  case clampedSwiGLU(alpha: Float, limit: Float)
}
