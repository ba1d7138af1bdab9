/// The tensors of one file, checked against each other and against the file, and how they are read.
struct TensorTable: Sendable {
  /// Names of all tensors, sorted.
  let names: [String]
  private let file: MappedFile
  private let tensors: [String: StoredTensor]
  /// Elements that are converted and then looked at while they are still in the cache: 16 KiB.
  private static let piece = 4_096

  /// Takes tensors whose bytes lie inside the file.
  ///
  /// - Parameters:
  ///   - stored: The tensors.
  ///   - file: The file that they are parts of.
  ///   - data: The part of the file that belongs to the tensors.
  ///   - alignment: Tensors may be followed by as many bytes as it takes to come to a multiple of this.
  ///   - endsWithData: Whether bytes after the last tensor are a hole.
  /// - Throws: `CheckpointError` if a name stands twice, tensors overlap, or bytes belong to none.
  init(
    _ stored: [StoredTensor],
    of file: MappedFile,
    data: Range<Int>,
    alignment: Int,
    endsWithData: Bool
  ) throws(CheckpointError) {
    self.file = file
    var tensors: [String: StoredTensor] = [:]
    tensors.reserveCapacity(stored.count)
    for tensor in stored where tensors.updateValue(tensor, forKey: tensor.name) != nil {
      throw CheckpointError(.duplicate(tensor.name), file: file.path)
    }
    self.tensors = tensors
    names = tensors.keys.sorted()

    // Empty tensors lie nowhere; of two that start together the shorter one comes first.
    let placed = stored.filter { !$0.bytes.isEmpty }.sorted {
      ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name)
        < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.name)
    }
    var end = data.lowerBound
    var previous: StoredTensor?
    for tensor in placed {
      if let previous, tensor.bytes.lowerBound < end {
        throw CheckpointError(
          .overlap(previous.name, tensor.name),
          file: file.path,
          at: .byte(tensor.bytes.lowerBound)
        )
      }
      try Self.requireNoHole(end, tensor.bytes.lowerBound, data, alignment, file)
      end = tensor.bytes.upperBound
      previous = tensor
    }
    if endsWithData { try Self.requireNoHole(end, data.upperBound, data, alignment, file) }
  }

  /// The tensor of a name.
  subscript(name: String) -> StoredTensor? { tensors[name] }

  /// Reads elements as `Checkpoint` says.
  func read(
    _ name: String,
    from first: Int,
    into out: inout MutableSpan<Float>
  ) throws(CheckpointError) {
    guard let tensor = tensors[name] else {
      throw CheckpointError(.unknownTensor(name, near: names), file: file.path)
    }
    let place = CheckpointError.Place.byte(tensor.bytes.lowerBound)
    if case .other(let format) = tensor.encoding {
      throw CheckpointError(
        .unreadableFormat(tensor: name, format: format, readable: Self.readable),
        file: file.path,
        at: place
      )
    }
    let elements = tensor.count
    guard first >= 0, first <= elements, out.count <= elements - first else {
      throw CheckpointError(
        .outsideTensor(name, first: first, count: out.count, elements: elements),
        file: file.path
      )
    }
    try file.checkUnchanged()
    // A failure is thrown after the borrow of `out` has ended.
    let wrong = unsafe out.withUnsafeMutableBufferPointer { out in
      unsafe Self.decode(tensor, from: first, of: file, into: out)
    }
    if let wrong {
      throw CheckpointError(
        .notFinite(tensor: name, index: first + wrong, value: "\(out[wrong])"),
        file: file.path,
        at: place
      )
    }
  }

  /// Converts elements and answers the position of the first that is not finite.
  private static func decode(
    _ tensor: StoredTensor,
    from first: Int,
    of file: MappedFile,
    into out: UnsafeMutableBufferPointer<Float>
  ) -> Int? {
    let count = out.count
    var done = 0
    while done < count {
      let end = min(count, done + Self.piece)
      let part = unsafe UnsafeMutableBufferPointer(rebasing: out[done..<end])
      unsafe tensor.decodeInOrder(from: first + done, of: file, into: part)
      if let wrong = unsafe ElementConversion.firstNotFinite(part) { return done + wrong }
      done = end
    }
    return nil
  }

  /// Lets the pages of a tensor go.
  func release(_ name: String) {
    if let tensor = tensors[name] { file.discard(tensor.bytes) }
  }

  private static let readable = ["F32", "BF16", "F16", "Q8_0 (GGUF)", "Q4_0 (GGUF)"]

  private static func requireNoHole(
    _ end: Int,
    _ next: Int,
    _ data: Range<Int>,
    _ alignment: Int,
    _ file: MappedFile
  ) throws(CheckpointError) {
    let position = end - data.lowerBound
    let padding = (alignment - position % alignment) % alignment
    guard next - end > padding else { return }
    throw CheckpointError(
      .hole(from: position, to: next - data.lowerBound),
      file: file.path,
      at: .byte(end)
    )
  }
}
