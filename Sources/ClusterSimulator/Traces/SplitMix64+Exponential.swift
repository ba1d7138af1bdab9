import ServingMath

extension SplitMix64 {
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
      let first = nextDouble()
      var last = first
      var length = 1
      while true {
        let value = nextDouble()
        if value >= last { break }
        last = value
        length += 1
      }
      if length % 2 == 1 { return whole + first }
      whole += 1
    }
  }
}
