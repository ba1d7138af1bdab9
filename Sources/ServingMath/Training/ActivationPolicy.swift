/// What becomes of a layer's activations between its forward and its backward pass.
///
/// The backward pass needs them. Either they wait in memory or they are computed a second time; the
/// cases trade bytes (`ActivationMemory`) for arithmetic (`TrainingWork.hardwareFlop`).
///
/// > Source: arXiv 2205.05198 for the first three; lecture, 2:12:46, for the last.
public enum ActivationPolicy: String, CaseIterable, Hashable, Sendable {
  /// Everything waits in memory and nothing is computed twice.
  case stored
  /// The square matrices of attention are computed again, all else waits.
  case selective
  /// Only the input of each layer waits; the whole forward pass of the layer is computed again.
  case full
  /// Nothing waits: invertible layers give their inputs back from their outputs, on the way down.
  ///
  /// The inverse costs about one forward pass, as full recomputation does.
  case reversible
}
