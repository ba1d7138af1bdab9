extension Reference {
  static func store(
    keys: Matrix.Slice,
    values: Matrix.Slice?,
    at slots: [Int32],
    in store: KeyValueStore
  ) {
    let shape = store.shape
    for (t, slot) in slots.enumerated() {
      for head in 0..<shape.heads {
        unsafe store.storeKey(head, Int(slot), keys.base + t * keys.stride + head * shape.keyWidth)
        if !shape.valuesAreKeys, let values {
          let value = unsafe values.base + t * values.stride + head * shape.valueWidth
          unsafe store.storeValue(head, Int(slot), value)
        }
      }
    }
  }

  static func attend(
    _ spans: [AttentionSpan],
    queries: Matrix.Slice,
    over store: KeyValueStore,
    _ rule: AttentionRule,
    into outputs: Matrix.Slice
  ) -> Int {
    var multiplyAdds = 0
    for span in spans {
      for (index, row) in span.rows.enumerated() {
        let visible = rule.visible(from: span.firstPosition + index)
        let slots = visible.map { Int(span.table[$0 / 16]) * 16 + $0 % 16 }
        for head in 0..<rule.queryHeads {
          attend(head, row, slots, queries, store, rule, outputs, &multiplyAdds)
        }
      }
    }
    return multiplyAdds
  }

  /// One query over the slots that it sees, in order of position.
  private static func attend(
    _ head: Int,
    _ row: Int,
    _ slots: [Int],
    _ queries: Matrix.Slice,
    _ store: KeyValueStore,
    _ rule: AttentionRule,
    _ outputs: Matrix.Slice,
    _ multiplyAdds: inout Int
  ) {
    let sink = rule.sinks?[head]
    let width = store.shape.valueWidth
    let output = unsafe outputs.base + row * outputs.stride + head * width
    let (_, sum) = unsafe weigh(
      head,
      row,
      slots,
      queries,
      store,
      rule,
      sink: sink,
      into: output,
      &multiplyAdds
    )
    for k in 0..<width { unsafe output[k] = output[k] / sum }
  }

  static func attendPart(
    _ spans: [AttentionSpan],
    queries: Matrix.Slice,
    over store: KeyValueStore,
    _ rule: AttentionRule,
    into outputs: Matrix.Slice
  ) -> Int {
    let width = store.shape.valueWidth
    var multiplyAdds = 0
    for span in spans {
      for (index, row) in span.rows.enumerated() {
        let visible = rule.visible(from: span.firstPosition + index)
        let kept = visible.filter { span.table[$0 / 16] >= 0 }
        let slots = kept.map { Int(span.table[$0 / 16]) * 16 + $0 % 16 }
        for head in 0..<rule.queryHeads {
          let output = unsafe outputs.base + row * outputs.stride + head * (width + 2)
          let (largest, sum) = unsafe weigh(
            head,
            row,
            slots,
            queries,
            store,
            rule,
            sink: nil,
            into: output,
            &multiplyAdds
          )
          unsafe output[width] = largest
          unsafe output[width + 1] = sum
        }
      }
    }
    return multiplyAdds
  }

  /// One query's sum of values over slots, not yet divided by the sum of their weights.
  private static func weigh(
    _ head: Int,
    _ row: Int,
    _ slots: [Int],
    _ queries: Matrix.Slice,
    _ store: KeyValueStore,
    _ rule: AttentionRule,
    sink: Float?,
    into output: UnsafeMutablePointer<Float>,
    _ multiplyAdds: inout Int
  ) -> (largest: Float, sum: Float) {
    let shape = store.shape
    let keyHead = head / (rule.queryHeads / shape.heads)
    let query = unsafe queries.base + row * queries.stride + head * shape.keyWidth
    let scores = slots.map { slot in
      var score: Float = 0
      for k in 0..<shape.keyWidth {
        unsafe score += query[k] * store.key(keyHead, slot, k)
        multiplyAdds += 1
      }
      score *= rule.scale
      return rule.softcap.map { $0 * PortableMath.tanh(score / $0) } ?? score
    }
    let largest = max(scores.max() ?? -.infinity, sink ?? -.infinity)
    let powers = scores.map { PortableMath.exponential($0 - largest) }
    let sum = powers.reduce(sink.map { PortableMath.exponential($0 - largest) } ?? 0, +)
    for k in 0..<shape.valueWidth {
      var value: Float = 0
      for (slot, power) in zip(slots, powers) {
        value += power * store.value(keyHead, slot, k)
        multiplyAdds += 1
      }
      unsafe output[k] = value
    }
    return (largest, sum)
  }
}
