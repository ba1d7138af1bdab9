/// Products with a weight w (outputs, inputs), with their gradients.
///
///     y = x · wᵀ        dx = dy · w        dw = dyᵀ · x
extension TrainingPass {
  /// The product of x (rows, inputs) with a weight.
  mutating func linear(_ x: Handle, _ weight: Int, as kind: ActivationKind) -> Handle {
    let weight = parameters.tensors[weight]
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    var y = [Float](repeating: 0, count: memory[x].count / inputs * outputs)
    MatrixProduct.add(
      MatrixProduct.Operand(memory[x], columns: inputs),
      MatrixProduct.Operand(weight.values, columns: inputs).transposed,
      to: &y,
      counting: &counters[phase].weightMultiplyAdds
    )
    return memory.hold(y, as: kind)
  }

  /// Adds the gradients of a product to those of its input and of its weight.
  mutating func linearBackward(_ dy: Handle, _ x: Handle, _ weight: Int, to dx: Handle) {
    let (outputs, inputs) = (
      parameters.tensors[weight].shape[0], parameters.tensors[weight].shape[1]
    )
    let dy = MatrixProduct.Operand(memory[dy], columns: outputs)
    MatrixProduct.add(
      dy,
      MatrixProduct.Operand(parameters.tensors[weight].values, columns: inputs),
      to: &memory[dx],
      counting: &counters[phase].weightMultiplyAdds
    )
    MatrixProduct.add(
      dy.transposed,
      MatrixProduct.Operand(memory[x], columns: inputs),
      to: &gradients.tensors[weight].values,
      counting: &counters[phase].weightMultiplyAdds
    )
  }

  /// A gradient to be added to, as large as an activation.
  mutating func zeros(like x: Handle, as kind: ActivationKind = .gradient) -> Handle {
    memory.hold([Float](repeating: 0, count: memory[x].count), as: kind)
  }
}
