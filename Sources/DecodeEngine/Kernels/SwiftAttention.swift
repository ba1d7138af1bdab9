/// Attention in Swift, one query at a time: 16 scores at a time, then their softmax, then the values.
struct SwiftAttention {
  private typealias Lanes = SwiftKernels.Lanes

  /// rows × (queryHeads · keyWidth).
  let queries: Matrix.Slice
  /// The layer's cache.
  let store: KeyValueStore
  /// What all queries share.
  let rule: AttentionRule
  /// rows × (queryHeads · valueWidth), or for parts two numbers a head more.
  let outputs: Matrix.Slice

  /// One query over the positions that it sees.
  ///
  /// - Parameters:
  ///   - span: The query's sequence.
  ///   - row: The query's row, counted from the span's first.
  ///   - head: The query head.
  func attend(_ span: AttentionSpan, _ row: Int, _ head: Int) {
    let width = store.shape.valueWidth
    let weighed = weigh(span, row, head, sink: rule.sinks?[head])
    let target = unsafe output(span, row, head, width: width)
    for k in 0..<width { unsafe target[k] = weighed.values[k] / weighed.sum }
  }

  /// The same over the positions that are kept here: values not yet divided, the largest score, the sum.
  func attendPart(_ span: AttentionSpan, _ row: Int, _ head: Int) {
    let width = store.shape.valueWidth
    let weighed = weigh(span, row, head, sink: nil)
    let target = unsafe output(span, row, head, width: width + 2)
    for k in 0..<width { unsafe target[k] = weighed.values[k] }
    unsafe target[width] = weighed.largest
    unsafe target[width + 1] = weighed.sum
  }

  /// Where a head's numbers of a row are written.
  private func output(
    _ span: AttentionSpan,
    _ row: Int,
    _ head: Int,
    width: Int
  ) -> UnsafeMutablePointer<Float> {
    unsafe outputs.base + (span.rows.lowerBound + row) * outputs.stride + head * width
  }

  private func weigh(
    _ span: AttentionSpan,
    _ row: Int,
    _ head: Int,
    sink: Float?
  ) -> (values: [Float], largest: Float, sum: Float) {
    let shape = store.shape
    let keyHead = head / (rule.queryHeads / shape.heads)
    let seen = rule.visible(from: span.firstPosition + row)
    let blocks = seen.lowerBound / 16..<(seen.upperBound + 15) / 16
    let place = (span.rows.lowerBound + row) * queries.stride + head * shape.keyWidth
    let query = unsafe UnsafeBufferPointer(start: queries.base + place, count: shape.keyWidth)

    var powers: [Lanes] = []
    powers.reserveCapacity(blocks.count)
    var largest = Lanes(repeating: sink ?? -.infinity)
    for block in blocks where span.table[block] >= 0 {
      let keys = store.scoredKeys(keyHead, block: Int(span.table[block]))
      var score = Lanes.zero
      for k in 0..<shape.keyWidth { unsafe score += keys[k] * query[k] }
      score *= rule.scale
      if let cap = rule.softcap { score = cap * PortableMath.tanh(score / cap) }
      let positions = Self.positionsInBlock &+ Int32(16 * block)
      score.replace(with: -.infinity, where: positions .< Int32(seen.lowerBound))
      score.replace(with: -.infinity, where: positions .>= Int32(seen.upperBound))
      largest.replace(with: score, where: score .> largest)
      powers.append(score)
    }
    let most = largest.max()
    var total = Lanes.zero
    for index in powers.indices {
      powers[index] = PortableMath.exponential(powers[index] - most)
      total += powers[index]
    }
    var sum = total.sum()
    if let sink { sum += PortableMath.exponential(sink - most) }

    var output = [Float](repeating: 0, count: shape.valueWidth)
    var next = 0
    for block in blocks where span.table[block] >= 0 {
      let power = powers[next]
      next += 1
      for position in seen.clamped(to: 16 * block..<16 * (block + 1)) {
        let slot = Int(span.table[block]) * 16 + position % 16
        store.addValue(keyHead, slot, times: power[position % 16], onto: &output)
      }
    }
    return (output, most, sum)
  }

  private static let positionsInBlock = SIMD16<Int32>(0..<16)
}

extension KeyValueStore {
  /// The keys of a block: for each column 16 positions.
  fileprivate func scoredKeys(_ head: Int, block: Int) -> [SIMD16<Float>] {
    let base = unsafe self.keys(head, block: block)
    let width = shape.keyWidth
    switch format {
    case .fp32:
      let keys = unsafe base.assumingMemoryBound(to: SIMD16<Float>.self)
      return unsafe [SIMD16<Float>](UnsafeBufferPointer(start: keys, count: width))
    case .bf16:
      let keys = unsafe base.assumingMemoryBound(to: SIMD16<UInt16>.self)
      return (0..<width).map { k in
        let bits = unsafe SIMD16<UInt32>(truncatingIfNeeded: keys[k]) &<< 16
        return unsafe unsafeBitCast(bits, to: SIMD16<Float>.self)
      }
    case .int8:
      let keys = unsafe base.assumingMemoryBound(to: SIMD16<Int8>.self)
      let halves = unsafe (base + 16 * width).loadUnaligned(as: SIMD16<Float16>.self)
      let scales = SIMD16<Float>(halves)
      return (0..<width).map { unsafe SIMD16<Float>(keys[$0]) * scales }
    }
  }

  /// Adds the value of a position, times its weight, onto a sum.
  fileprivate func addValue(
    _ head: Int,
    _ slot: Int,
    times weight: Float,
    onto sum: inout [Float]
  ) {
    guard format == .fp32, !shape.valuesAreKeys else {
      for k in sum.indices { sum[k] += weight * value(head, slot, k) }
      return
    }
    let base = unsafe self.values(head, block: slot / Self.blockTokens)
    let values = unsafe base.assumingMemoryBound(to: Float.self)
    let first = slot % Self.blockTokens * shape.valueWidth
    for k in sum.indices { unsafe sum[k] += weight * values[first + k] }
  }
}
