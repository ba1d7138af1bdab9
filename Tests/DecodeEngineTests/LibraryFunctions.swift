import Glibc

/// The C library's functions, which the engine does without.
enum CLibrary {
  static func exponential(_ x: Double) -> Double { exp(x) }
  static func logarithm(_ x: Double) -> Double { log(x) }
  static func sine(_ x: Double) -> Double { sin(x) }
  static func cosine(_ x: Double) -> Double { cos(x) }
  static func tangent(_ x: Double) -> Double { tanh(x) }
  static func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }
}
