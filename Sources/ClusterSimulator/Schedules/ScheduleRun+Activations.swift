public import Quantities

extension ScheduleRun {
  /// How many microbatches a stage keeps activations of from a moment on.
  public struct ActivationLevel: Sendable {
    /// The moment.
    public let time: Quantity
    /// Microbatches kept; a plain number, fractions for chunks.
    public let kept: Quantity
  }
}

extension ScheduleRun.Stage {
  /// How many microbatches it keeps activations of, from each moment on at which that changes.
  ///
  /// Kept from the start of the forward pass to the end of the backward pass, or of its weight
  /// half; on a stage without backward passes, during the pass. What is thrown away at a moment
  /// makes room for what starts at it. A weight gradient needs less than all activations; that is
  /// not told apart here.
  public var activations: [ScheduleRun.ActivationLevel] {
    let everReleases = releasesActivations
    var levels: [ScheduleRun.ActivationLevel] = []
    var kept = 0
    func note(_ change: Int, at time: Quantity) {
      if change == 0 { return }
      kept += change
      levels.append(
        ScheduleRun.ActivationLevel(
          time: time,
          kept: Quantity(Double(kept) / Double(activationParts))
        )
      )
    }
    for span in spans {
      let made = span.passes.count(where: \.makesActivations)
      let released = everReleases ? span.passes.count(where: \.releasesActivations) : made
      note(made, at: span.start)
      note(-released, at: span.end)
    }
    return levels
  }

  /// Whether any of its passes throws away what another one made.
  var releasesActivations: Bool {
    spans.contains { $0.passes.contains(where: \.releasesActivations) }
  }

  /// Most microbatches whose activations it keeps at once; a plain number, fractions for chunks.
  public var mostInFlight: Quantity { activations.map(\.kept).max() ?? Quantity(0) }
}

extension ScheduleRun {
  /// Microbatches whose activations the fullest stage keeps at once; a plain number.
  public var mostInFlight: Quantity { stages.map(\.mostInFlight).max() ?? Quantity(0) }
}

extension ScheduleRun.Span {
  var passes: [PipelinePass] { [pass] + (beside.map { [$0] } ?? []) }
}

extension PipelinePass {
  fileprivate var makesActivations: Bool { kind == .forward || kind == .decode }
  fileprivate var releasesActivations: Bool { kind == .backward || kind == .weightGradient }
}
