extension Layout {
  /// Checks that a model can be spread this way without padding.
  ///
  /// Query heads and every feed-forward width divide by the tensor degree; key/value heads divide by it,
  /// or it by them (they are then held more than once); experts, with the redundant ones, divide by the
  /// expert degree; no stage is empty.
  ///
  /// - Throws: `LayoutError` with the nearest degree that would do.
  public func check(_ config: TransformerConfig) throws(LayoutError) {
    guard pipeline <= config.layers.count else {
      throw .tooManyStages(stages: pipeline, layers: config.layers.count)
    }
    if let stageLayers {
      let (sum, layers) = (stageLayers.reduce(0, +), config.layers.count)
      guard sum == layers else {
        let last = (stageLayers.last ?? 0) + layers - sum
        throw .layersDoNotAddUp(sum: sum, layers: layers, last: last)
      }
    }
    if expert > 1 && config.experts == nil { throw .noExperts(degree: expert) }
    for layer in Set(config.layers) {
      try check(layer.attention)
      switch layer.feedForward {
      case .dense(let width, _, _): try check(width: width)
      case .experts(let experts): try check(experts)
      }
    }
  }

  /// The layers of each stage, first to last; as they were given, else the first stages have one more where
  /// they do not divide.
  public func stages(of config: TransformerConfig) -> [ArraySlice<TransformerConfig.Layer>] {
    let count = config.layers.count
    var start = 0
    return (0..<pipeline).map { stage in
      let even = count / pipeline + (stage < count % pipeline ? 1 : 0)
      let end = start + (stageLayers?[stage] ?? even)
      defer { start = end }
      return config.layers[start..<end]
    }
  }

  private func check(_ attention: Attention) throws(LayoutError) {
    let heads = attention.queryHeads
    guard heads.isMultiple(of: tensor) else {
      let nearest = Self.nearest(to: tensor) { heads.isMultiple(of: $0) }
      throw .headsDoNotDivide(heads: heads, kind: "query heads", degree: tensor, nearest: nearest)
    }
    let parts = attention.cacheParts
    guard parts.isMultiple(of: tensor) || tensor.isMultiple(of: parts) else {
      let nearest = Self.nearest(to: tensor) {
        heads.isMultiple(of: $0) && (parts.isMultiple(of: $0) || $0.isMultiple(of: parts))
      }
      throw .headsDoNotDivide(
        heads: parts,
        kind: "key/value heads",
        degree: tensor,
        nearest: nearest
      )
    }
  }

  private func check(width: Int) throws(LayoutError) {
    guard width.isMultiple(of: tensor) else {
      let nearest = Self.nearest(to: tensor) { width.isMultiple(of: $0) }
      throw .widthDoesNotDivide(width: width, degree: tensor, nearest: nearest)
    }
  }

  private func check(_ experts: Experts) throws(LayoutError) {
    let slots = experts.count + redundantExperts
    guard slots.isMultiple(of: expert) else {
      let nearest = Self.nearest(to: expert) { slots.isMultiple(of: $0) }
      throw .expertsDoNotDivide(experts: slots, degree: expert, nearest: nearest)
    }
    guard experts.feedForwardSize.isMultiple(of: expertTensor) else {
      let nearest = Self.nearest(to: tensor) { experts.feedForwardSize.isMultiple(of: $0) }
      throw .widthDoesNotDivide(
        width: experts.feedForwardSize,
        degree: expertTensor,
        nearest: nearest
      )
    }
    if experts.shared > 0 { try check(width: experts.sharedFeedForwardSize) }
  }

  /// The nearest degree that fits, the smaller one of two; 1 always does.
  static func nearest(to degree: Int, where fits: (Int) -> Bool) -> Int {
    for distance in 1...max(1, degree) {
      for candidate in [degree - distance, degree + distance] where candidate >= 1 {
        if fits(candidate) { return candidate }
      }
    }
    return 1
  }
}
