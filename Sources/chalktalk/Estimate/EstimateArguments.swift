import ArgumentParser
import Quantities
import ServingMath

/// A count on the command line, in any spelling that prose may use: `2400`, `2,400`, `128k`.
struct WholeNumber: ExpressibleByArgument, ExpressibleByIntegerLiteral {
  let value: Int

  init(integerLiteral value: Int) {
    self.value = value
  }

  init?(argument: String) {
    if let value = Int(argument) {
      self.value = value
      return
    }
    guard let quantity = try? Quantity(parsing: argument), quantity.dimensions == .none,
      let value = Int(exactly: quantity.plain), value.magnitude < 1_000_000_000_000
    else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { "\(value)" }
}

/// What an hour of one chip costs: a number of dollars, or with its unit.
struct HourlyPrice: ExpressibleByArgument {
  let value: Quantity

  init?(argument: String) {
    guard let quantity = try? Quantity(parsing: argument) else { return nil }
    let price =
      quantity.dimensions == .none ? Quantity(quantity.plain, .dollarsPerHour) : quantity
    guard price.dimensions == QuantityUnit.dollarsPerHour.dimensions,
      price >= Quantity(0, .dollarsPerHour)
    else { return nil }
    value = price
  }
}
