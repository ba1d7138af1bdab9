public import Quantities

/// A run as a file for trace viewers: who did what when, as Perfetto and Chrome's `about:tracing`
/// read it.
///
///     var trace = TraceEvents()
///     let rack = trace.process("rack 0")
///     let stage = trace.thread("stage 0", of: rack)
///     trace.span("F0", on: stage, from: start, to: end)
///     trace.json                               // {"traceEvents":[ … ]}
///
/// A process is a group of rows, a thread a row whose spans follow or enclose each other. Events
/// are written in the order in which they are added; viewers sort by time, and for a span and a
/// hand-over at one moment the span must have been added first. Times are rounded to the
/// nanoseconds that viewers count in, ends and not durations, so that neighbours still meet.
///
/// > Source: Trace Event Format, which Perfetto reads as its JSON format. There an arrow binds to
/// > the span that began last on its row, and threads are told apart by number alone.
public struct TraceEvents: Sendable {
  /// A group of rows.
  public struct Process: Hashable, Sendable {
    let id: Int
  }

  /// A row.
  public struct Thread: Hashable, Sendable {
    let process: Int
    let id: Int
  }

  /// A detail that the viewer shows of a span.
  public enum Argument: Hashable, Sendable {
    /// A text.
    case text(String)
    /// A count.
    case count(Int)
    /// A value, written to four digits with its unit.
    case quantity(Quantity)
  }

  private var events = TraceText()
  /// Processes and threads share their numbers, since viewers take a thread with its process's
  /// number for the main one.
  private var lastID = 0
  private var lastFlow = 0

  /// A trace without events.
  public init() {}

  /// Adds a group of rows, below those before it.
  public mutating func process(_ name: String) -> Process {
    lastID += 1
    describe("process", name, ids: [("pid", lastID)])
    return Process(id: lastID)
  }

  /// Adds a row to a group, below those before it.
  public mutating func thread(_ name: String, of process: Process) -> Thread {
    lastID += 1
    describe("thread", name, ids: [("pid", process.id), ("tid", lastID)])
    return Thread(process: process.id, id: lastID)
  }

  /// Adds a span to a row.
  ///
  /// Stops if it ends before it begins, or if its times measure no time.
  ///
  /// - Parameters:
  ///   - name: What stands on it; equal names get equal colours.
  ///   - thread: The row.
  ///   - start: When it begins.
  ///   - end: When it ends.
  ///   - category: What it can be filtered by.
  ///   - details: What the viewer shows of it, in this order.
  public mutating func span(
    _ name: String,
    on thread: Thread,
    from start: Quantity,
    to end: Quantity,
    category: String? = nil,
    details: KeyValuePairs<String, Argument> = [:]
  ) {
    let (first, last) = (nanoseconds(start), nanoseconds(end))
    if last < first { stop("the span '\(name)' ends (\(end)) before it starts (\(start))") }
    events.event(name, phase: "X", category: category) { event in
      event.add("ts", microseconds: first)
      event.add("dur", microseconds: last - first)
      event.add(thread)
      if details.isEmpty { return }
      event.details { arguments in
        for (key, detail) in details { arguments.add(key, detail) }
      }
    }
  }

  /// Adds a mark at a moment of a row.
  public mutating func mark(_ name: String, on thread: Thread, at time: Quantity) {
    let moment = nanoseconds(time)
    events.event(name, phase: "i") { event in
      event.add("ts", microseconds: moment)
      event.add(thread)
      event.add("s", text: "t")
    }
  }

  /// Adds an arrow from a span of one row to a span of another.
  ///
  /// - Parameters:
  ///   - name: What is handed over.
  ///   - source: The row it leaves.
  ///   - sent: A moment inside the span that it leaves; a span's end is outside of it.
  ///   - target: The row that it comes to.
  ///   - taken: A moment inside the span that it comes to; a span's start is inside of it.
  ///   - category: What it can be filtered by.
  public mutating func flow(
    _ name: String,
    from source: Thread,
    at sent: Quantity,
    to target: Thread,
    at taken: Quantity,
    category: String = "hand-over"
  ) {
    lastFlow += 1
    for (phase, thread, time) in [("s", source, sent), ("f", target, taken)] {
      let (moment, flow) = (nanoseconds(time), lastFlow)
      events.event(name, phase: phase, category: category) { event in
        event.add("id", count: flow)
        event.add("ts", microseconds: moment)
        event.add(thread)
        if phase == "f" { event.add("bp", text: "e") }
      }
    }
  }

  /// Adds a value of a curve, which holds until the next one.
  ///
  /// Stops if the value is not finite, or is not measured by the unit.
  ///
  /// - Parameters:
  ///   - name: The curve's name in its group.
  ///   - series: What it counts; viewers show it after the name.
  ///   - process: The group.
  ///   - time: From when on the value holds.
  ///   - value: The value.
  ///   - unit: The unit in which it is written; a plain number by default.
  public mutating func counter(
    _ name: String,
    series: String = "value",
    of process: Process,
    at time: Quantity,
    value: Quantity,
    in unit: QuantityUnit = .one
  ) {
    let number = value.value(in: unit)
    guard number.isFinite else { stop("the counter '\(name)' is \(value); a trace needs a number") }
    let moment = nanoseconds(time)
    events.event(name, phase: "C") { event in
      event.add("ts", microseconds: moment)
      event.add("pid", count: process.id)
      event.details { $0.add(series, number: number) }
    }
  }

  /// The trace as text, ending in a newline; the same events give the same bytes.
  public var json: String {
    "{\"traceEvents\":[\n" + events.text + "\n],\"displayTimeUnit\":\"ns\"}\n"
  }

  // MARK: -

  private mutating func describe(_ kind: String, _ name: String, ids: [(String, Int)]) {
    let order = lastID
    events.event("\(kind)_name", phase: "M") { event in
      for (key, id) in ids { event.add(key, count: id) }
      event.details { $0.add("name", text: name) }
    }
    events.event("\(kind)_sort_index", phase: "M") { event in
      for (key, id) in ids { event.add(key, count: id) }
      event.details { $0.add("sort_index", count: order) }
    }
  }

  private func nanoseconds(_ time: Quantity) -> Int {
    let rounded = time.value(in: .nanoseconds).rounded()
    guard let whole = Int(exactly: rounded) else {
      stop("a trace cannot show the moment \(time); it counts nanoseconds in 64 bits")
    }
    return whole
  }
}
