import ServingMath

/// A feed-forward network with a gate: down(activation(gate(x)) · up(x)).
struct GatedNetwork {
  let gate: PackedMatrix
  let up: PackedMatrix
  let down: PackedMatrix
  let gateBias: [Float]?
  let upBias: [Float]?
  let downBias: [Float]?
  let activation: Activation

  /// Width between the two halves.
  var width: Int { gate.rows }

  /// The network of every row.
  ///
  /// - Returns: rows × hidden size, to be added to the residual stream.
  func callAsFunction(
    _ inputs: Matrix.Slice,
    _ step: Step,
    as kind: OperationKind = .denseFeedForward
  ) -> Matrix {
    let gates = step.matrix(.gates, columns: width).all
    let ups = step.matrix(.ups, columns: width).all
    step.kernels.multiply(entries(inputs, gates, ups), as: kind)
    step.kernels.gate(gates, ups, activation, into: gates)
    let result = step.matrix(.blockResult, columns: down.rows)
    step.kernels.multiply([exit(gates, result.all)], as: kind)
    return result
  }

  /// The products into the network.
  func entries(_ inputs: Matrix.Slice, _ gates: Matrix.Slice, _ ups: Matrix.Slice) -> [Product] {
    [
      Product(gate, bias: gateBias, inputs, into: gates),
      Product(up, bias: upBias, inputs, into: ups),
    ]
  }

  /// The product out of it.
  func exit(_ gates: Matrix.Slice, _ outputs: Matrix.Slice) -> Product {
    Product(down, bias: downBias, gates, into: outputs)
  }
}

extension GatedNetwork {
  /// Takes a network's weights: `gate_proj`, `up_proj`, `down_proj` unless named otherwise.
  init(
    _ binder: WeightBinder,
    width: Int,
    hidden: Int,
    activation: Activation,
    hasBias: Bool = false,
    names: (gate: String, up: String, down: String) = ("gate_proj", "up_proj", "down_proj")
  ) throws(ModelError) {
    gate = try binder.matrix(names.gate + ".weight", rows: width, columns: hidden)
    up = try binder.matrix(names.up + ".weight", rows: width, columns: hidden)
    down = try binder.matrix(names.down + ".weight", rows: hidden, columns: width)
    gateBias = hasBias ? try binder.vector(names.gate + ".bias", count: width) : nil
    upBias = hasBias ? try binder.vector(names.up + ".bias", count: width) : nil
    downBias = hasBias ? try binder.vector(names.down + ".bias", count: hidden) : nil
    self.activation = activation
  }

  /// Takes one expert of tensors that hold all of them, outputs × inputs, the gate above up.
  init(
    stacked binder: WeightBinder,
    expert: Int,
    of experts: Int,
    width: Int,
    hidden: Int,
    activation: Activation
  ) throws(ModelError) {
    func part(_ name: String, _ first: Int, _ rows: Int, _ shape: [Int])
      throws(ModelError) -> PackedMatrix
    {
      try binder.matrix(
        name,
        rows: rows,
        columns: shape[2],
        order: { expert * shape[1] + first + $0 },
        shape: shape
      )
    }
    let entries = [experts, 2 * width, hidden]
    gate = try part("gate_up_proj", 0, width, entries)
    up = try part("gate_up_proj", width, width, entries)
    down = try part("down_proj", 0, hidden, [experts, hidden, width])
    (gateBias, upBias, downBias) = (nil, nil, nil)
    self.activation = activation
  }

  /// Takes one expert of tensors that hold all of them, inputs × outputs, gate and up in turn.
  init(
    fused binder: WeightBinder,
    expert: Int,
    of experts: Int,
    width: Int,
    hidden: Int,
    activation: Activation
  ) throws(ModelError) {
    func half(_ offset: Int) throws(ModelError) -> (PackedMatrix, [Float]) {
      let weights = try binder.transposed(
        "gate_up_proj",
        shape: [experts, hidden, 2 * width],
        from: expert * hidden * 2 * width,
        inputs: hidden,
        stride: 2 * width,
        rows: width,
        column: { 2 * $0 + offset }
      )
      let biases = try binder.vector(
        "gate_up_proj_bias",
        count: 2 * width,
        from: expert * 2 * width,
        of: [experts, 2 * width]
      )
      return (weights, (0..<width).map { biases[2 * $0 + offset] })
    }
    (gate, gateBias) = try half(0)
    (up, upBias) = try half(1)
    down = try binder.transposed(
      "down_proj",
      shape: [experts, width, hidden],
      from: expert * width * hidden,
      inputs: width,
      stride: hidden,
      rows: hidden,
      column: { $0 }
    )
    downBias = try binder.vector(
      "down_proj_bias",
      count: hidden,
      from: expert * hidden,
      of: [experts, hidden]
    )
    self.activation = activation
  }
}
