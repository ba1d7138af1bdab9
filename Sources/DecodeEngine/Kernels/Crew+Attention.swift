internal import CKernels

/// Some rows × heads of one sequence over one key/value head: what a thread claims at a time.
private struct AttentionTask {
  let span: Int
  /// Counted from the span's first.
  let rows: Range<Int>
  let keyHead: Int
  let heads: Range<Int>
}

/// Where a sequence's rows begin in the step, in the sequence and in the cache.
@safe private struct AttentionPlace {
  let row: Int
  let position: Int
  let table: UnsafePointer<Int32>

  /// The blocks with which some of its rows begin, at most sixteen.
  func blocks(of rows: Range<Int>, _ window: Int?) -> Range<Int> {
    let position = position + rows.lowerBound
    let first = max(0, position + 1 - (window ?? .max)) / KeyValueStore.blockTokens
    let last = (self.position + rows.upperBound - 1) / KeyValueStore.blockTokens
    return first..<min(last + 1, first + 16)
  }
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
    // Plain values and addresses, so that threads do not count references to what they share.
    let places = places(of: spans)
    let (queryBase, outputBase) = unsafe (queries.base, outputs.base)
    let (queryStride, outputStride) = (queries.stride, outputs.stride)
    let (keyBytes, valueBytes, format) = (store.keyBytes, store.valueBytes, store.format.index)
    let runBytes = KeyValueStore.runBlocks * store.bytesPerBlock
    let window = Int32(clamping: rule.window ?? .max)
    let starts = unsafe (0..<shape.heads).map { unsafe store.start(of: $0) }
    unsafe rule.sinks.withStart { sinks in
      let attend: (Int, Int?, Int) -> Void = { index, next, thread in
        let task = tasks[index]
        let place = places[task.span]
        let row = place.row + task.rows.lowerBound
        let head = task.heads.lowerBound
        let after = tasks[next ?? index]
        let nextPlace = places[after.span]
        let blocks = next == nil ? 0..<0 : nextPlace.blocks(of: after.rows, rule.window)
        var call = unsafe ck_attention(
          blocks: starts[task.keyHead],
          run_bytes: runBytes,
          key_bytes: keyBytes,
          value_bytes: valueBytes,
          table: place.table,
          format: format,
          key_width: Int32(shape.keyWidth),
          value_width: Int32(shape.valueWidth),
          values_are_keys: shape.valuesAreKeys ? 1 : 0,
          queries: queryBase + row * queryStride + head * shape.keyWidth,
          query_stride: queryStride,
          outputs: outputBase + row * outputStride + head * shape.valueWidth,
          output_stride: outputStride,
          rows: Int32(task.rows.count),
          heads: Int32(task.heads.count),
          position: Int32(place.position + task.rows.lowerBound),
          window: window,
          sinks: sinks.map { unsafe $0 + head },
          scale: rule.scale,
          softcap: rule.softcap ?? 0,
          next_blocks: starts[after.keyHead],
          next_table: nextPlace.table + blocks.lowerBound,
          next_count: Int32(blocks.count)
        )
        unsafe compiled.table.pointee.attend(&call, self.scratch(thread))
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
  }

  /// Where spans begin, with all their tables behind each other in shared memory.
  private func places(of spans: [AttentionSpan]) -> [AttentionPlace] {
    let blocks = spans.reduce(0) { $0 + $1.table.count }
    let tables = unsafe shared(bytes: 4 * blocks).assumingMemoryBound(to: Int32.self)
    var next = unsafe tables
    return spans.map { span in
      defer { unsafe next += span.table.count }
      unsafe span.table.withUnsafeBufferPointer { table in
        guard let start = table.baseAddress else { return }
        unsafe next.update(from: start, count: table.count)
      }
      return unsafe AttentionPlace(
        row: span.rows.lowerBound,
        position: span.firstPosition,
        table: next
      )
    }
  }

  /// Attention in Swift; see `Kernels.attend`, and for the positions that are kept here `Kernels.attendPart`.
  func attend(_ spans: [AttentionSpan], _ attention: SwiftAttention, isPart: Bool = false) {
    let tasks = tasks(of: spans, attention.store.shape, attention.rule)
    pool.run(parts: tasks.count) { index, _ in
      let task = tasks[index]
      let span = spans[task.span]
      for row in task.rows {
        for head in task.heads {
          if isPart {
            attention.attendPart(span, row, head)
          } else {
            attention.attend(span, row, head)
          }
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
    return pairs * numbers > 20_000
  }
}

extension KeyValueStore {
  /// Where a head starts in block 0.
  fileprivate func start(of head: Int) -> UnsafePointer<CChar> {
    unsafe UnsafePointer(keys(head, block: 0).assumingMemoryBound(to: CChar.self))
  }
}
