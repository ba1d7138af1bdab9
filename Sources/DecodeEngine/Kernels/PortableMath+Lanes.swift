extension PortableMath {
  /// The exponential in 16 lanes, each with the bits of the scalar one.
  ///
  /// Written out, since a loop over lanes is not sure to become vector code.
  @inline(__always)
  package static func exponential(_ x: SIMD16<Float>) -> SIMD16<Float> {
    typealias Lanes = SIMD16<Float>
    let bounded = x.replacing(with: 89, where: x .> 89).replacing(with: -104, where: x .< -104)
    let shifted = bounded * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    let r = (bounded - n * 0.693_145_75) - n * 1.428_606_8e-6
    var sum = Lanes(repeating: 1 / 5040) * r + 1 / 720
    sum = sum * r + 1 / 120
    sum = sum * r + 1 / 24
    sum = sum * r + 1 / 6
    sum = sum * r + 0.5
    sum = sum * r + 1
    sum = sum * r + 1
    let whole = unsafe unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- 0x4B40_0000
    let half = whole &>> 1
    return sum * power(half) * power(whole &- half)
  }

  /// 2ⁿ for exponents of normal numbers.
  @inline(__always)
  private static func power(_ n: SIMD16<Int32>) -> SIMD16<Float> {
    unsafe unsafeBitCast((n &+ 127) &<< 23, to: SIMD16<Float>.self)
  }

  /// The hyperbolic tangent in 16 lanes, each with the bits of the scalar one.
  @inline(__always)
  package static func tanh(_ x: SIMD16<Float>) -> SIMD16<Float> {
    var lanes = x
    for lane in lanes.indices { lanes[lane] = tanh(x[lane]) }
    return lanes
  }
}
