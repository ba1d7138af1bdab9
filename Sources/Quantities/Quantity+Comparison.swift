extension Quantity {
  /// Whether the value is neither infinite nor undefined.
  public var isFinite: Bool { baseValue.isFinite }
}

extension Quantity: Comparable {
  /// Whether the left quantity is the smaller of two of one dimension; stops on any other.
  ///
  /// Quantities of different dimensions are not equal, but neither is smaller than the other: `==`
  /// answers false where `<` stops. `min`, `max`, `sorted` and ranges build on this.
  public static func < (left: Quantity, right: Quantity) -> Bool {
    guard left.dimensions == right.dimensions else {
      stop(
        "cannot compare \(left.brief) with \(right.brief): "
          + difference(left.dimensions, right.dimensions)
      )
    }
    return left.baseValue < right.baseValue
  }
}
