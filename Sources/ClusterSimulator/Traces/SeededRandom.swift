/// Random numbers that are the same for the same seed on every machine: SplitMix64.
///
/// > Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct SeededRandom: RandomNumberGenerator {
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

  /// A number from 0, included, to 1, excluded, in steps of 2⁻⁵³.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number with density e⁻ˣ, so with mean 1.
  ///
  /// By comparing uniform numbers only, without a logarithm, whose last digit differs between machines:
  /// a first number u starts a descending run; the run's length is odd with probability e⁻ᵘ, and then u
  /// stands; an even length adds 1 and starts again.
  ///
  /// > Source: von Neumann, "Various techniques used in connection with random digits", 1951.
  mutating func exponential() -> Double {
    var whole = 0.0
    while true {
      let first = uniform()
      var last = first
      var length = 1
      while true {
        let value = uniform()
        if value >= last { break }
        last = value
        length += 1
      }
      if length % 2 == 1 { return whole + first }
      whole += 1
    }
  }
}
