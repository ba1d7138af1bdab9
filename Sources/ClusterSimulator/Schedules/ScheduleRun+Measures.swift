public import Quantities

extension ScheduleRun {
  /// Time from the start to the end of the last pass.
  public var makespan: Quantity {
    stages.compactMap { $0.spans.last?.end }.max() ?? Quantity(baseValue: 0, dimensions: dimensions)
  }

  /// Time from one iteration to the next, or from one token of a sequence to its next.
  ///
  /// Of an iteration with a hard stop after it the makespan. Zero-bubble schedules have none: every
  /// stage goes on to the next iteration by itself, and an iteration takes what the longest stage
  /// is at it, as their paper counts it. Of a decode loop the time of a steady round, or the mean
  /// of all if there is none.
  public var cycleTime: Quantity {
    let window = stages[stages.count - 1].window
    return (window.upperBound - window.lowerBound) / Double(cycles)
  }

  /// Time that all stages together had nothing to do.
  public var idleTime: Quantity {
    stages.dropFirst().reduce(stages[0].idleTime) { $0 + $1.idleTime }
  }

  /// The share of all stages' time in which they had nothing to do.
  public var idleShare: Quantity {
    let windows = stages.map { $0.window.upperBound - $0.window.lowerBound }
    return Self.share(idleTime, of: windows.dropFirst().reduce(windows[0], +))
  }

  /// Microbatches done in a unit of time; 0 if none were.
  ///
  /// Of a decode loop each gives a token for each of its sequences.
  public var throughput: Quantity {
    let time = cycleTime
    guard time.baseValue > 0 else {
      return Quantity(baseValue: 0, dimensions: Dimensions.none / dimensions)
    }
    return Double(microbatches) / time
  }

  /// Mean time that a microbatch waited for stages in an iteration or round.
  ///
  /// Only what could have run counts: not what waits for another stage or a message. In training
  /// most of it is the order's doing, which lets later passes wait for earlier ones.
  public var waitingTime: Quantity {
    let window = cycleTime * Double(cycles)
    let waiting = stages.reduce(Quantity(0)) { $0 + $1.meanQueue } * window
    return microbatches == 0 ? waiting : waiting / Double(microbatches * cycles)
  }
}
