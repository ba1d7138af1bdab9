import Quantities

/// One figure as the board's formula, the plan and the clock have it.
struct ComparisonRow: Encodable {
  let name: String
  let unit: String
  let formula: Double?
  let plan: Double?
  let clock: Double?
  /// As the table prints them; nothing where there is none.
  let texts: [String]

  enum CodingKeys: CodingKey { case name, unit, formula, plan, clock }

  init(
    _ name: String,
    _ unit: QuantityUnit,
    formula: Quantity? = nil,
    plan: Quantity? = nil,
    clock: Quantity? = nil
  ) {
    self.name = name
    self.unit = unit.symbol
    self.formula = formula?.value(in: unit)
    self.plan = plan?.value(in: unit)
    self.clock = clock?.value(in: unit)
    texts = [formula, plan, clock].map { value in
      guard let value else { return "" }
      return unit == .percent ? value.formatted(in: .percent) : value.formatted()
    }
  }

  /// Rows under the names of their columns.
  static func table(_ rows: [ComparisonRow]) -> String {
    let head = ["", "formula", "plan", "clock"]
    return AlignedColumns.text([head] + rows.map { [$0.name] + $0.texts }, rightAligned: [1, 2, 3])
  }
}
