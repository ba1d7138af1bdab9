import TestSupport

extension SeededGenerator {
  /// A number of any size that a chapter could meet, of either sign.
  mutating func magnitude() -> Double {
    let mantissa = Double.random(in: 1..<10, using: &self)
    let text = Bool.random(using: &self) ? "\(mantissa)" : "\(Int(mantissa * 100))"
    let number = Double("\(text)e\(Int.random(in: -14...26, using: &self))") ?? 1
    return Bool.random(using: &self) ? number : -number
  }
}
