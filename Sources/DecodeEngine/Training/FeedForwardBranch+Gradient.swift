import ServingMath

/// What the backward pass of a feed-forward branch needs, its input apart.
struct FeedForwardTape {
  let norm: NormTape
  let gate: ActivationArena.Handle  // (rows, feed-forward size)
  let up: ActivationArena.Handle  // (rows, feed-forward size)
  let product: ActivationArena.Handle  // silu(gate) ∘ up

  var handles: [ActivationArena.Handle] { norm.handles + [gate, up, product] }
}

extension TrainingPass {
  /// FeedForward(norm(x)) of a layer.
  mutating func feedForwardBranch(_ x: Handle, layer: Int) -> (
    output: Handle, tape: FeedForwardTape
  ) {
    func place(_ part: ParameterSet.LayerPart) -> Int { ParameterSet.place(part, layer: layer) }
    let norm = self.norm(x, place(.feedForwardNorm), as: .intermediate)
    let gate = linear(norm.normed, place(.gate), as: .intermediate)
    let up = linear(norm.normed, place(.up), as: .intermediate)
    let product = SwiGLU.forward(gate: memory[gate], up: memory[up])
    let tape = FeedForwardTape(
      norm: norm,
      gate: gate,
      up: up,
      product: memory.hold(product, as: .intermediate)
    )
    return (linear(tape.product, place(.down), as: .stream), tape)
  }

  /// The gradient of the branch's input; releases what the tape holds as soon as it is used.
  mutating func feedForwardBackward(
    _ dOutput: Handle,
    _ x: Handle,
    layer: Int,
    _ tape: FeedForwardTape
  ) -> Handle {
    func place(_ part: ParameterSet.LayerPart) -> Int { ParameterSet.place(part, layer: layer) }
    let dProduct = zeros(like: tape.product)
    linearBackward(dOutput, tape.product, place(.down), to: dProduct)
    memory.release(tape.product)
    let gradients = SwiGLU.backward(
      memory[dProduct],
      gate: memory[tape.gate],
      up: memory[tape.up]
    )
    let dGate = memory.hold(gradients.dGate, as: .gradient)
    let dUp = memory.hold(gradients.dUp, as: .gradient)
    for used in [dProduct, tape.gate, tape.up] { memory.release(used) }
    let dNormed = zeros(like: tape.norm.normed)
    linearBackward(dGate, tape.norm.normed, place(.gate), to: dNormed)
    memory.release(dGate)
    linearBackward(dUp, tape.norm.normed, place(.up), to: dNormed)
    memory.release(dUp)
    return normBackward(dNormed, x, place(.feedForwardNorm), tape.norm)
  }
}
