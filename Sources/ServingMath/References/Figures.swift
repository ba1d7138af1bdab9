import Quantities

/// A catalogue figure: value, where it was read, when, and in words how it counts.
///
/// Ratios and rounded counts are plain numbers: their unit is `.one`.
func figure(
  _ value: Double,
  _ unit: QuantityUnit,
  _ source: SourceReference,
  _ date: String,
  _ convention: String
) -> Sourced<Quantity> {
  fact(Quantity(value, unit), source, date, convention)
}

/// A catalogue figure with a unit whose conventions are tags.
///
/// - Parameters:
///   - value: In the unit that follows.
///   - unit: The unit of the source.
///   - source: Where it was read.
///   - date: As of when.
///   - conventions: How it counts.
///   - note: What the tags leave open.
///   - others: Other published values of the same figure.
/// - Returns: The figure with all that belongs to it.
func figure(
  _ value: Double,
  _ unit: QuantityUnit,
  _ source: SourceReference,
  _ date: String,
  _ conventions: CountingConvention...,
  note: String = "",
  others: [Sourced<Quantity>] = []
) -> Sourced<Quantity> {
  Sourced(
    Quantity(value, unit),
    source: source,
    date: date,
    conventions: conventions,
    note: note,
    others: others
  )
}

/// A catalogue fact that is no figure with a unit, such as an exact count, with its convention in words.
func fact<Value: Sendable>(
  _ value: Value,
  _ source: SourceReference,
  _ date: String,
  _ convention: String
) -> Sourced<Value> {
  Sourced(value, source: source, date: date, convention: convention)
}

/// A catalogue fact whose conventions are tags.
func fact<Value: Sendable>(
  _ value: Value,
  _ source: SourceReference,
  _ date: String,
  _ conventions: CountingConvention...,
  note: String = "",
  others: [Sourced<Value>] = []
) -> Sourced<Value> {
  Sourced(
    value,
    source: source,
    date: date,
    conventions: conventions,
    note: note,
    others: others
  )
}

/// Something of the catalogue that is made of several numbers with one source, such as the coefficients of a fit:
/// whoever uses it is noted as a reader of the whole.
///
/// It is for the values of statics: those are noted again at each use.
func whole<Value>(
  _ value: Value,
  _ name: String,
  _ source: SourceReference,
  _ date: String,
  _ convention: String
) -> Value {
  if FigureTrace.isOn {
    FigureTrace.note(.init(whole: name, of: source)) {
      TracedFigure(name, source: source, date: date, convention: convention)
    }
  }
  return value
}
