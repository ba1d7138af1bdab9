extension Quantity {
  /// The sum of two quantities of one dimension; stops on any other.
  public static func + (left: Quantity, right: Quantity) -> Quantity {
    guard left.dimensions == right.dimensions else {
      stop(
        "cannot add \(left.brief) to \(right.brief): "
          + difference(left.dimensions, right.dimensions)
      )
    }
    return Quantity(baseValue: left.baseValue + right.baseValue, dimensions: left.dimensions)
  }

  /// The difference of two quantities of one dimension; stops on any other.
  public static func - (left: Quantity, right: Quantity) -> Quantity {
    guard left.dimensions == right.dimensions else {
      stop(
        "cannot subtract \(right.brief) from \(left.brief): "
          + difference(left.dimensions, right.dimensions)
      )
    }
    return Quantity(baseValue: left.baseValue - right.baseValue, dimensions: left.dimensions)
  }

  /// Adds a quantity of the same dimension in place.
  public static func += (left: inout Quantity, right: Quantity) {
    left = left + right
  }

  /// Subtracts a quantity of the same dimension in place.
  public static func -= (left: inout Quantity, right: Quantity) {
    left = left - right
  }

  /// The quantity with its sign turned.
  public static prefix func - (quantity: Quantity) -> Quantity {
    Quantity(baseValue: -quantity.baseValue, dimensions: quantity.dimensions)
  }

  /// The product of two quantities; dimensions multiply.
  public static func * (left: Quantity, right: Quantity) -> Quantity {
    Quantity(
      baseValue: left.baseValue * right.baseValue,
      dimensions: left.dimensions * right.dimensions
    )
  }

  /// The quotient of two quantities; dimensions divide, and equal ones leave a plain number.
  public static func / (left: Quantity, right: Quantity) -> Quantity {
    Quantity(
      baseValue: left.baseValue / right.baseValue,
      dimensions: left.dimensions / right.dimensions
    )
  }

  /// The quantity times a plain factor.
  public static func * (left: Quantity, right: Double) -> Quantity {
    Quantity(baseValue: left.baseValue * right, dimensions: left.dimensions)
  }

  /// A plain factor times the quantity.
  public static func * (left: Double, right: Quantity) -> Quantity {
    Quantity(baseValue: left * right.baseValue, dimensions: right.dimensions)
  }

  /// The quantity divided by a plain number.
  public static func / (left: Quantity, right: Double) -> Quantity {
    Quantity(baseValue: left.baseValue / right, dimensions: left.dimensions)
  }

  /// A plain number divided by the quantity; dimensions turn over.
  public static func / (left: Double, right: Quantity) -> Quantity {
    Quantity(baseValue: left / right.baseValue, dimensions: Dimensions.none / right.dimensions)
  }

  /// The quantity times itself.
  public var squared: Quantity { self * self }

  /// The quantity multiplied by itself `power` times; its reciprocal for negative powers.
  public func raised(to power: Int) -> Quantity {
    var result = 1.0
    for _ in 0..<power.magnitude { result *= baseValue }
    return Quantity(
      baseValue: power < 0 ? 1 / result : result,
      dimensions: dimensions.raised(to: power)
    )
  }

  /// The square root; stops where a dimension has an odd exponent.
  public func squareRoot() -> Quantity {
    guard let root = dimensions.squareRoot else {
      stop("cannot take the square root of \(brief): \(dimensions) is not a square")
    }
    return Quantity(baseValue: baseValue.squareRoot(), dimensions: root)
  }
}

/// The quantity without its sign.
public func abs(_ quantity: Quantity) -> Quantity {
  Quantity(baseValue: quantity.baseValue.magnitude, dimensions: quantity.dimensions)
}
