internal import CKernels

/// Some rows × heads of one sequence over one key/value head: what a thread claims at a time.
private struct AttentionTask {
  let span: Int
  /// Counted from the span's first.
  let rows: Range<Int>
  let keyHead: Int
  let heads: Range<Int>
}

extension Crew {
  /// Attention in C; see `Kernels.attend`.
  func attend(
    _ spans: [AttentionSpan],
    queries: Matrix.Slice,
    over store: KeyValueStore,
    _ rule: AttentionRule,
    into outputs: Matrix.Slice,
    _ compiled: CompiledKernels
  ) {
    let shape = store.shape
    let tasks = tasks(of: spans, shape, rule)
    reserve(numbers: ck_attention_scratch(Int32(shape.keyWidth), Int32(shape.valueWidth)))
    let attend: (Int, Int) -> Void = { index, thread in
      let task = tasks[index]
      let span = spans[task.span]
      let row = span.rows.lowerBound + task.rows.lowerBound
      let head = task.heads.lowerBound
      unsafe span.table.withUnsafeBufferPointer { table in
        unsafe rule.sinks.withStart { sinks in
          var call = unsafe ck_attention(
            blocks: UnsafePointer(
              store.keys(task.keyHead, block: 0).assumingMemoryBound(to: CChar.self)
            ),
            run_bytes: KeyValueStore.runBlocks * store.bytesPerBlock,
            key_bytes: store.keyBytes,
            value_bytes: store.valueBytes,
            table: table.baseAddress,
            format: store.format.index,
            key_width: Int32(shape.keyWidth),
            value_width: Int32(shape.valueWidth),
            values_are_keys: shape.valuesAreKeys ? 1 : 0,
            queries: queries.base + row * queries.stride + head * shape.keyWidth,
            query_stride: queries.stride,
            outputs: outputs.base + row * outputs.stride + head * shape.valueWidth,
            output_stride: outputs.stride,
            rows: Int32(task.rows.count),
            heads: Int32(task.heads.count),
            position: Int32(span.firstPosition + task.rows.lowerBound),
            window: Int32(clamping: rule.window ?? .max),
            sinks: sinks.map { unsafe $0 + head },
            scale: rule.scale,
            softcap: rule.softcap ?? 0
          )
          unsafe compiled.table.pointee.attend(&call, self.scratch(thread))
        }
      }
    }
    if tasks.count > 1, Self.isWorthwhile(spans, shape, rule) {
      pool.run(parts: tasks.count, attend)
    } else {
      for index in tasks.indices { attend(index, 0) }
    }
  }

  /// Attention in Swift; see `Kernels.attend`.
  func attend(
    _ spans: [AttentionSpan],
    queries: Matrix.Slice,
    over store: KeyValueStore,
    _ rule: AttentionRule,
    into outputs: Matrix.Slice
  ) {
    let tasks = tasks(of: spans, store.shape, rule)
    pool.run(parts: tasks.count) { index, _ in
      let task = tasks[index]
      for row in task.rows {
        for head in task.heads {
          SwiftKernels.attend(spans[task.span], row, head, queries, store, rule, outputs)
        }
      }
    }
  }

  /// Cuts spans into tasks of up to 16 queries: heads that share a key/value head, of as many rows as fit.
  ///
  /// If that leaves threads without a task, heads are shared out too.
  private func tasks(
    of spans: [AttentionSpan],
    _ shape: KeyValueStore.Shape,
    _ rule: AttentionRule
  ) -> [AttentionTask] {
    let most = Int(ck_queries)
    let group = rule.queryHeads / shape.heads
    var heads = min(group, most)
    let rows = max(1, most / heads)
    let runs = spans.reduce(0) { $0 + ($1.rows.count + rows - 1) / rows }
    let tasks = runs * shape.heads * ((group + heads - 1) / heads)
    if tasks < pool.threads { heads = max(1, heads * tasks / pool.threads) }
    var all: [AttentionTask] = []
    for (index, span) in spans.enumerated() {
      for keyHead in 0..<shape.heads {
        for first in stride(from: 0, to: span.rows.count, by: rows) {
          for head in stride(from: 0, to: group, by: heads) {
            all.append(
              AttentionTask(
                span: index,
                rows: first..<min(first + rows, span.rows.count),
                keyHead: keyHead,
                heads: keyHead * group + head..<keyHead * group + min(head + heads, group)
              )
            )
          }
        }
      }
    }
    return all
  }

