/// A value that says where it comes from, as of when, and by which conventions it is counted.
///
/// The source has no default: a figure without one does not compile.
public struct Sourced<Value: Sendable>: Sendable {
  /// The figure itself; reading it is noted while a chapter runs.
  @inlinable
  public var value: Value {
    if FigureTrace.isOn { noteReading() }
    return stored
  }

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
  @usableFromInline let stored: Value
  /// The figure of the catalogue that this one was computed from, noted in its place; kept while a chapter runs.
  private var origin: FigureOrigin?

  /// A value whose conventions are tags, with a note for what they leave open.
  public init(
    _ value: Value,
    source: SourceReference,
    date: String,
    conventions: [CountingConvention],
    note: String = "",
    others: [Sourced<Value>] = []
  ) {
    self.stored = value
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
  /// The other published values are taken along, each computed in the same way. A transform has no other
  /// effect than its result: whoever reads that is noted as a reader of this figure.
  public func map<Other: Sendable>(_ transform: (Value) -> Other) -> Sourced<Other> {
    var result = Sourced<Other>(
      transform(stored),
      source: source,
      date: date,
      conventions: conventions,
      note: note,
      others: others.map { $0.map(transform) }
    )
    if FigureTrace.isOn {
      result.origin = .init(origin?.figure ?? TracedFigure(self, value: stored))
    }
    return result
  }

  /// Tells the trace that someone knows the value from now on.
  @usableFromInline
  func noteReading() {
    FigureTrace.note(FigureTrace.Key(self, value: stored)) {
      origin?.figure ?? TracedFigure(self, value: stored)
    }
  }
}

/// Where a computed figure was computed from: behind a reference, so that figures stay as small as they were.
private final class FigureOrigin: Sendable {
  let figure: TracedFigure

  init(_ figure: TracedFigure) { self.figure = figure }
}

extension Sourced: Equatable where Value: Equatable {
  /// Whether value, source, date, conventions and the other readings are the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.value == right.value && left.source == right.source && left.date == right.date
      && left.conventions == right.conventions && left.note == right.note
      && left.others == right.others
  }
}

extension Sourced: Hashable where Value: Hashable {
  /// Feeds what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(value)
    hasher.combine(source)
    hasher.combine(date)
    hasher.combine(conventions)
    hasher.combine(note)
    hasher.combine(others)
  }
}

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
