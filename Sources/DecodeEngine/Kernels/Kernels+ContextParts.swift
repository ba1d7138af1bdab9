import Quantities
import ServingMath

// Attention over a sequence that several devices keep, each some blocks of it.
extension Kernels {
  /// Attention of each span's tokens over the positions that are kept here, without sinks.
  ///
  ///     m = max s        z = Σ exp(s − m)        o = Σ exp(s − m) · v
  ///
  /// - Parameters:
  ///   - spans: The sequences of the step; blocks that are −1 in their tables are passed over.
  ///   - queries: rows × (queryHeads · keyWidth).
  ///   - store: The layer's cache.
  ///   - rule: What all queries share.
  ///   - outputs: rows × (queryHeads · (valueWidth + 2)): of each head o, m and z; m is −∞ where a token sees
  ///     nothing that is kept here.
  package func attendPart(
    _ spans: [AttentionSpan],
    queries: Matrix.Slice,
    over store: KeyValueStore,
    _ rule: AttentionRule,
    into outputs: Matrix.Slice
  ) {
    for span in spans {
      count(span, store, rule, written: store.shape.valueWidth + 2) { span.kept(of: $0) }
    }
    switch path {
    case .reference:
      let sum = Reference.attendPart(spans, queries: queries, over: store, rule, into: outputs)
      tally.multiplyAdds += sum
    case .swift, .vector, .native:
      crew.attend(
        spans,
        SwiftAttention(queries: queries, store: store, rule: rule, outputs: outputs),
        isPart: true
      )
    }
  }

  /// Puts together what devices attended to, in their order, and counts each head's sink once.
  ///
  ///     M = max m        y = Σ exp(m − M) · o / (Σ exp(m − M) · z + exp(sink − M))
  ///
  /// - Parameters:
  ///   - parts: (devices · rows) × (queryHeads · (valueWidth + 2)), as `attendPart` writes them, device below
  ///     device.
  ///   - rule: What all queries share.
  ///   - outputs: rows × (queryHeads · valueWidth).
  package func merge(
    _ parts: Matrix.Slice,
    _ rule: AttentionRule,
    into outputs: Matrix.Slice
  ) {
    let (rows, heads) = (outputs.height, rule.queryHeads)
    let width = outputs.width / heads
    let devices = rows == 0 ? 1 : parts.height / rows
    guard parts.height == devices * rows, parts.width == heads * (width + 2) else {
      stop("\(parts.height) × \(parts.width) parts do not make \(rows) × \(outputs.width)")
    }
    tally.add(4 * (rule.sinks?.count ?? 0), .attention, .weightBytesRead)
    let numbers = rows * outputs.width
    count(
      .elementwise,
      flop: 2 * devices * numbers,
      read: devices * rows * parts.width,
      written: numbers
    )
    let step = rows * parts.stride
    for row in 0..<rows {
      for head in 0..<heads {
        let part = unsafe parts.base + row * parts.stride + head * (width + 2)
        let sink = rule.sinks?[head]
        var largest = sink ?? -.infinity
        for device in 0..<devices { unsafe largest = max(largest, part[device * step + width]) }
        var sum = sink.map { PortableMath.exponential($0 - largest) } ?? 0
        var shares = [Float](repeating: 0, count: devices)
        for device in 0..<devices {
          let place = device * step + width
          unsafe shares[device] = PortableMath.exponential(part[place] - largest)
          unsafe sum += shares[device] * part[place + 1]
        }
        let output = unsafe outputs.base + row * outputs.stride + head * width
        for k in 0..<width {
          var value: Float = 0
          for device in 0..<devices { unsafe value += shares[device] * part[device * step + k] }
          unsafe output[k] = value / sum
        }
      }
    }
  }
}

extension AttentionSpan {
  /// How many of some positions are kept here.
  func kept(of positions: Range<Int>) -> Int {
    let size = KeyValueStore.blockTokens
    let blocks = positions.lowerBound / size..<(positions.upperBound + size - 1) / size
    return blocks.reduce(0) { sum, block in
      guard !positions.isEmpty, table[block] >= 0 else { return sum }
      return sum + positions.clamped(to: block * size..<(block + 1) * size).count
    }
  }
}
