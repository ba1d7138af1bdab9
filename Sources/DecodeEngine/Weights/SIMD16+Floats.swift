// What a decoder needs of vectors: bits seen as numbers, and whole vectors written to a span.

extension SIMD16<Float> {
  /// The numbers that have these bits.
  @inline(__always)
  init(bits: SIMD16<UInt32>) {
    self = unsafe unsafeBitCast(bits, to: SIMD16<Float>.self)
  }

  /// Numbers stored as the upper half of single precision; exact.
  @inline(__always)
  init(bf16 halves: SIMD16<UInt16>) {
    self.init(bits: SIMD16<UInt32>(truncatingIfNeeded: halves) &<< 16)
  }

  /// Numbers stored in IEEE 754 half precision; exact, NaNs keep their payload.
  ///
  /// Exponent and fraction move to their places in single precision, where they mean 2⁻¹¹² times the number. The
  /// multiplication puts the exponent right and normalises subnormal halves on the way.
  @inline(__always)
  init(fp16 halves: SIMD16<UInt16>) {
    let wide = SIMD16<UInt32>(truncatingIfNeeded: halves)
    let size = wide & 0x7FFF
    let scaled = SIMD16<Float>(bits: size &<< 13) * 0x1p112
    var bits = unsafe unsafeBitCast(scaled, to: SIMD16<UInt32>.self)
    bits.replace(with: (size &<< 13) | 0x7F80_0000, where: size .>= 0x7C00)
    self.init(bits: bits | ((wide & 0x8000) &<< 16))
  }

  /// Whole numbers of 8 bits; exact.
  ///
  /// 2²³ + n has n in its low bits, which converts without the instruction that compilers do not vectorise.
  @inline(__always)
  init(bytes: SIMD16<UInt8>, minus bias: Float) {
    let wide = SIMD16<UInt32>(truncatingIfNeeded: bytes) | 0x4B00_0000
    self = SIMD16<Float>(bits: wide) - (0x1p23 + bias)
  }
}

extension Float {
  /// The number that half precision writes with these bits; exact.
  init(fp16 bits: UInt16) {
    self = SIMD16<Float>(fp16: SIMD16(repeating: bits))[0]
  }
}

extension MutableSpan<Float> {
  /// Writes sixteen elements; the caller has checked that they fit.
  @inline(__always)
  mutating func store(_ values: SIMD16<Float>, at index: Int) {
    precondition(index >= 0 && index <= count &- 16)
    unsafe withUnsafeMutableBytes { bytes in
      unsafe bytes.storeBytes(of: values, toByteOffset: 4 &* index, as: SIMD16<Float>.self)
    }
  }

  /// The position of the first element that is NaN or infinite.
  func firstNotFinite(in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    var wrong = SIMD16<UInt32>()
    unsafe withUnsafeBytes { bytes in
      while index <= range.upperBound &- 16 {
        let bits = unsafe bytes.loadUnaligned(fromByteOffset: 4 &* index, as: SIMD16<UInt32>.self)
        wrong.replace(with: 1, where: bits & 0x7F80_0000 .== 0x7F80_0000)
        index &+= 16
      }
    }
    if wrong == SIMD16() {
      return (index..<range.upperBound).first { !self[$0].isFinite }
    }
    return range.first { !self[$0].isFinite }
  }
}
