import Quantities

/// Whether two numbers agree to a relative tolerance; half a per mille by default, three printed digits.
func close(_ left: Double, _ right: Double, within tolerance: Double = 5e-4) -> Bool {
  abs(left - right) <= tolerance * abs(right)
}

/// Whether two quantities of one dimension agree to a relative tolerance.
func close(_ left: Quantity, _ right: Quantity, within tolerance: Double = 5e-4) -> Bool {
  abs(left - right) <= tolerance * abs(right)
}
