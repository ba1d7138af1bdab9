internal import CKernels

extension Crew {
  /// Writes keys and values in C; see `Kernels.store`.
  func store(
    keys: Matrix.Slice,
    values: Matrix.Slice?,
    at slots: [Int32],
    in store: KeyValueStore,
    _ compiled: CompiledKernels
  ) {
    let shape = store.shape
    let numbers = slots.count * shape.heads * (shape.keyWidth + shape.valueWidth)
    // Plain addresses, so that threads do not count references to what they share.
    let (keyBase, valueBase) = unsafe (keys.base, shape.valuesAreKeys ? nil : values?.base)
    let (keyStride, valueStride) = (keys.stride, values?.stride ?? 0)
    forRows(slots.count, numbers: numbers) { rows in
      for row in rows {
        let slot = Int(slots[row])
        let nextSlot = row + 1 < rows.upperBound ? Int(slots[row + 1]) : slot
        for head in 0..<shape.heads {
          let next = head + 1 < shape.heads ? (head + 1, slot) : (0, nextSlot)
          let key = unsafe keyBase + row * keyStride + head * shape.keyWidth
          unsafe store.store(key, .key, at: (head, slot), next: next, compiled)
          guard let valueBase = unsafe valueBase else { continue }
          let value = unsafe valueBase + row * valueStride + head * shape.valueWidth
          unsafe store.store(value, .value, at: (head, slot), next: next, compiled)
        }
      }
    }
  }
}

extension KeyValueStore {
  /// Rounds a vector into its slot of a head and fetches where the next one goes.
  fileprivate func store(
    _ vector: UnsafePointer<Float>,
    _ part: Part,
    at place: (head: Int, slot: Int),
    next: (head: Int, slot: Int),
    _ compiled: CompiledKernels
  ) {
    let tokens = Self.blockTokens
    let isKey = part == .key
    let width = isKey ? shape.keyWidth : shape.valueWidth
    // Columns of keys lie a block's tokens apart, those of values side by side.
    let (columnStep, tokenStep) = isKey ? (tokens, 1) : (1, width)
    func block(_ place: (head: Int, slot: Int)) -> UnsafeMutableRawPointer {
      let block = place.slot / tokens
      return unsafe isKey ? keys(place.head, block: block) : values(place.head, block: block)
    }
    let base = unsafe block(place)
    let bytes = tokenStep * format.bytes
    let inverse = unsafe inverseScale(vector, width, base, place.slot % tokens, compiled)
    unsafe compiled.table.pointee.store(
      vector,
      base + place.slot % tokens * bytes,
      block(next) + next.slot % tokens * bytes,
      inverse,
      Int32(width),
      Int32(columnStep),
      format.index
    )
  }

  fileprivate enum Part {
    case key, value
  }

  /// What a vector is multiplied with before it is rounded: for int8 by the scale that this writes behind its
  /// block.
  private func inverseScale(
    _ vector: UnsafePointer<Float>,
    _ width: Int,
    _ base: UnsafeMutableRawPointer,
    _ token: Int,
    _ compiled: CompiledKernels
  ) -> Float {
    guard format == .int8 else { return 1 }
    let scale = Float16(unsafe compiled.table.pointee.largest(vector, Int32(width)) / 127)
    unsafe (base + Self.blockTokens * width).assumingMemoryBound(to: Float16.self)[token] = scale
    return scale == 0 ? 0 : 1 / Float(scale)
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
