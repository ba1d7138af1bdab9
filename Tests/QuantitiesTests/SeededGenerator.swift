/// SplitMix64: the same numbers from the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of any size that a chapter could meet, of either sign.
  mutating func magnitude() -> Double {
    let mantissa = Double.random(in: 1..<10, using: &self)
    let text = Bool.random(using: &self) ? "\(mantissa)" : "\(Int(mantissa * 100))"
    let number = Double("\(text)e\(Int.random(in: -14...26, using: &self))") ?? 1
    return Bool.random(using: &self) ? number : -number
  }
}
