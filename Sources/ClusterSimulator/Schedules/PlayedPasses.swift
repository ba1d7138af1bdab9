internal import Quantities

/// The passes of a pipeline with the times at which they ran, before anything is read off them.
struct PlayedPasses {
  private let graph: PassGraph
  private let times: TaskTimes
  private let stages: Int

  /// Runs the passes of a graph.
  ///
  /// - Throws: `deadlock`.
  init(_ graph: PassGraph) throws(PipelineScheduleError) {
    self.graph = graph
    stages = graph.tasks.disciplines.count / 2
    do throws(TaskDeadlock) {
      times = try graph.tasks.run()
    } catch {
      throw .deadlock(
        error.next.map { StuckPass(stage: $0.server, pass: graph.slots[$0.task].pass) }
      )
    }
  }

  /// When the last pass was done.
  var makespan: Double { stretches.map(\.upperBound).max() ?? 0 }

  /// For each stage the time from its first start to its last end.
  var stretches: [ClosedRange<Double>] {
    times.done.prefix(stages).map { done in
      guard let first = done.first, let last = done.last else { return 0...0 }
      return times.start[first]...times.end[last]
    }
  }

  /// For each stage, when it began each round of a decode loop.
  var roundStarts: [[Double]] {
    times.done.prefix(stages).map { done in
      done.filter { graph.slots[$0].pass.microbatch == 0 }.map { times.start[$0] }
    }
  }

  /// The run, measured over a window for each stage.
  func run(
    windows: [ClosedRange<Double>],
    microbatches: Int,
    steadyRounds: Int,
    cycles: Int,
    dimensions: Dimensions
  ) -> ScheduleRun {
    func time(_ value: Double) -> Quantity { Quantity(baseValue: value, dimensions: dimensions) }
    let handovers = graph.messages.map { message in
      let end = times.end[message.task]
      let sent = message.link.map { times.end[$0] } ?? end
      return ScheduleRun.Handover(
        pass: message.pass,
        sender: graph.stage(of: message.task),
        receiver: graph.stage(of: message.follower),
        ready: time(end),
        start: time(message.link.map { times.start[$0] } ?? end),
        arrival: time(sent + (message.link.map { graph.tasks.tasks[$0].delay } ?? 0)),
        use: time(times.start[message.follower]),
        made: time(times.start[message.task]),
        sent: time(sent)
      )
    }
    return ScheduleRun(
      stages: windows.enumerated().map { stage, window in
        self.stage(stage, window: window, time: time)
      },
      handovers: handovers.enumerated()
        .sorted { ($0.element.arrival, $0.offset) < ($1.element.arrival, $1.offset) }
        .map(\.element),
      microbatches: microbatches,
      steadyRounds: steadyRounds,
      cycles: cycles,
      dimensions: dimensions
    )
  }

  // MARK: -

  private func stage(
    _ stage: Int,
    window: ClosedRange<Double>,
    time: (Double) -> Quantity
  ) -> ScheduleRun.Stage {
    let done = times.done[stage]
    let inside = done.filter {
      times.start[$0] >= window.lowerBound && times.start[$0] < window.upperBound
    }
    let queue = QueueLength(
      arrivals: done.map { times.ready[$0] },
      departures: done.map { times.start[$0] },
      window: window
    )
    return ScheduleRun.Stage(
      spans: done.map { task in
        ScheduleRun.Span(
          pass: graph.slots[task].pass,
          beside: graph.slots[task].beside,
          ready: time(times.ready[task]),
          start: time(times.start[task]),
          end: time(times.end[task])
        )
      },
      window: time(window.lowerBound)...time(window.upperBound),
      workTime: time(inside.reduce(0) { $0 + (times.end[$1] - times.start[$1]) }),
      idleTime: time(idle(inside, window: window)),
      longestQueue: queue.longest,
      meanQueue: Quantity(queue.mean),
      activationParts: graph.activationParts
    )
  }

  /// The gaps between passes: nothing, to the last bit, if each begins when the one before ends.
  private func idle(_ tasks: [Int], window: ClosedRange<Double>) -> Double {
    var idle = 0.0
    var free = window.lowerBound
    for task in tasks {
      idle += times.start[task] - free
      free = times.end[task]
    }
    return idle + max(0, window.upperBound - free)
  }
}
