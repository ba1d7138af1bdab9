import Quantities

/// A catalogue figure with a unit: value, where it was read, when, and by which convention it counts.
func figure(
  _ value: Double,
  _ unit: QuantityUnit,
  _ source: SourceReference,
  _ date: String,
  _ convention: String
) -> Sourced<Quantity> {
  fact(Quantity(value, unit), source, date, convention)
}

/// A catalogue figure that is a plain count or ratio.
func fact<Value: Sendable>(
  _ value: Value,
  _ source: SourceReference,
  _ date: String,
  _ convention: String
) -> Sourced<Value> {
  Sourced(value, source: source, date: date, convention: convention)
}
