public import Quantities

/// The figures of a run.
///
/// Averages over time are over the run's span, from the first arrival to the last end. Nothing is printed for
/// a figure that a run does not have, such as latencies where nobody was served.
public struct ServingReport: Sendable {
  // MARK: Requests

  /// Requests that came.
  public let requests: Int
  /// Requests that have their answer.
  public let served: Int
  /// Requests that were turned away because not even the whole memory could hold them, counted from 0.
  public let turnedAway: [Int]

  // MARK: Times

  /// From coming to the first token, of requests that were given one: TTFT.
  public let timeToFirstToken: LatencySummary?
  /// From one token to the next, averaged over each request with two or more: TPOT.
  public let timePerOutputToken: LatencySummary?
  /// From coming to the end of the answer.
  public let latency: LatencySummary?
  /// From coming to being let in for the first time.
  public let queueing: LatencySummary?
  /// From the first arrival to the last end.
  public let span: Quantity
  /// Time in which a step was under way.
  public let busyTime: Quantity

  // MARK: Work

  /// Steps that were done.
  public let steps: Int
  /// Steps in which sequences decoded.
  public let decodeSteps: Int
  /// Tokens of the prompts of requests that were served.
  public let promptTokens: Int
  /// Tokens that requests were given.
  public let outputTokens: Int
  /// Tokens of prompts, and of texts that had lost their memory, that went through the model.
  public let prefillTokens: Int
  /// Tokens that went through the model one a step and sequence.
  public let decodeTokens: Int
  /// Tokens found in the prefix cache, those found again after a preemption included.
  public let foundTokens: Int
  /// Tokens whose keys and values were dropped because memory was taken back.
  public let droppedTokens: Int
  /// How often memory was taken back.
  public let preemptions: Int

  // MARK: Load

  /// Requests in the system, averaged over time.
  public let meanInSystem: Quantity
  /// The most requests in the system.
  public let peakInSystem: Int
  /// Requests in line, averaged over time.
  public let meanWaiting: Quantity
  /// The most requests in line.
  public let peakWaiting: Int
  /// The most sequences that ran at a time.
  public let peakRunning: Int
  /// Tokens of memory that requests held, averaged over time.
  public let meanHeldTokens: Quantity
  /// The most tokens of memory that requests held.
  public let peakHeldTokens: Quantity
  /// Tokens for which there is memory; nil where it has no bounds.
  public let memoryTokens: Quantity?

  /// What the prefix cache found; nil without one.
  public let cacheHits: CacheHits?

  init(_ simulation: ServingSimulation, _ trace: RequestTrace, _ log: ServingLog) {
    let done = trace.indices.filter { !log.ends[$0].isNaN }
    requests = trace.count
    served = log.served
    turnedAway = log.turnedAway == 0 ? [] : trace.indices.filter { log.isTurnedAway($0) }

    latency = LatencySummary(seconds: done.map { log.ends[$0] - trace.arrivals[$0] })
    queueing = LatencySummary(seconds: done.map { log.admissions[$0] - trace.arrivals[$0] })
    timeToFirstToken = LatencySummary(
      seconds: done.filter { trace.outputs[$0] > 0 }.map {
        log.firstTokens[$0] - trace.arrivals[$0]
      }
    )
    timePerOutputToken = LatencySummary(
      seconds: done.filter { trace.outputs[$0] > 1 }.map {
        (log.ends[$0] - log.firstTokens[$0]) / Double(trace.outputs[$0] - 1)
      }
    )

    steps = log.steps
    decodeSteps = log.decodeSteps
    promptTokens = done.reduce(0) { $0 + Int(trace.prompts[$1]) }
    outputTokens = done.reduce(0) { $0 + Int(trace.outputs[$1]) }
    prefillTokens = log.prefillTokens
    decodeTokens = log.decodeTokens
    foundTokens = log.claimedTokens
    droppedTokens = log.droppedTokens
    preemptions = log.preemptions

    let seconds = log.end - (trace.arrivals.first ?? log.end)
    let total = log.curve.total
    let mean = seconds > 0 ? total / seconds : .zero
    let block = Double(simulation.memory.blockTokens)
    span = Quantity(seconds, .seconds)
    busyTime = Quantity(total[3], .seconds)
    meanInSystem = Quantity(mean[0])
    meanWaiting = Quantity(mean[1])
    meanHeldTokens = Quantity(mean[2] * block, .tokens)
    peakInSystem = log.peakInSystem
    peakWaiting = log.peakWaiting
    peakRunning = log.peakRunning
    peakHeldTokens = Quantity(Double(log.peakHeld) * block, .tokens)
    memoryTokens = simulation.memory.tokens.map { Quantity($0, .tokens) }
    cacheHits = simulation.prefixCache == nil ? nil : log.hits
  }
}

// MARK: - Figures made of these

extension ServingReport {
  /// The share of the span in which a step was under way; zero for no time.
  public var utilisation: Quantity { overSpan(busyTime, otherwise: Quantity(0)) }

  /// Requests served per time.
  public var requestRate: Quantity {
    overSpan(Quantity(served), otherwise: Quantity(0, .one / .seconds))
  }

  /// Tokens given to requests per time.
  public var outputRate: Quantity {
    overSpan(Quantity(outputTokens, .tokens), otherwise: Quantity(0, .tokensPerSecond))
  }

  /// Tokens of prompts and answers of served requests per time, however many of them were found.
  public var tokenRate: Quantity {
    overSpan(
      Quantity(promptTokens + outputTokens, .tokens),
      otherwise: Quantity(0, .tokensPerSecond)
    )
  }

  /// Requests in the system by Little's law: rate of arrival times mean time in the system.
  ///
  ///     L = λ · W
  ///
  /// Of requests that were served, over the same span; equal to `meanInSystem`, which is taken by the clock,
  /// but for rounding.
  ///
  /// > Source: Little, "A proof for the queuing formula L = λW", 1961.
  public var inSystemByLittle: Quantity {
    guard let latency else { return Quantity(0) }
    return requestRate * latency.mean
  }

  /// Sequences that decode in a step, on average over the steps in which any do.
  public var meanBatch: Quantity { Quantity(decodeTokens) / Quantity(max(1, decodeSteps)) }

  /// Tokens in a step, of prompts and decoding sequences, on average over steps.
  public var meanTokensPerStep: Quantity {
    Quantity(prefillTokens + decodeTokens, .tokens) / Double(max(1, steps))
  }

  /// Time of a step on average; zero for no steps.
  public var meanStepTime: Quantity { busyTime / Double(max(1, steps)) }

  /// The share of memory that requests hold, averaged over time; nil where memory has no bounds.
  public var meanOccupancy: Quantity? { memoryTokens.map { meanHeldTokens / $0 } }

  /// The largest share of memory that requests held; nil where memory has no bounds.
  public var peakOccupancy: Quantity? { memoryTokens.map { peakHeldTokens / $0 } }

  private func overSpan(_ amount: Quantity, otherwise nothing: Quantity) -> Quantity {
    span > Quantity(0, .seconds) ? amount / span : nothing
  }
}
