public import Quantities

/// What became of a trace: every request's times, how full the instance was, and the figures of it all.
public struct ServingRun: Sendable {
  /// What was run.
  public let simulation: ServingSimulation
  /// The figures.
  public let report: ServingReport
  let trace: RequestTrace
  let log: ServingLog

  init(_ simulation: ServingSimulation, _ trace: RequestTrace, _ log: ServingLog) {
    self.simulation = simulation
    self.trace = trace
    self.log = log
    report = ServingReport(simulation, trace, log)
  }

  /// How full the instance was over the run.
  public var curve: LoadCurve { log.curve }

  /// The share of requests, of all that came, whose times both kept within limits.
  ///
  /// A request that was turned away did not; an answer of one token has no time per output token to exceed.
  public func shareWithin(timeToFirstToken: Quantity, timePerOutputToken: Quantity) -> Quantity {
    guard !isEmpty else { return Quantity(1) }
    let kept = count { record in
      guard record.isServed else { return false }
      let isSoonEnough = record.timeToFirstToken.map { $0 <= timeToFirstToken } ?? true
      let isFastEnough = record.timePerOutputToken.map { $0 <= timePerOutputToken } ?? true
      return isSoonEnough && isFastEnough
    }
    return Quantity(kept) / Quantity(count)
  }
}

extension ServingRun: RandomAccessCollection {
  /// The first request to arrive.
  public var startIndex: Int { 0 }
  /// One beyond the last.
  public var endIndex: Int { trace.count }

  /// What became of one request, in order of arrival.
  public subscript(position: Int) -> RequestRecord {
    func time(_ seconds: Double) -> Quantity? {
      seconds.isNaN ? nil : Quantity(seconds, .seconds)
    }
    return RequestRecord(
      arrival: Quantity(trace.arrivals[position], .seconds),
      promptTokens: Int(trace.prompts[position]),
      outputTokens: Int(trace.outputs[position]),
      admission: time(log.admissions[position]),
      firstToken: time(log.firstTokens[position]),
      end: time(log.ends[position]),
      foundTokens: Int(log.foundTokens[position]),
      preemptions: Int(log.preemptionCounts[position])
    )
  }
}

/// What one request went through; times are since the trace's time zero.
public struct RequestRecord: Hashable, Sendable {
  /// When it came.
  public let arrival: Quantity
  /// Tokens that it brought.
  public let promptTokens: Int
  /// Tokens that it asked for.
  public let outputTokens: Int
  /// When it was let in for the first time; nil if it was turned away.
  public let admission: Quantity?
  /// When its first token was there; nil if it asked for none or was turned away.
  public let firstToken: Quantity?
  /// When its answer was complete; nil if it was turned away.
  public let end: Quantity?
  /// Tokens of its prompt that were found when it was first let in.
  public let foundTokens: Int
  /// How often its memory was taken back.
  public let preemptions: Int

  /// Whether it has its answer.
  public var isServed: Bool { end != nil }
  /// Time from its coming until it was first let in.
  public var queueing: Quantity? { admission.map { $0 - arrival } }
  /// Time from its coming to its first token: TTFT.
  public var timeToFirstToken: Quantity? { firstToken.map { $0 - arrival } }
  /// Time from one token to the next on average, of two or more: TPOT.
  public var timePerOutputToken: Quantity? {
    guard outputTokens > 1, let firstToken, let end else { return nil }
    return (end - firstToken) / Double(outputTokens - 1)
  }
  /// Time from its coming to its last token.
  public var latency: Quantity? { end.map { $0 - arrival } }
}
