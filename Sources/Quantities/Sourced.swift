/// Where a figure was taken from.
public struct SourceReference: Hashable, Sendable {
  /// The key of the source in the book's `references.yml`.
  public let key: String
  /// The title of the source.
  public let title: String
  /// Where in the source the figure stands: an address, a section or a table.
  public let location: String?

  /// A reference to a source and, where known, the place in it.
  public init(key: String, title: String, location: String? = nil) {
    self.key = key
    self.title = title
    self.location = location
  }
}

/// A value that says where it comes from, as of when, and by which convention it is counted.
public struct Sourced<Value: Sendable>: Sendable {
  /// The figure itself.
  public let value: Value
  /// Where the figure was taken from.
  public let source: SourceReference
  /// As of when: an ISO date, `2026-03-18`, or a part of one, `2026-03`.
  public let date: String
  /// How the figure is counted: `dense, no sparsity`, `decimal gigabytes`, `list price`.
  public let convention: String

  /// A value with its source, date and convention.
  public init(_ value: Value, source: SourceReference, date: String, convention: String) {
    self.value = value
    self.source = source
    self.date = date
    self.convention = convention
  }

  /// A value computed from this one, under the same source, date and convention.
  public func map<Other: Sendable>(_ transform: (Value) -> Other) -> Sourced<Other> {
    Sourced<Other>(transform(value), source: source, date: date, convention: convention)
  }
}

extension Sourced: Equatable where Value: Equatable {}
extension Sourced: Hashable where Value: Hashable {}
