extension Step {
  /// Adds keys and values of the step's rows to a layer's cache, and attends over it.
  ///
  /// - Parameters:
  ///   - queries: rows × (heads · keyWidth).
  ///   - keys: rows × (key/value heads · keyWidth).
  ///   - values: rows × (key/value heads · valueWidth); none for a latent cache.
  ///   - cache: The layer's.
  ///   - group: Which of the step's tables are this layer's.
  ///   - rule: What all queries share.
  /// - Returns: rows × (heads · valueWidth). Where devices share a sequence's cache, this one's part of it for
  ///   `Kernels.merge`, among room for those of the others.
  func attend(
    _ queries: Matrix.Slice,
    keys: Matrix.Slice,
    values: Matrix.Slice?,
    over cache: KeyValueStore,
    group: Int,
    _ rule: AttentionRule
  ) -> Matrix.Slice {
    let width = cache.shape.valueWidth
    guard let share else {
      kernels.store(keys: keys, values: values, at: slots[group], in: cache)
      let attended = matrix(.attended, columns: rule.queryHeads * width).all
      kernels.attend(spans[group], queries: queries, over: cache, rule, into: attended)
      return attended
    }
    let kept = slots[group].indices.filter { slots[group][$0] >= 0 }
    let rows = kept.map(Int32.init)
    kernels.store(
      keys: gathered(.keptKeys, keys, rows),
      values: values.map { gathered(.keptValues, $0, rows) },
      at: kept.map { slots[group][$0] },
      in: cache
    )
    let part = contextParts(rule, valueWidth: width)[
      rows: share.rank * self.rows..<(share.rank + 1) * self.rows
    ]
    kernels.attendPart(spans[group], queries: queries, over: cache, rule, into: part)
    return part
  }

  /// What the devices that share a cache attended to, below each other: (ranks · rows) × (heads · (valueWidth + 2)).
  func contextParts(_ rule: AttentionRule, valueWidth: Int) -> Matrix {
    matrix(
      .contextParts,
      columns: rule.queryHeads * (valueWidth + 2),
      rows: (share?.ranks ?? 1) * rows
    )
  }

  private func gathered(
    _ use: Workspace.Use,
    _ inputs: Matrix.Slice,
    _ rows: [Int32]
  ) -> Matrix.Slice {
    let outputs = matrix(use, columns: inputs.width, rows: rows.count).all
    kernels.gather(inputs, rows: rows, into: outputs)
    return outputs
  }
}
