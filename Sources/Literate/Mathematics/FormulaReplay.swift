import CellRuntime
import Quantities

/// What a formula's places reported, taken again in the order in which the program evaluated them.
struct FormulaReplay {
  private var rest: ArraySlice<FormulaTrace>
  /// The last value of each place that was ever evaluated.
  let known: [Int: RecordedValue]

  init(_ traces: [FormulaTrace]) {
    let values = traces.filter { $0.formula == nil }
    rest = values[...]
    known = Dictionary(
      values.compactMap { trace in trace.value.map { (trace.index, $0) } },
      uniquingKeysWith: { $1 }
    )
  }

  /// The next value, which must be that of a place.
  mutating func take(
    _ index: Int,
    _ source: String,
    at offset: Int
  ) throws(ComputedFormulaError) -> RecordedValue {
    guard let next = rest.popFirst(), next.index == index else {
      throw ComputedFormulaError(
        message: "the program did not come by '\(source)' where the formula would have it",
        help: "an operator or a function here may be the book's own: compute it in another cell",
        offset: offset,
        length: source.count
      )
    }
    guard let value = next.value else {
      throw ComputedFormulaError(
        message: "'\(source)' is no number, quantity or property",
        help: "a formula shows numbers: name what it takes of '\(source)' in another cell",
        offset: offset,
        length: source.count
      )
    }
    return value
  }
}

extension RecordedValue {
  /// In base units; a property as 1 or 0.
  var number: Double {
    switch content {
    case .flag(let flag): flag ? 1 : 0
    case .scalar(let quantity, _): quantity.baseValue
    case .range: .nan
    }
  }

  /// Whether it is of a whole type; nil for what is no number.
  var isWhole: Bool? {
    if case .scalar(_, let isWhole) = content { isWhole } else { nil }
  }
}
