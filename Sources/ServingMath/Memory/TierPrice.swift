public import Quantities

/// What a unit of memory costs: rented as a whole, or bought by the byte and written off.
public enum TierPrice: Sendable {
  /// Rent of the whole unit, in dollars per time.
  ///
  /// High-bandwidth memory cannot be had without its accelerator, so its price is the accelerator's.
  case rent(Sourced<Quantity>)
  /// A purchase price in dollars per byte, spread evenly over a service life.
  ///
  /// Electricity, the server around it and the cost of capital are left out.
  case purchase(perByte: Sourced<Quantity>, life: Quantity)

  /// What a unit of some capacity costs while time passes, in dollars per second.
  ///
  ///     rent, or price per byte · capacity / life
  public func rent(capacity: Quantity) -> Quantity {
    switch self {
    case .rent(let rent): rent.value
    case .purchase(let perByte, let life): perByte.value * capacity / life
    }
  }

  /// Five years, the warranty of the drives in the catalogue; a convention, since none says how long
  /// it is kept.
  public static let usualLife = Quantity(5, .years)
}
