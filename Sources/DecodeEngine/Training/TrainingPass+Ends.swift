import ServingMath

/// The two ends of the model: tokens become vectors, and vectors become a loss.
extension TrainingPass {
  /// Looks the embeddings of tokens up.
  mutating func embed(_ tokens: [Int32]) -> Handle {
    let width = shape.hiddenSize
    let table = parameters.tensors[ParameterSet.embedding].values
    var rows: [Float] = []
    rows.reserveCapacity(tokens.count * width)
    for token in tokens { rows += table[Int(token) * width..<(Int(token) + 1) * width] }
    return memory.hold(rows, as: .stream)
  }

  /// Adds the gradient of looked-up rows to that of the table, and releases it.
  mutating func embedBackward(_ dRows: Handle, _ tokens: [Int32]) {
    let width = shape.hiddenSize
    let rows = memory[dRows]
    for (row, token) in tokens.enumerated() {
      for column in 0..<width {
        gradients.tensors[ParameterSet.embedding].values[Int(token) * width + column] +=
          rows[row * width + column]
      }
    }
    memory.release(dRows)
  }

  /// The logits of every row; the output of the last layer stays.
  mutating func logits(_ output: Handle) -> (logits: Handle, norm: NormTape) {
    let norm = self.norm(output, parameters.finalNorm, as: .head)
    return (linear(norm.normed, parameters.head, as: .head), norm)
  }

  /// The loss of every row's logits against its target, and the gradient of the last layer's output.
  mutating func head(_ output: Handle, targets: [Int32]) -> (loss: Double, dOutput: Handle) {
    let (logits, norm) = self.logits(output)
    let loss = CrossEntropy.forward(memory[logits], targets: targets)
    phase = .backward
    CrossEntropy.backward(&memory[logits], targets: targets)
    let dNormed = zeros(like: norm.normed, as: .head)
    linearBackward(logits, norm.normed, parameters.head, to: dNormed)
    memory.release(logits)
    return (loss, normBackward(dNormed, output, parameters.finalNorm, norm))
  }
}
