import CellRuntime
import ClusterSimulator
import Quantities

extension ScheduleRun {
  /// Who is busy when: a row for each stage, a tint for each microbatch; nil where nothing ran.
  ///
  /// Long runs are shown as far as boxes can still be told apart.
  var timeline: Timeline? {
    let unit = unit
    let rows = stages.enumerated().map { stage, run in
      TimelineRow(
        "\(verbatim: "stage \(stage)")",
        run.spans.prefix(Self.mostBoxes).map { span in
          TimelineBox(
            "\(verbatim: span.label)",
            from: span.start,
            to: span.end,
            kind: span.pass.kind == .weightGradient ? .waiting : .batch(span.pass.microbatch)
          )
        }
      )
    }
    guard rows.contains(where: { !$0.isEmpty }) else { return nil }
    return Timeline(in: unit, rows: rows)
  }

  private static let mostBoxes = 48

  /// The largest unit of time in which the run is more than a few units long.
  private var unit: QuantityUnit {
    let units: [QuantityUnit] = [.seconds, .milliseconds, .microseconds]
    return units.first { makespan >= Quantity(3, $0) } ?? .nanoseconds
  }
}

extension TimelineRow {
  fileprivate var isEmpty: Bool { boxes.isEmpty }
}
