import Quantities

/// What the training half of the board cites. Every key stands in the book's `references.yml`.
extension SourceReference {
  static let megatronTraining = SourceReference(
    key: "megatron-training",
    title: "Efficient Large-Scale Language Model Training on GPU Clusters Using Megatron-LM",
    location: "https://arxiv.org/abs/2104.04473"
  )
  static let activationRecomputation = SourceReference(
    key: "activation-recomputation",
    title: "Reducing Activation Recomputation in Large Transformer Models",
    location: "https://arxiv.org/abs/2205.05198"
  )
  static let gPipe = SourceReference(
    key: "gpipe",
    title: "GPipe: Efficient Training of Giant Neural Networks using Pipeline Parallelism",
    location: "https://arxiv.org/abs/1811.06965"
  )
  static let zeroBubble = SourceReference(
    key: "zero-bubble",
    title: "Zero Bubble Pipeline Parallelism",
    location: "https://arxiv.org/abs/2401.10241"
  )
  static let chinchilla = SourceReference(
    key: "chinchilla",
    title: "Training Compute-Optimal Large Language Models",
    location: "https://arxiv.org/abs/2203.15556"
  )
  static let chinchillaRefit = SourceReference(
    key: "chinchilla-refit",
    title: "Chinchilla Scaling: A replication attempt",
    location: "https://arxiv.org/abs/2404.10102"
  )
}
