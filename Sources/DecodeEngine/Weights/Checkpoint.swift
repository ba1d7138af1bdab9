/// The weights of a model by name, whatever kind of file they lie in.
///
/// Names are Hugging Face's (`model.layers.0.self_attn.q_proj.weight`), matrices are [outputs, inputs] in
/// row-major order, and the rows of queries and keys are in half-split order of rotary positions: element j
/// of a head turns together with element j + d/2. Readers of files that have other names or another order
/// translate, so the engine knows one spelling only.
public protocol Checkpoint: Sendable {
  /// Names of all tensors, sorted.
  var names: [String] { get }

  /// The shape of a tensor, nil if there is none of that name.
  func shape(of name: String) -> [Int]?

  /// How the elements of a tensor are stored, nil if there is none of that name.
  func format(of name: String) -> StoredFormat?

  /// Reads elements in row-major order, converted to `Float` without loss for every readable format.
  ///
  /// Any part of a tensor can be read, in any order and from several threads. Every element is looked at for
  /// being finite, in pieces that are still in the cache: a NaN or an infinity is an error here, not a
  /// nonsense token later.
  ///
  /// - Parameters:
  ///   - name: The tensor.
  ///   - first: The first element to read, counted over the whole tensor.
  ///   - into: Where the elements go; its count says how many are read. Undefined after an error.
  /// - Throws: `CheckpointError` for an unknown name, a format without a reader, a range outside the
  ///   tensor, an element that is not finite, or a file that has shrunk since it was opened.
  func read(_ name: String, from first: Int, into: inout MutableSpan<Float>) throws(CheckpointError)

  /// Says that a tensor will not be read again soon, so that its mapped pages may go.
  func release(_ name: String)
}

extension Checkpoint {
  /// Number of elements of a tensor, nil if there is none of that name.
  public func count(of name: String) -> Int? {
    shape(of: name)?.reduce(1, *)
  }

  /// All elements of a tensor, in row-major order.
  ///
  /// Allocates 4 bytes per element, which can be several times the file; meant for small tensors and tests.
  ///
  /// - Throws: `CheckpointError` as `read(_:from:into:)` does.
  public func elements(of name: String) throws(CheckpointError) -> [Float] {
    var elements = [Float](repeating: 0, count: count(of: name) ?? 0)
    var span = elements.mutableSpan
    try read(name, from: 0, into: &span)
    return elements
  }
}
