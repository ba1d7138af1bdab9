/// A small generator of random numbers whose sequence is fixed by its seed, on every machine.
///
/// > Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  /// A generator at the start of the sequence that belongs to a seed.
  @inlinable
  public init(seed: UInt64) {
    state = seed
  }

  /// What the state grows by from one number to the next.
  @inlinable package static var step: UInt64 { 0x9E37_79B9_7F4A_7C15 }

  /// The next 64 bits of the sequence.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mixed(state)
  }

  /// The number that a state gives: all its bits spread over all of the result's.
  @inlinable
  package static func mixed(_ state: UInt64) -> UInt64 {
    var bits = state
    bits = (bits ^ (bits &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits &>> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits &>> 31)
  }

  /// A number from 0 up to but not including 1, from the top 24 bits.
  @inlinable
  public mutating func nextUnit() -> Float {
    Float(next() >> 40) / Float(1 << 24)
  }

  /// A number from 0 up to but not including 1, from the top 53 bits.
  @inlinable
  package mutating func nextDouble() -> Double {
    Double(next() >> 11) / Double(1 << 53)
  }
}
