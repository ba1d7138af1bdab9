import Quantities

/// One figure as the board's formula, the plan, the engine's counters and the clock have it.
struct ComparisonRow: Encodable {
  let name: String
  let unit: String
  let formula: Double?
  let plan: Double?
  let counter: Double?
  let clock: Double?
  /// As the table prints them; nothing where there is none.
  let texts: [String]

  enum CodingKeys: CodingKey { case name, unit, formula, plan, counter, clock }

  init(
    _ name: String,
    _ unit: QuantityUnit,
    formula: Quantity? = nil,
    plan: Quantity? = nil,
    counter: Quantity? = nil,
    clock: Quantity? = nil
  ) {
    self.name = name
    self.unit = unit.symbol
    self.formula = formula?.value(in: unit)
    self.plan = plan?.value(in: unit)
    self.counter = counter?.value(in: unit)
    self.clock = clock?.value(in: unit)
    texts = [formula, plan, counter, clock].map { value in
      guard let value else { return "" }
      return unit == .percent ? value.formatted(in: .percent) : value.formatted()
    }
  }

  /// Rows under the names of their columns; columns that no row fills are left out.
  static func table(_ rows: [ComparisonRow]) -> String {
    let names = ["formula", "plan", "counter", "clock"]
    let used = names.indices.filter { column in rows.contains { !$0.texts[column].isEmpty } }
    let head = [""] + used.map { names[$0] }
    let lines = rows.map { row in [row.name] + used.map { row.texts[$0] } }
    return AlignedColumns.text([head] + lines, rightAligned: Set(1...used.count))
  }
}
