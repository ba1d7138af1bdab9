// Where in a block an element stands, and how it is rounded.
extension KeyValueStore {
  private static let tokens = blockTokens

  /// The key of a position, by column.
  func key(_ head: Int, _ slot: Int, _ column: Int) -> Float {
    let base = unsafe keys(head, block: slot / Self.tokens)
    let token = slot % Self.tokens
    return unsafe element(base, column * Self.tokens + token, token, shape.keyWidth)
  }

  /// The value of a position, by column.
  func value(_ head: Int, _ slot: Int, _ column: Int) -> Float {
    if shape.valuesAreKeys { return key(head, slot, column) }
    let base = unsafe values(head, block: slot / Self.tokens)
    let token = slot % Self.tokens
    return unsafe element(base, token * shape.valueWidth + column, token, shape.valueWidth)
  }

  private func element(
    _ base: UnsafeMutableRawPointer,
    _ place: Int,
    _ token: Int,
    _ width: Int
  ) -> Float {
    switch format {
    case .fp32: return unsafe base.assumingMemoryBound(to: Float.self)[place]
    case .bf16:
      let bits = unsafe base.assumingMemoryBound(to: UInt16.self)[place]
      return Float(bitPattern: UInt32(bits) << 16)
    case .int8:
      let scales = unsafe (base + Self.tokens * width).assumingMemoryBound(to: Float16.self)
      let stored = unsafe base.assumingMemoryBound(to: Int8.self)[place]
      return unsafe Float(scales[token]) * Float(stored)
    }
  }

  /// Rounds a position's key into its place.
  func storeKey(_ head: Int, _ slot: Int, _ key: UnsafePointer<Float>) {
    let base = unsafe keys(head, block: slot / Self.tokens)
    let token = slot % Self.tokens
    let scale = unsafe self.scale(base, token, key, shape.keyWidth)
    for column in 0..<shape.keyWidth {
      unsafe store(key[column], base, column * Self.tokens + token, scale)
    }
  }

  /// Rounds a position's value into its place; a latent cache has none to store.
  func storeValue(_ head: Int, _ slot: Int, _ value: UnsafePointer<Float>) {
    let base = unsafe values(head, block: slot / Self.tokens)
    let token = slot % Self.tokens
    let scale = unsafe self.scale(base, token, value, shape.valueWidth)
    for column in 0..<shape.valueWidth {
      unsafe store(value[column], base, token * shape.valueWidth + column, scale)
    }
  }

  /// The inverse scale of a vector, after the scale itself was stored.
  private func scale(
    _ base: UnsafeMutableRawPointer,
    _ token: Int,
    _ vector: UnsafePointer<Float>,
    _ width: Int
  ) -> Float {
    guard format == .int8 else { return 1 }
    var largest: Float = 0
    for column in 0..<width { unsafe largest = max(largest, abs(vector[column])) }
    let scale = Float16(largest / 127)
    unsafe (base + Self.tokens * width).assumingMemoryBound(to: Float16.self)[token] = scale
    return scale == 0 ? 0 : 1 / Float(scale)
  }

  private func store(
    _ value: Float,
    _ base: UnsafeMutableRawPointer,
    _ place: Int,
    _ inverse: Float
  ) {
    switch format {
    case .fp32: unsafe base.assumingMemoryBound(to: Float.self)[place] = value
    case .bf16: unsafe base.assumingMemoryBound(to: UInt16.self)[place] = BFloat16.bits(of: value)
    case .int8:
      let rounded = (value * inverse).rounded(.toNearestOrEven)
      unsafe base.assumingMemoryBound(to: Int8.self)[place] = Int8(max(-127, min(127, rounded)))
    }
  }
}
