import Quantities

/// What the part on reversible layers cites. Every key stands in the book's `references.yml`.
extension SourceReference {
  static let reversibleResidual = SourceReference(
    key: "revnet",
    title: "The Reversible Residual Network: Backpropagation Without Storing Activations",
    location: "https://arxiv.org/abs/1707.04585"
  )
}
