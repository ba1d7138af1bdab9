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
    let attend: (Int, Int?, Int) -> Void = { index, next, thread in
      let task = tasks[index]
      let span = spans[task.span]
      let row = span.rows.lowerBound + task.rows.lowerBound
      let head = task.heads.lowerBound
      let after = tasks[next ?? index]
      let blocks = next == nil ? 0..<0 : spans[after.span].blocks(of: after.rows, rule)
      unsafe spans[after.span].table.withUnsafeBufferPointer { nextTable in
        unsafe span.table.withUnsafeBufferPointer { table in
          unsafe rule.sinks.withStart { sinks in
            var call = unsafe ck_attention(
              blocks: store.start(of: task.keyHead),
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
              softcap: rule.softcap ?? 0,
              next_blocks: store.start(of: after.keyHead),
              next_table: nextTable.baseAddress.map { unsafe $0 + blocks.lowerBound },
              next_count: Int32(blocks.count)
            )
            unsafe compiled.table.pointee.attend(&call, self.scratch(thread))
          }
        }
      }
    }
    // A thread takes several tasks in a row, since each fetches what the next begins with.
    let parts =
      Self.isWorthwhile(spans, shape, rule) ? min(tasks.count, 16 * pool.threads) : 1
    pool.run(parts: parts) { part, thread in
      let end = (part + 1) * tasks.count / parts
      for index in part * tasks.count / parts..<end {
        attend(index, index + 1 < end ? index + 1 : nil, thread)
      }
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
}

extension AttentionSpan {
  /// The blocks with which some of its rows begin, at most sixteen.
  fileprivate func blocks(of rows: Range<Int>, _ rule: AttentionRule) -> Range<Int> {
    let position = firstPosition + rows.lowerBound
    let first = max(0, position + 1 - (rule.window ?? .max)) / KeyValueStore.blockTokens
    let last = (firstPosition + rows.upperBound - 1) / KeyValueStore.blockTokens
    return first..<min(last + 1, first + 16)
  }
}

extension KeyValueStore {
  /// Where a head starts in block 0.
  fileprivate func start(of head: Int) -> UnsafePointer<CChar> {
    unsafe UnsafePointer(keys(head, block: 0).assumingMemoryBound(to: CChar.self))
  }
}
