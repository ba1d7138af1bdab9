import ServingMath

/// What the backward pass of a norm needs, its input apart.
struct NormTape {
  let normed: ActivationArena.Handle  // (rows, width)
  let scales: ActivationArena.Handle  // (rows)

  var handles: [ActivationArena.Handle] { [normed, scales] }
}

extension TrainingPass {
  /// The norm of x with a weight.
  mutating func norm(_ x: Handle, _ weight: Int, as kind: ActivationKind) -> NormTape {
    let (normed, scales) = RowNorm.forward(
      memory[x],
      weight: parameters.tensors[weight].values,
      epsilon: shape.normEpsilon
    )
    return NormTape(
      normed: memory.hold(normed, as: kind),
      scales: memory.hold(scales, as: kind)
    )
  }

  /// The gradient of x; releases the tape and the gradient of what was normed.
  mutating func normBackward(_ dNormed: Handle, _ x: Handle, _ weight: Int, _ tape: NormTape)
    -> Handle
  {
    let dx = RowNorm.backward(
      memory[dNormed],
      x: memory[x],
      scales: memory[tape.scales],
      weight: parameters.tensors[weight].values,
      dWeight: &gradients.tensors[weight].values
    )
    let result = memory.hold(dx, as: .gradient)
    for used in tape.handles + [dNormed] { memory.release(used) }
    return result
  }
}
