import Quantities

/// Sums of buffers, element by element.
package enum Elementwise {
  /// Adds one buffer to another of the same size, times a factor.
  static func add(_ addend: [Float], to sum: inout [Float], times factor: Float = 1) {
    if addend.count != sum.count {
      stop("\(addend.count) elements cannot be added to \(sum.count)")
    }
    let addend = addend.span
    var sum = sum.mutableSpan
    for index in addend.indices { sum[index] += factor * addend[index] }
  }

  /// Rounds every element to the nearest bfloat16, ties to even; what is not finite stays.
  package static func roundToBF16(_ values: inout [Float]) {
    for index in values.indices where values[index].isFinite {
      let bits = values[index].bitPattern
      let rounded = (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) & 0xFFFF_0000
      values[index] = Float(bitPattern: rounded)
    }
  }
}
