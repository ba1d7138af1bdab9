/// A value that says where it comes from, as of when, and by which conventions it is counted.
///
/// The source has no default: a figure without one does not compile.
public struct Sourced<Value: Sendable>: Sendable {
  /// The figure itself.
  public let value: Value
  /// Where the figure was taken from.
  public let source: SourceReference
  /// As of when: an ISO date, `2026-03-18`, or a part of one, `2026-03`.
  public let date: String
  /// How the figure is counted, in tags that tests and programs can ask for.
  public let conventions: [CountingConvention]
  /// What the tags cannot say about how it is counted; may be empty.
  public let note: String
  /// Other published values of the same figure, each with its own source.
  public let others: [Sourced<Value>]

  /// A value whose conventions are tags, with a note for what they leave open.
  public init(
    _ value: Value,
    source: SourceReference,
    date: String,
    conventions: [CountingConvention],
    note: String = "",
    others: [Sourced<Value>] = []
  ) {
    self.value = value
    self.source = source
    self.date = date
    self.conventions = conventions
    self.note = note
    self.others = others
  }

  /// A value whose convention is said in words alone: `decimal gigabytes`, `list price`.
  public init(_ value: Value, source: SourceReference, date: String, convention: String) {
    self.init(value, source: source, date: date, conventions: [], note: convention)
  }

  /// A value computed from this one, under the same source, date and conventions.
  ///
  /// The other published values are taken along, each computed in the same way.
  public func map<Other: Sendable>(_ transform: (Value) -> Other) -> Sourced<Other> {
    Sourced<Other>(
      transform(value),
      source: source,
      date: date,
      conventions: conventions,
      note: note,
      others: others.map { $0.map(transform) }
    )
  }
}

extension Sourced: Equatable where Value: Equatable {}
extension Sourced: Hashable where Value: Hashable {}

// MARK: - Reading the conventions

extension Sourced {
  /// How the figure is counted, in words: the tags and then the note.
  public var convention: String {
    (conventions.map(\.rawValue) + (note.isEmpty ? [] : [note])).joined(separator: ", ")
  }

  /// The tag that answers one question about the figure, or nothing where it is not answered.
  public func convention(on topic: CountingConvention.Topic) -> CountingConvention? {
    conventions.first { $0.topic == topic }
  }

  /// Whether a tag applies to the figure.
  public func counts(_ convention: CountingConvention) -> Bool { conventions.contains(convention) }

  /// Whether publications give more than one value, or disagree on what this one counts.
  public var isDisputed: Bool { !others.isEmpty || counts(.disputed) }

  /// This value and then the other published ones.
  public var readings: [Sourced<Value>] { [self] + others }

  /// The first published value that is counted in a given way, this one before the others.
  public func reading(_ convention: CountingConvention) -> Sourced<Value>? {
    readings.first { $0.counts(convention) }
  }
}
