import DecodeEngine

/// A checkpoint with some tensors under other names, and some more that repeat others.
struct EditedCheckpoint: Checkpoint {
  let base: SafetensorsCheckpoint
  /// New names of tensors.
  var renamed: [String: String] = [:]
  /// Further tensors, and those whose shape and numbers they have.
  var added: [String: String] = [:]
  /// Added to each number of the further tensors.
  var shift: Float = 0

  private func original(_ name: String) -> String? {
    if let source = added[name] { return source }
    if renamed[name] != nil { return nil }
    return renamed.first { $0.value == name }?.key ?? name
  }

  var names: [String] { (base.names.map { renamed[$0] ?? $0 } + added.keys).sorted() }

  func shape(of name: String) -> [Int]? { original(name).flatMap(base.shape) }

  func format(of name: String) -> StoredFormat? { original(name).flatMap(base.format) }

  func read(_ name: String, from first: Int, into: inout MutableSpan<Float>)
    throws(CheckpointError)
  {
    try base.read(original(name) ?? name, from: first, into: &into)
    guard added[name] != nil else { return }
    for index in 0..<into.count { into[index] += shift }
  }

  func release(_ name: String) {}
}
