import Quantities

/// One line: a name, how it comes about, a value with its unit.
struct SheetRow: Encodable {
  let name: String
  let formula: String
  let value: Double?
  let unit: String
  /// As the table prints it.
  let text: String

  enum CodingKeys: CodingKey { case name, formula, value, unit }

  init(_ name: String, _ formula: String, _ quantity: Quantity, _ unit: QuantityUnit) {
    self.name = name
    self.formula = formula
    self.value = quantity.value(in: unit)
    self.unit = unit.symbol
    self.text = unit == .percent ? quantity.formatted(in: .percent) : quantity.formatted()
  }

  /// A count, printed in full; nothing where there is none.
  init(_ name: String, _ formula: String, count: Int?) {
    self.name = name
    self.formula = formula
    self.value = count.map(Double.init)
    self.unit = ""
    self.text = count.map { Quantity(Double($0)).formatted(.exact) } ?? "none"
  }
}
