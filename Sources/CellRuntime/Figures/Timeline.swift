public import Quantities

/// What a box of a timeline stands for; each kind has a tint and a hatching of its own.
public enum BoxKind: Codable, Hashable, Sendable {
  /// Doing what the row is there for.
  case work
  /// Waiting for its turn.
  case waiting
  /// Left without anything to do.
  case idle
  /// Moving data.
  case transfer
  /// One of several batches, told apart by tint; counted from 0.
  case batch(Int)
}

/// A stretch of time in a row of a timeline.
public struct TimelineBox: Codable, Hashable, Sendable {
  package let label: FigureText
  package let kind: BoxKind
  /// Start in the timeline's base unit, seconds.
  package let start: Double
  /// End in seconds.
  package let end: Double

  /// A box between two moments.
  @inline(never)
  public init(
    _ label: FigureText = "",
    from start: Quantity,
    to end: Quantity,
    kind: BoxKind = .work
  ) {
    if end < start {
      stop("the box '\(label.plainText)' ends (\(end)) before it starts (\(start))")
    }
    self.label = label
    self.kind = kind
    self.start = start.value(in: .seconds)
    self.end = end.value(in: .seconds)
  }

  /// A box from a moment on, for a while.
  @inline(never)
  public init(
    _ label: FigureText = "",
    from start: Quantity,
    lasting duration: Quantity,
    kind: BoxKind = .work
  ) {
    self.init(label, from: start, to: start + duration, kind: kind)
  }
}

/// One row of a timeline: a rack, a stage, a train, a request.
public struct TimelineRow: Codable, Hashable, Sendable {
  package let label: FigureText
  package let boxes: [TimelineBox]

  /// A row with its boxes; they may be given in any order.
  @inline(never)
  public init(_ label: FigureText, _ boxes: [TimelineBox]) {
    self.label = label
    self.boxes = boxes.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }
}

/// A moment worth a mark: across all rows, or in one of them.
public struct TimelineEvent: Codable, Hashable, Sendable {
  package let label: FigureText
  package let time: Double
  package let row: Int?

  /// A mark at a moment, across all rows or in the row with that number, counted from 0.
  @inline(never)
  public init(_ label: FigureText, at time: Quantity, row: Int? = nil) {
    self.label = label
    self.time = time.value(in: .seconds)
    self.row = row
  }
}

/// Who is busy when: rows of boxes over one axis of time (a Gantt chart).
public struct Timeline: Codable, Hashable, Sendable {
  package let title: FigureText?
  package let axisLabel: FigureText
  package let unitName: String
  /// Seconds of one unit of the axis.
  package let unitSeconds: Double
  package let rows: [TimelineRow]
  package let events: [TimelineEvent]

  /// Puts rows over an axis of time that is labelled in the given unit.
  @inline(never)
  public init(
    _ title: FigureText? = nil,
    time label: FigureText = "time",
    in unit: QuantityUnit,
    rows: [TimelineRow],
    events: [TimelineEvent] = []
  ) {
    if rows.allSatisfy(\.boxes.isEmpty) { stop("a timeline needs at least one box") }
    for event in events where event.row.map({ !rows.indices.contains($0) }) ?? false {
      stop("the event '\(event.label.plainText)' stands in a row that is not there")
    }
    self.title = title
    self.axisLabel = label
    self.unitName = unit.symbol
    self.unitSeconds = Quantity(1, unit).value(in: .seconds)
    self.rows = rows
    self.events = events
  }
}