  /// Whether a hand-over costs little beside reading the cache once: some four microseconds.
  private static func isWorthwhile(
    _ spans: [AttentionSpan],
    _ shape: KeyValueStore.Shape,
    _ rule: AttentionRule
  ) -> Bool {
    let numbers = rule.queryHeads * (shape.keyWidth + shape.valueWidth)
    let pairs = spans.reduce(0) { sum, span in
      let last = span.firstPosition + span.rows.count
      return sum + span.rows.count * min(last, rule.window ?? last)
    }
    return pairs * numbers > 200_000
  }

  /// Writes keys and values in C; see `Kernels.store`.
  func store(
    keys: Matrix.Slice,
    values: Matrix.Slice?,
    at slots: [Int32],
    in store: KeyValueStore,
    _ compiled: CompiledKernels
  ) {
    let shape = store.shape
    forRows(slots.count, numbers: slots.count * shape.heads * (shape.keyWidth + shape.valueWidth)) {
      rows in
      for row in rows {
        let slot = Int(slots[row])
        for head in 0..<shape.heads {
          let key = unsafe keys.base + row * keys.stride + head * shape.keyWidth
          unsafe store.storeKey(head, slot, key, compiled)
          guard !shape.valuesAreKeys, let values else { continue }
          let value = unsafe values.base + row * values.stride + head * shape.valueWidth
          unsafe store.storeValue(head, slot, value, compiled)
        }
      }
    }
  }
}

extension KeyValueStore {
  fileprivate func storeKey(
    _ head: Int,
    _ slot: Int,
    _ key: UnsafePointer<Float>,
    _ compiled: CompiledKernels
  ) {
    let tokens = Self.blockTokens
    let base = unsafe self.keys(head, block: slot / tokens)
    unsafe write(key, shape.keyWidth, to: base, slot % tokens, columnStride: tokens, compiled)
  }

  fileprivate func storeValue(
    _ head: Int,
    _ slot: Int,
    _ value: UnsafePointer<Float>,
    _ compiled: CompiledKernels
  ) {
    let base = unsafe self.values(head, block: slot / Self.blockTokens)
    let token = slot % Self.blockTokens
    unsafe write(value, shape.valueWidth, to: base, token, columnStride: 1, compiled)
  }

  private func write(
    _ vector: UnsafePointer<Float>,
    _ width: Int,
    to base: UnsafeMutableRawPointer,
    _ token: Int,
    columnStride: Int,
    _ compiled: CompiledKernels
  ) {
    var inverse: Float = 1
    if format == .int8 {
      let largest = unsafe compiled.table.pointee.largest(vector, Int32(width))
      let scale = Float16(largest / 127)
      unsafe (base + Self.blockTokens * width).assumingMemoryBound(to: Float16.self)[token] = scale
      inverse = scale == 0 ? 0 : 1 / Float(scale)
    }
    let first = columnStride == 1 ? token * width : token
    unsafe compiled.table.pointee.store(
      vector,
      base + first * format.bytes,
      inverse,
      Int32(width),
      Int32(columnStride),
      format.index
    )
  }
}

extension CacheFormat {
  /// The place of the format in the C kernels.
  var index: Int32 {
    switch self {
    case .fp32: 0
    case .bf16: 1
    case .int8: 2
    }
  }

  /// Bytes of an element.
  var bytes: Int {
    switch self {
    case .fp32: 4
    case .bf16: 2
    case .int8: 1
    }
  }
}
