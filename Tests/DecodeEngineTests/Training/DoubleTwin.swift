import DecodeEngine

/// The loss of the same model in double precision, from plain loops over single elements.
///
/// It shares no code with the engine, takes library functions for roots and exponentials, and counts each
/// multiply-add where it happens. Its finite differences are what gradients are held against.
struct DoubleTwin {
  let shape: TrainingShape
  var weights: [String: [Double]]
  private(set) var weightMultiplyAdds = 0
  private(set) var attentionMultiplyAdds = 0

  init(_ model: TrainingModel) {
    shape = model.shape
    weights = [:]
    for tensor in model.parameters.tensors { weights[tensor.name] = tensor.values.map(Double.init) }
  }

  /// The mean loss over all predictions of all sequences.
  mutating func loss(_ sequences: [[Int32]]) -> Double {
    var sum = 0.0
    var predictions = 0
    for sequence in sequences {
      let logits = self.logits(Array(sequence.dropLast()))
      for (row, target) in zip(logits, sequence.dropFirst()) {
        let largest = row.max() ?? 0
        let exponentials = row.reduce(0) { $0 + CLibrary.exponential($1 - largest) }
        sum += largest + CLibrary.logarithm(exponentials) - row[Int(target)]
        predictions += 1
      }
    }
    return sum / Double(predictions)
  }

  /// The logits of one sequence, (positions, vocabulary).
  mutating func logits(_ tokens: [Int32]) -> [[Double]] {
    let table = weights["model.embed_tokens.weight"] ?? []
    let width = shape.hiddenSize
    var newer = tokens.map { Array(table[Int($0) * width..<(Int($0) + 1) * width]) }
    var older = newer
    for layer in 0..<shape.layers {
      for isAttention in [true, false] {
        let branch = isAttention ? attention(newer, layer) : feedForward(newer, layer)
        let base = shape.isReversible ? older : newer
        older = newer
        newer = zip(base, branch).map { zip($0, $1).map(+) }
      }
    }
    let output =
      shape.isReversible ? zip(older, newer).map { zip($0, $1).map(+) } : newer
    return output.map { times("lm_head", norm($0, "model.norm")) }
  }
}

extension DoubleTwin {
  private mutating func times(_ name: String, _ x: [Double]) -> [Double] {
    let matrix = weights[name + ".weight"] ?? []
    return (0..<matrix.count / x.count).map { output in
      var sum = 0.0
      for input in x.indices {
        sum += matrix[output * x.count + input] * x[input]
        weightMultiplyAdds += 1
      }
      return sum
    }
  }

  private func norm(_ x: [Double], _ name: String) -> [Double] {
    let square = x.reduce(0) { $0 + $1 * $1 } / Double(x.count) + Double(shape.normEpsilon)
    return zip(x, weights[name + ".weight"] ?? []).map { $0 / square.squareRoot() * $1 }
  }

  private func turned(_ x: [Double], position: Int) -> [Double] {
    let d = shape.headDimension
    var y = x
    for start in stride(from: 0, to: x.count, by: d) {
      for pair in 0..<d / 2 {
        let angle =
          Double(position) * CLibrary.power(shape.rotaryBase, -2 * Double(pair) / Double(d))
        let (a, b) = (x[start + pair], x[start + d / 2 + pair])
        y[start + pair] = a * CLibrary.cosine(angle) - b * CLibrary.sine(angle)
        y[start + d / 2 + pair] = b * CLibrary.cosine(angle) + a * CLibrary.sine(angle)
      }
    }
    return y
  }

  private mutating func attention(_ x: [[Double]], _ layer: Int) -> [[Double]] {
    let name = "model.layers.\(layer)."
    var (q, k, v): ([[Double]], [[Double]], [[Double]]) = ([], [], [])
    for (position, row) in x.enumerated() {
      let normed = norm(row, name + "input_layernorm")
      q.append(turned(times(name + "self_attn.q_proj", normed), position: position))
      k.append(turned(times(name + "self_attn.k_proj", normed), position: position))
      v.append(times(name + "self_attn.v_proj", normed))
    }
    let d = shape.headDimension
    return x.indices.map { query in
      var context = [Double](repeating: 0, count: shape.heads * d)
      for head in 0..<shape.heads {
        let shared = head / (shape.heads / shape.keyValueHeads)
        var scores: [Double] = []
        for key in 0...query {
          var sum = 0.0
          for i in 0..<d {
            sum += q[query][head * d + i] * k[key][shared * d + i]
            attentionMultiplyAdds += 1
          }
          scores.append(CLibrary.exponential(sum / Double(d).squareRoot()))
        }
        let total = scores.reduce(0, +)
        for key in 0...query {
          for i in 0..<d {
            context[head * d + i] += scores[key] / total * v[key][shared * d + i]
            attentionMultiplyAdds += 1
          }
        }
      }
      return times(name + "self_attn.o_proj", context)
    }
  }

  private mutating func feedForward(_ x: [[Double]], _ layer: Int) -> [[Double]] {
    let name = "model.layers.\(layer)."
    return x.map { row in
      let normed = norm(row, name + "post_attention_layernorm")
      let gate = times(name + "mlp.gate_proj", normed)
      let up = times(name + "mlp.up_proj", normed)
      let product = zip(gate, up).map { $0 / (1 + CLibrary.exponential(-$0)) * $1 }
      return times(name + "mlp.down_proj", product)
    }
  }
}
