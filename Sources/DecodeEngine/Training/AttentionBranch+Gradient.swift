import ServingMath

/// What the backward pass of an attention branch needs, its input apart.
struct AttentionTape {
  let norm: NormTape
  let query: ActivationArena.Handle  // turned, (rows, heads · d)
  let key: ActivationArena.Handle  // turned, (rows, key/value heads · d)
  let value: ActivationArena.Handle  // (rows, key/value heads · d)
  let weights: ActivationArena.Handle  // triangles
  let context: ActivationArena.Handle  // (rows, heads · d)

  var handles: [ActivationArena.Handle] {
    norm.handles + [query, key, value, weights, context]
  }
}

extension TrainingPass {
  /// Attention(norm(x)) of a layer.
  mutating func attentionBranch(_ x: Handle, layer: Int) -> (output: Handle, tape: AttentionTape) {
    func place(_ part: ParameterSet.LayerPart) -> Int { ParameterSet.place(part, layer: layer) }
    let norm = self.norm(x, place(.attentionNorm), as: .intermediate)
    let query = linear(norm.normed, place(.query), as: .intermediate)
    let key = linear(norm.normed, place(.key), as: .intermediate)
    let value = linear(norm.normed, place(.value), as: .intermediate)
    rotary.rotate(&memory[query], sequences: sequences)
    rotary.rotate(&memory[key], sequences: sequences)
    let (contexts, weights) = attention.forward(
      memory[query],
      memory[key],
      memory[value],
      counting: &counters[phase].attentionMultiplyAdds
    )
    let tape = AttentionTape(
      norm: norm,
      query: query,
      key: key,
      value: value,
      weights: memory.hold(weights, as: .intermediate),
      context: memory.hold(contexts, as: .intermediate)
    )
    return (linear(tape.context, place(.attentionOutput), as: .stream), tape)
  }

  /// The gradient of the branch's input; releases what the tape holds as soon as it is used.
  mutating func attentionBackward(_ dOutput: Handle, _ x: Handle, layer: Int, _ tape: AttentionTape)
    -> Handle
  {
    func place(_ part: ParameterSet.LayerPart) -> Int { ParameterSet.place(part, layer: layer) }
    let dContext = zeros(like: tape.context)
    linearBackward(dOutput, tape.context, place(.attentionOutput), to: dContext)
    memory.release(tape.context)
    let (dq, dk, dv) = attention.backward(
      memory[dContext],
      memory[tape.query],
      memory[tape.key],
      memory[tape.value],
      weights: memory[tape.weights],
      counting: &counters[phase].attentionMultiplyAdds
    )
    let dQuery = memory.hold(dq, as: .gradient)
    let dKey = memory.hold(dk, as: .gradient)
    let dValue = memory.hold(dv, as: .gradient)
    for used in [dContext, tape.query, tape.key, tape.value, tape.weights] { memory.release(used) }
    rotary.rotate(&memory[dQuery], sequences: sequences, backwards: true)
    rotary.rotate(&memory[dKey], sequences: sequences, backwards: true)
    let dNormed = zeros(like: tape.norm.normed)
    for (gradient, part) in [
      (dQuery, ParameterSet.LayerPart.query), (dKey, .key), (dValue, .value),
    ] {
      linearBackward(gradient, tape.norm.normed, place(part), to: dNormed)
      memory.release(gradient)
    }
    return normBackward(dNormed, x, place(.attentionNorm), tape.norm)
  }
}
