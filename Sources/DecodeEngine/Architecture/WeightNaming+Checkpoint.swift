import ServingMath

extension WeightNaming {
  /// The naming that a checkpoint shows, where a configuration leaves it open.
  ///
  /// A text model may lie inside a larger one, whose name stood before or behind `model` over the years; and
  /// experts are published one by one, but newer libraries keep them in one tensor and may save them so.
  func found(in checkpoint: any Checkpoint, layers: Int) -> WeightNaming {
    var naming = self
    let prefixes = [prefix, "model.", "model.language_model.", "language_model.model.", ""]
    if let found = prefixes.first(where: { checkpoint.shape(of: $0 + Self.embedding) != nil }) {
      naming.prefix = found
    }
    let heads = [head, "language_model.lm_head"]
    if let found = heads.first(where: { checkpoint.shape(of: $0 + ".weight") != nil }) {
      naming.head = found
    }
    let isFused = (0..<layers).contains {
      checkpoint.shape(of: naming.prefix + "layers.\($0).mlp.experts.gate_up_proj") != nil
    }
    if isFused, experts != .fusedInTurn { naming.experts = .fused }
    return naming
  }

  private static let embedding = "embed_tokens.weight"
}

extension Architecture {
  /// The first tensor of a layer that a checkpoint holds and that nothing here would read.
  ///
  /// Tables of rotary frequencies follow from the configuration; layers that guess further tokens stand
  /// behind the last.
  func unexplainedTensor(in checkpoint: any Checkpoint) -> String? {
    let known = Set(tensors.map(\.name))
    let layers = naming.prefix + "layers."
    let count = shape.layers.count
    return checkpoint.names.first { name in
      guard name.hasPrefix(layers), !known.contains(name), !name.hasSuffix(".rotary_emb.inv_freq"),
        let index = Int(name.dropFirst(layers.count).prefix { $0 != "." })
      else { return false }
      return !(count..<count + naming.guessingLayers).contains(index)
    }
  }
}
