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
          unsafe store.storeKey(head, slot, key, next: next, compiled)
          guard let valueBase = unsafe valueBase else { continue }
          let value = unsafe valueBase + row * valueStride + head * shape.valueWidth
          unsafe store.storeValue(head, slot, value, next: next, compiled)
        }
      }
    }
  }
}

extension KeyValueStore {
  /// Rounds a key into its slot, column by column, and fetches where the next one goes.
  fileprivate func storeKey(
    _ head: Int,
    _ slot: Int,
    _ key: UnsafePointer<Float>,
    next: (head: Int, slot: Int),
    _ compiled: CompiledKernels
  ) {
    let tokens = Self.blockTokens
    let base = unsafe keys(head, block: slot / tokens)
    let nextPlace = unsafe keys(next.head, block: next.slot / tokens)
    let token = slot % tokens
    let inverse = unsafe inverseScale(key, shape.keyWidth, base, token, compiled)
    unsafe compiled.table.pointee.store(
      key,
      base + token * format.bytes,
      nextPlace,
      inverse,
      Int32(shape.keyWidth),
      Int32(tokens),
      format.index
    )
  }

  /// The same for a value, whose columns lie side by side.
  fileprivate func storeValue(
    _ head: Int,
    _ slot: Int,
    _ value: UnsafePointer<Float>,
    next: (head: Int, slot: Int),
    _ compiled: CompiledKernels
  ) {
    let (tokens, width) = (Self.blockTokens, shape.valueWidth)
    let bytes = width * format.bytes
    let base = unsafe values(head, block: slot / tokens)
    let nextBase = unsafe values(next.head, block: next.slot / tokens)
    let inverse = unsafe inverseScale(value, width, base, slot % tokens, compiled)
    unsafe compiled.table.pointee.store(
      value,
      base + slot % tokens * bytes,
      nextBase + next.slot % tokens * bytes,
      inverse,
      Int32(width),
      1,
      format.index
    )
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
