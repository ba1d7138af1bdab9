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
    forRows(slots.count, numbers: slots.count * shape.heads * (shape.keyWidth + shape.valueWidth)) {
      rows in
      for row in rows {
        let slot = Int(slots[row])
        let nextSlot = row + 1 < rows.upperBound ? Int(slots[row + 1]) : slot
        for head in 0..<shape.heads {
          let next = head + 1 < shape.heads ? (head + 1, slot) : (0, nextSlot)
          let key = unsafe keys.base + row * keys.stride + head * shape.keyWidth
          unsafe store.storeKey(head, slot, key, next: next, compiled)
          guard !shape.valuesAreKeys, let values else { continue }
          let value = unsafe values.base + row * values.stride + head * shape.valueWidth
          unsafe store.storeValue(head, slot, value, next: next, compiled)
        }
      }
    }
  }
}

extension KeyValueStore {
  /// Rounds a key into its slot, and fetches where the next one goes.
  fileprivate func storeKey(
    _ head: Int,
    _ slot: Int,
    _ key: UnsafePointer<Float>,
    next: (head: Int, slot: Int),
    _ compiled: CompiledKernels
  ) {
    let tokens = Self.blockTokens
    let base = unsafe self.keys(head, block: slot / tokens)
    let nextBase = unsafe self.keys(next.head, block: next.slot / tokens)
    if format == .int8 { unsafe writeScale(key, shape.keyWidth, base, slot % tokens, compiled) }
    unsafe compiled.table.pointee.store(
      key,
      base + slot % tokens * format.bytes,
      nextBase,
      inverseScale(shape.keyWidth, base, slot % tokens),
      Int32(shape.keyWidth),
      Int32(tokens),
      format.index
    )
  }

  /// The same for a value.
  fileprivate func storeValue(
    _ head: Int,
    _ slot: Int,
    _ value: UnsafePointer<Float>,
    next: (head: Int, slot: Int),
    _ compiled: CompiledKernels
  ) {
    let (tokens, width) = (Self.blockTokens, shape.valueWidth)
    let base = unsafe self.values(head, block: slot / tokens)
    let nextBase = unsafe self.values(next.head, block: next.slot / tokens)
    if format == .int8 { unsafe writeScale(value, width, base, slot % tokens, compiled) }
    unsafe compiled.table.pointee.store(
      value,
      base + slot % tokens * width * format.bytes,
      nextBase + next.slot % tokens * width * format.bytes,
      inverseScale(width, base, slot % tokens),
      Int32(width),
      1,
      format.index
    )
  }

  /// Writes the scale of an int8 vector behind those of its block.
  private func writeScale(
    _ vector: UnsafePointer<Float>,
    _ width: Int,
    _ base: UnsafeMutableRawPointer,
    _ token: Int,
    _ compiled: CompiledKernels
  ) {
    let largest = unsafe compiled.table.pointee.largest(vector, Int32(width))
    unsafe scales(base, width)[token] = Float16(largest / 127)
  }

  /// What a vector is multiplied with before it is rounded.
  private func inverseScale(_ width: Int, _ base: UnsafeMutableRawPointer, _ token: Int) -> Float {
    guard format == .int8 else { return 1 }
    let scale = unsafe scales(base, width)[token]
    return scale == 0 ? 0 : 1 / Float(scale)
  }

  private func scales(
    _ base: UnsafeMutableRawPointer,
    _ width: Int
  ) -> UnsafeMutablePointer<Float16> {
    unsafe (base + Self.blockTokens * width).assumingMemoryBound(to: Float16.self)
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
