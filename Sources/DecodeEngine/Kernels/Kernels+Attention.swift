import Quantities
import ServingMath

/// What all queries of a layer share.
package struct AttentionRule {
  /// Query heads; each key/value head serves an equal group of them.
  package let queryHeads: Int
  /// What scores are multiplied with before the softmax.
  package let scale: Float
  /// How many positions back a token sees, itself among them; nil for all.
  package let window: Int?
  /// A logit of each query head that takes up attention and gives nothing.
  package let sinks: [Float]?
  /// Scores s become cap · tanh(s / cap).
  package let softcap: Float?

  package init(
    queryHeads: Int,
    scale: Float,
    window: Int? = nil,
    sinks: [Float]? = nil,
    softcap: Float? = nil
  ) {
    self.queryHeads = queryHeads
    self.scale = scale
    self.window = window
    self.sinks = sinks
    self.softcap = softcap
  }

  /// The positions that a token sees.
  func visible(from position: Int) -> Range<Int> {
    max(0, position + 1 - (window ?? .max))..<position + 1
  }
}

extension Kernels {
  /// Writes keys and values of new tokens to their slots: block · 16 + place in the block.
  ///
  /// - Parameters:
  ///   - keys: rows × (heads · keyWidth).
  ///   - values: rows × (heads · valueWidth); ignored by a latent store.
  ///   - slots: For each row, block · 16 + place in the block.
  ///   - store: The layer's cache.
  package func store(
    keys: Matrix.Slice,
    values: Matrix.Slice?,
    at slots: [Int32],
    in store: KeyValueStore
  ) {
    tally.add(
      slots.count * store.shape.bytesPerToken(store.format),
      .attention,
      .cacheBytesWritten
    )
    if let compiled {
      crew.store(keys: keys, values: values, at: slots, in: store, compiled)
    } else {
      Reference.store(keys: keys, values: values, at: slots, in: store)
    }
  }

  /// Attention of each span's tokens over what its sequence has cached, themselves included.
  ///
  /// - Parameters:
  ///   - spans: The sequences of the step.
  ///   - queries: rows × (queryHeads · keyWidth).
  ///   - store: The layer's cache.
  ///   - rule: What all queries share.
  ///   - outputs: rows × (queryHeads · valueWidth).
  package func attend(
    _ spans: [AttentionSpan],
    queries: Matrix.Slice,
    over store: KeyValueStore,
    _ rule: AttentionRule,
    into outputs: Matrix.Slice
  ) {
    for span in spans { count(span, store, rule, written: store.shape.valueWidth) }
    tally.add(4 * (rule.sinks?.count ?? 0), .attention, .weightBytesRead)
    switch path {
    case .reference:
      let sum = Reference.attend(spans, queries: queries, over: store, rule, into: outputs)
      tally.multiplyAdds += sum
    case .swift:
      crew.attend(
        spans,
        SwiftAttention(queries: queries, store: store, rule: rule, outputs: outputs)
      )
    case .vector, .native:
      guard let compiled else { return }
      crew.attend(spans, queries: queries, over: store, rule, into: outputs, compiled)
    }
  }

  /// Counts what a sequence's tokens do with the positions that are kept here, and write for each head.
  func count(
    _ span: AttentionSpan,
    _ store: KeyValueStore,
    _ rule: AttentionRule,
    written: Int,
    kept: (Range<Int>) -> Int = { $0.count }
  ) {
    var pairs = 0
    var seen = span.firstPosition..<span.firstPosition
    for index in 0..<span.rows.count {
      let visible = rule.visible(from: span.firstPosition + index)
      pairs += kept(visible)
      seen = min(seen.lowerBound, visible.lowerBound)..<visible.upperBound
    }
    let shape = store.shape
    tally.add(
      2 * pairs * rule.queryHeads * (shape.keyWidth + shape.valueWidth),
      .attention,
      .flop
    )
    tally.add(
      kept(seen) * shape.bytesPerToken(store.format),
      .attention,
      .cacheBytesRead
    )
    tally.add(
      4 * span.rows.count * rule.queryHeads * shape.keyWidth,
      .attention,
      .activationBytesRead
    )
    tally.add(
      4 * span.rows.count * rule.queryHeads * written,
      .attention,
      .activationBytesWritten
    )
    tally.add(1, .attention, .calls)
  }
}
