/// A figure of the catalogue as a trace names it: two with the same content are one figure.
package struct TracedFigure: Hashable, Codable, Sendable {
  /// The value with its unit, to ten significant digits; of what is no number, its description.
  package let value: String
  /// The key of the source in the book's `references.yml`.
  package let key: String
  /// The title of the source.
  package let title: String
  /// Where in the source the figure stands.
  package let location: String?
  /// As of when.
  package let date: String
  /// How it is counted.
  package let convention: String
  /// Other published values, each with its source and date.
  package let others: [TracedFigure]

  /// A figure that is not of type `Sourced`, such as the shape of a model.
  package init(_ value: String, source: SourceReference, date: String, convention: String) {
    self.value = value
    key = source.key
    title = source.title
    location = source.location
    self.date = date
    self.convention = convention
    others = []
  }

  /// A figure as it stands in the catalogue.
  init<Value>(_ sourced: Sourced<Value>, value: Value) {
    self.value = Self.text(value)
    key = sourced.source.key
    title = sourced.source.title
    location = sourced.source.location
    date = sourced.date
    convention = sourced.convention
    others = sourced.others.map { TracedFigure($0, value: $0.stored) }
  }

  private static func text<Value>(_ value: Value) -> String {
    switch value {
    case let quantity as Quantity: text(quantity)
    case let number as Double: text(Quantity(number))
    case let whole as Int: Double(whole).formatted(.exact)
    case let range as ClosedRange<Quantity>:
      "\(text(range.lowerBound)) to \(text(range.upperBound))"
    default: String(describing: value)
    }
  }

  private static func text(_ quantity: Quantity) -> String {
    let unit = quantity.displayUnit(.significant(4))
    guard quantity.baseValue.isFinite else { return quantity.formatted(in: unit) }
    let digits = DecimalDigits(unit.value(ofBase: quantity.baseValue), significant: 10)
    return unit.attached(to: digits.value.formatted(.exact))
  }
}

extension TracedFigure: Comparable {
  /// By source, then date, value and convention.
  package static func < (left: Self, right: Self) -> Bool {
    (left.key, left.date, left.value, left.convention, left.others.count)
      < (right.key, right.date, right.value, right.convention, right.others.count)
  }
}
