// Goals, in this order: every element exact; no access outside the two buffers; as fast as memory.
//
// Plain loops over plain numbers, since the optimiser turns these into vector code on every machine: the same written
// with SIMD16 types (comparisons, widening) ran at 100 M elements/s instead of 1,000 and more. The callers pass
// buffers whose sizes have been checked; with those sizes the loops stay inside.

/// Conversions of stored elements to `Float`.
enum ElementConversion {
  /// Single precision: a copy.
  static func fp32(_ source: UnsafeRawBufferPointer, _ out: UnsafeMutableBufferPointer<Float>) {
    for index in 0..<out.count {
      unsafe out[index] = Float(bitPattern: word(source, 4 &* index))
    }
  }

  /// The upper half of single precision.
  static func bf16(_ source: UnsafeRawBufferPointer, _ out: UnsafeMutableBufferPointer<Float>) {
    for index in 0..<out.count {
      unsafe out[index] = Float(bitPattern: UInt32(half(source, 2 &* index)) &<< 16)
    }
  }

  /// IEEE 754 half precision.
  static func fp16(_ source: UnsafeRawBufferPointer, _ out: UnsafeMutableBufferPointer<Float>) {
    for index in 0..<out.count {
      unsafe out[index] = Float(fp16: half(source, 2 &* index))
    }
  }

  /// Bytes whose scales stand elsewhere, one per group of elements.
  ///
  /// - Parameters:
  ///   - source: The bytes.
  ///   - scales: All scales of the tensor.
  ///   - first: The element of the tensor that the first byte is.
  ///   - groupSize: Elements that share a scale.
  ///   - out: Where the elements go.
  static func groupedBytes(
    _ source: UnsafeRawBufferPointer,
    scales: UnsafeRawBufferPointer,
    first: Int,
    groupSize: Int,
    _ out: UnsafeMutableBufferPointer<Float>
  ) {
    var index = 0
    while index < out.count {
      let group = (first &+ index) / groupSize
      let end = min(out.count, (group &+ 1) &* groupSize &- first)
      let scale = unsafe Float(bitPattern: word(scales, 4 &* group))
      while index < end {
        unsafe out[index] = scale * Float(Int8(bitPattern: source[index]))
        index &+= 1
      }
    }
  }

  /// A block of Q8_0: a scale and 32 bytes.
  static func q8Block(_ block: UnsafeRawBufferPointer, _ out: UnsafeMutableBufferPointer<Float>) {
    let scale = unsafe Float(fp16: half(block, 0))
    for index in 0..<32 {
      unsafe out[index] = scale * Float(Int8(bitPattern: block[2 &+ index]))
    }
  }

  /// A block of Q4_0: a scale and 16 bytes of two elements each.
  static func q4Block(_ block: UnsafeRawBufferPointer, _ out: UnsafeMutableBufferPointer<Float>) {
    let scale = unsafe Float(fp16: half(block, 0))
    for index in 0..<16 {
      let pair = unsafe block[2 &+ index]
      unsafe out[index] = scale * Float(Int32(pair & 15) &- 8)
      unsafe out[index &+ 16] = scale * Float(Int32(pair &>> 4) &- 8)
    }
  }

  /// The position of the first element that is NaN or infinite.
  ///
  /// An exponent of all ones becomes the highest bit when one is added to it, so a pass needs no comparison.
  static func firstNotFinite(_ elements: UnsafeMutableBufferPointer<Float>) -> Int? {
    var flags: UInt32 = 0
    for index in 0..<elements.count {
      flags |= unsafe (elements[index].bitPattern & 0x7F80_0000) &+ 0x0080_0000
    }
    return flags & 0x8000_0000 == 0 ? nil : unsafe elements.firstIndex { !$0.isFinite }
  }

  @inline(__always)
  private static func word(_ source: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
    unsafe UInt32(littleEndian: source.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  private static func half(_ source: UnsafeRawBufferPointer, _ offset: Int) -> UInt16 {
    unsafe UInt16(littleEndian: source.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
}

extension Float {
  /// The number that half precision writes with these bits; exact, NaNs keep their payload.
  ///
  /// Exponent and fraction move to their places in single precision, where they mean 2⁻¹¹² times the number. The
  /// multiplication puts the exponent right and normalises subnormal halves on the way.
  @inline(__always)
  init(fp16 half: UInt16) {
    let size = UInt32(half & 0x7FFF)
    let scaled = Float(bitPattern: size &<< 13) * 0x1p112
    let special: UInt32 = size >= 0x7C00 ? 0x7F80_0000 : 0
    self.init(bitPattern: scaled.bitPattern | special | (UInt32(half & 0x8000) &<< 16))
  }
}
