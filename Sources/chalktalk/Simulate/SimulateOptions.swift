import ArgumentParser
import ClusterSimulator
import Quantities
import ServingMath

/// How the clock of `simulate` runs.
struct ClockOptions: ParsableArguments {
  @Option(help: "What a device does side by side.")
  var overlap = Named(Overlap.none)
  @Option(
    help: ArgumentHelp(
      "Time of a message between racks (default: the sum of its path's parts).",
      valueName: "time"
    )
  )
  var hopLatency: DurationArgument?
  @Option(
    help: ArgumentHelp(
      "The share of all data-sheet rates that is reached, as 0.6 or 60 %.",
      valueName: "share"
    )
  )
  var efficiency: ShareArgument?
  @Flag(help: "Count activations as memory traffic too.")
  var activations = false

  /// The clock of a model on a chip.
  func clock(_ subject: EstimateSubject, weights: StoredPrecision) -> ClusterClock {
    var hardware = ClusterHardware(
      subject.chip,
      weights: weights,
      cache: subject.request.cache.value
    )
    if let hopLatency { hardware.network.latency = hopLatency.value }
    if let share = efficiency?.value {
      hardware.efficiency.arithmetic = share
      hardware.efficiency.memory = share
      hardware.efficiency.rack = share
      hardware.efficiency.network = share
    }
    return ClusterClock(hardware, overlap: overlap.value, countsActivations: activations)
  }
}

/// A time with its unit: `15 us`, `2ms`.
struct DurationArgument: ExpressibleByArgument {
  let value: Quantity

  init?(argument: String) {
    guard let quantity = try? Quantity(parsing: argument),
      quantity.dimensions == QuantityUnit.seconds.dimensions, quantity >= Quantity(0, .seconds)
    else { return nil }
    value = quantity
  }
}

/// A share above zero and up to one: `0.6`, `60 %`.
struct ShareArgument: ExpressibleByArgument {
  let value: Quantity

  init?(argument: String) {
    guard let quantity = try? Quantity(parsing: argument), quantity.dimensions == .none,
      quantity.plain > 0, quantity.plain <= 1
    else { return nil }
    value = quantity
  }
}

/// The order of the passes of a training iteration, as the command line names it.
struct ScheduleName: ExpressibleByArgument {
  let value: PipelineSchedule
  /// As it was written.
  let text: String

  static let all = "gpipe, 1f1b, interleaved:2, zb-h1, zb-h2, dualpipe, forward"

  init?(argument: String) {
    text = argument.lowercased()
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let chunks = parts.count == 2 ? Int(parts[1]) : nil
    switch (String(parts[0]), parts.count, chunks) {
    case ("gpipe", 1, _): value = .gPipe
    case ("1f1b", 1, _): value = .oneForwardOneBackward
    case ("interleaved", 2, let chunks?) where (1...1000).contains(chunks):
      value = .interleaved(chunks: chunks)
    case ("zb-h1", 1, _): value = .zeroBubbleH1
    case ("zb-h2", 1, _): value = .zeroBubbleH2
    case ("dualpipe", 1, _): value = .dualPipe
    case ("forward", 1, _): value = .forwardOnly
    default: return nil
    }
  }
}
