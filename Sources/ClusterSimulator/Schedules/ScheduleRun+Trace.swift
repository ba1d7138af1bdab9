public import Quantities

extension ScheduleRun {
  /// The run as a file for a trace viewer.
  public var trace: TraceEvents {
    var trace = TraceEvents()
    record(in: &trace, as: "pipeline")
    return trace
  }

  /// Adds the run to a trace: a row for each stage, one for each link that takes time, and in
  /// training the microbatches of which each stage keeps activations.
  ///
  /// - Parameters:
  ///   - trace: Where it is added.
  ///   - name: The name of its group of rows.
  ///   - unit: How long one unit is shown if the run's times are plain numbers; a millisecond by
  ///     default.
  public func record(
    in trace: inout TraceEvents,
    as name: String,
    unit: Quantity = Quantity(1, .milliseconds)
  ) {
    let scale = dimensions == .none ? unit : Quantity(1)
    let process = trace.process(name)
    let rows = stages.indices.map { trace.thread("stage \($0)", of: process) }
    for (stage, row) in zip(stages, rows) {
      for span in stage.spans { record(span, on: row, in: &trace, scale: scale) }
    }
    for stage in stages.indices {
      let sent = handovers.filter { $0.sender == stage && $0.sent > $0.start }
      if sent.isEmpty { continue }
      let row = trace.thread("stage \(stage) sends", of: process)
      for message in sent {
        trace.span(
          "\(message.pass) to stage \(message.receiver)",
          on: row,
          from: message.start * scale,
          to: message.sent * scale,
          category: "transfer"
        )
      }
    }
    for message in handovers {
      // The middle, since the end of a span no longer belongs to it.
      trace.flow(
        message.pass.description,
        from: rows[message.sender],
        at: (message.made + message.ready) / 2 * scale,
        to: rows[message.receiver],
        at: message.use * scale
      )
    }
    for (number, stage) in stages.enumerated() where stage.releasesActivations {
      for level in stage.activations {
        trace.counter(
          "stage \(number) keeps",
          series: "microbatches",
          of: process,
          at: level.time * scale,
          value: level.kept
        )
      }
    }
  }

  // MARK: -

  private func record(
    _ span: Span,
    on row: TraceEvents.Thread,
    in trace: inout TraceEvents,
    scale: Quantity
  ) {
    trace.span(
      span.label,
      on: row,
      from: span.start * scale,
      to: span.end * scale,
      category: span.passes.map(\.kind.name).joined(separator: " beside "),
      details: [
        "microbatch": .count(span.pass.microbatch),
        "chunk": .count(span.pass.chunk),
        "round": .count(span.pass.round),
        "waiting": .quantity(span.waiting * scale),
      ]
    )
  }
}
