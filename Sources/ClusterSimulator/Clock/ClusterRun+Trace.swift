extension ClusterRun {
  /// Adds the step to a trace: a row for each class of devices and each of its streams.
  ///
  /// - Parameters:
  ///   - trace: Where it is added.
  ///   - name: The name of its group of rows.
  public func record(in trace: inout TraceEvents, as name: String) {
    for device in devices {
      let others = device.ranks.count - 1
      let more = others > 0 ? " and \(others) like it" : ""
      let title = "\(name): stage \(device.stage), device \(device.ranks.first ?? 0)\(more)"
      let process = trace.process(title)
      for stream in ClusterSpan.Stream.allCases {
        let spans = device.spans.filter { $0.stream == stream }
        if spans.isEmpty { continue }
        let row = trace.thread("\(stream)", of: process)
        for span in spans {
          let layer = span.layer.map { " \($0)" } ?? ""
          trace.span(
            "\(span.step)\(layer)",
            on: row,
            from: span.start,
            to: span.end,
            category: span.bound.rawValue
          )
        }
      }
    }
  }
}
