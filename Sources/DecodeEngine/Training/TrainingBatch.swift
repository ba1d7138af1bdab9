/// The sequences of a step as rows: every token but a sequence's last is read, every one but its first
/// is predicted from those before it.
struct TrainingBatch: Sendable {
  /// The token that each row reads.
  let inputs: [Int32]
  /// The token that each row is to predict.
  let targets: [Int32]
  /// The rows of each sequence.
  let sequences: [Range<Int>]

  /// Elements up to which a buffer is accepted: 1 GiB.
  static let largestBuffer = 1 << 28
  /// Elements up to which all activations that wait together are accepted: 8 GiB.
  static let mostWaiting = 1 << 31

  var rows: Int { inputs.count }
  var longest: Int { sequences.map(\.count).max() ?? 0 }

  /// Rows from sequences, once all their tokens are known to the model.
  ///
  /// - Throws: `emptyBatch`, `sequenceTooShort`, `tokenOutOfRange`, `batchTooLarge`.
  init(_ tokens: [[Int32]], for shape: TrainingShape) throws(TrainingError) {
    if tokens.isEmpty { throw .emptyBatch }
    for (index, sequence) in tokens.enumerated() {
      if sequence.count < 2 {
        throw .sequenceTooShort(sequence: index, tokens: sequence.count)
      }
      for (position, token) in sequence.enumerated()
      where token < 0 || Int(token) >= shape.vocabularySize {
        throw .tokenOutOfRange(
          token: token,
          sequence: index,
          position: position,
          vocabularySize: shape.vocabularySize
        )
      }
    }
    try Self.check(lengths: tokens.map { $0.count - 1 }, for: shape)
    inputs = tokens.flatMap { $0.dropLast() }
    targets = tokens.flatMap { $0.dropFirst() }
    sequences = Self.ranges(of: tokens.map { $0.count - 1 })
  }

  /// Throws if more would have to wait under a policy than a machine can be expected to have.
  ///
  /// An estimate that only keeps a step from taking all memory; what a step reports is measured.
  func check(_ policy: RecomputationPolicy, for shape: TrainingShape) throws(TrainingError) {
    let layersWhole =
      switch policy {
      case .stored: shape.layers
      case .checkpointed(let layers): min(layers, shape.layers)
      case .reversible: 1
      }
    let widths =
      4 * shape.hiddenSize + 3 * shape.feedForwardSize
      + 2 * (shape.heads + shape.keyValueHeads) * shape.headDimension
    let pairs = sequences.reduce(0.0) { $0 + Double($1.count) * Double($1.count + 1) / 2 }
    let layer = Double(rows) * Double(widths) + Double(shape.heads) * pairs
    let elements = Double(layersWhole) * layer
    if elements > Double(Self.mostWaiting) {
      throw .batchTooLarge(buffer: "activations", elements: Float(elements), most: Self.mostWaiting)
    }
  }

  /// Consecutive ranges of rows, one a sequence.
  static func ranges(of lengths: [Int]) -> [Range<Int>] {
    var first = 0
    return lengths.map { length in
      defer { first += length }
      return first..<(first + length)
    }
  }

  /// Throws if a buffer for so many rows would be too large.
  static func check(lengths: [Int], for shape: TrainingShape) throws(TrainingError) {
    let rows = lengths.reduce(0.0) { $0 + Double($1) }
    let pairs = lengths.reduce(0.0) { $0 + Double($1) * Double($1 + 1) / 2 }
    let widest = max(shape.hiddenSize, shape.feedForwardSize, shape.heads * shape.headDimension)
    let buffers = [
      ("attention weights", pairs * Double(shape.heads)),
      ("logits", rows * Double(shape.vocabularySize)), ("activations", rows * Double(widest)),
    ]
    for (buffer, elements) in buffers where elements > Double(largestBuffer) {
      throw .batchTooLarge(buffer: buffer, elements: Float(elements), most: largestBuffer)
    }
  }
}
