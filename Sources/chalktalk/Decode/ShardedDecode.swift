import ArgumentParser
import DecodeEngine
import Foundation
import Quantities
import ServingMath

/// Decodes on the devices of a layout: threads of this process, or one process each under `mpirun`.
///
/// The plan of each step is held against what devices counted; a difference leaves with 1.
struct ShardedDecode {
  let subject: EngineSubject
  let layout: Layout
  let session: DecodeSession
  let engine: ShardedEngine
  /// This process's end, where devices are processes.
  private let exchange: ControlExchange?

  /// Reads each device's part of the weights.
  ///
  /// - Throws: Exit 1 for a layout that cannot carry the model, for bad weights, and for another number of
  ///   processes than devices.
  init(
    _ subject: EngineSubject,
    _ request: EngineRequest,
    _ session: DecodeSession,
    layout: Layout
  ) throws {
    self.subject = subject
    self.session = session
    self.layout = layout
    guard layout.devices <= 256 else {
      throw Refusal("--layout: \(layout.devices) devices; this machine runs at most 256")
    }
    var options = session.options
    options.threads = request.threads?.value ?? 1
    do {
      if MPITransport.isLaunched {
        let transport = try MPITransport.connecting(layout.devices)
        exchange = ControlExchange(transport)
        engine = try ShardedEngine(
          subject.source,
          layout: layout,
          options: options,
          format: subject.format,
          transports: [transport]
        )
      } else {
        exchange = nil
        engine = try ShardedEngine(
          subject.source,
          layout: layout,
          options: options,
          format: subject.format
        )
      }
    } catch let error as TransportError {
      throw Refusal("\(error)")
    } catch let error as ShardingError {
      throw Refusal("\(error)")
    }
  }

  /// The layout that a text spells.
  ///
  /// - Throws: A usage error for one that is malformed, exit 1 for one that cannot be.
  static func layout(_ text: String) throws -> Layout {
    do throws(LayoutError) {
      return try Layout(parsing: text)
    } catch {
      switch error {
      case .noDegree, .degreeTwice: throw ValidationError("--layout: \(error)")
      default: throw Refusal("--layout: \(error)")
      }
    }
  }

  /// Whether this process prints and writes what all have done.
  var speaks: Bool { exchange?.transport.rank ?? 0 == 0 }

  /// The logits of every position of the prompt, in parts of so many tokens.
  ///
  /// - Returns: One row a position; nothing in a process whose device does not collect them.
  func logits(chunk: Int) throws -> [[Float]] {
    let sequence = engine.sequence()
    var rows: [[Float]] = []
    for first in stride(from: 0, to: session.prompt.count, by: chunk) {
      let tokens = Array(session.prompt[first..<min(first + chunk, session.prompt.count)])
      rows += try engine.step([ShardedEngine.Feed(tokens, to: sequence, logits: tokens.count)])[0]
    }
    return rows
  }

  /// Ends the exchange with the other processes, if there are any.
  func finish() throws { try exchange?.transport.finish() }

  // MARK: - Decoding

  /// Decodes all copies of the prompt.
  ///
  /// - Parameter show: Takes each new token of the first copy.
  /// - Returns: What was decoded, planned and counted.
  /// - Throws: `ShardingError`, `SamplingError`, a refusal where processes do not fit together.
  func decode(showing show: (Int32) -> Void) throws -> ShardedOutcome {
    let request = session.request
    let count = request.batch.value
    let sequences = (0..<count).map { _ in engine.sequence() }
    var samplers = try (0..<count).map { Sampler(try request.sampling(copy: $0)) }
    var texts = [[Int32]](repeating: [], count: count)
    let prefix = session.prompt
    var next = [[Int32]](repeating: session.prompt, count: count)
    var outcome = ShardedOutcome(engine)
    engine.counts = true
    while next.contains(where: { !$0.isEmpty }) {
      let feeds = zip(next, sequences).map { ShardedEngine.Feed($0, to: $1) }
      let planned = feeds.map {
        StepFeed(first: $0.sequence.length, tokens: $0.tokens.count, logits: $0.logits)
      }
      let trace = StepTrace()
      let started = ContinuousClock.now
      let logits = try engine.step(feeds, trace: trace)
      let seconds = (ContinuousClock.now - started) / .seconds(1)
      var chosen = [Int32?](repeating: nil, count: count)
      for index in feeds.indices {
        guard let row = logits[index].first else { continue }
        let history = prefix + texts[index]
        chosen[index] = try samplers[index].next(logits: row, history: history)
      }
      var routes = trace.routes.mapValues { $0.map { $0.map(\.expert) } }
      try exchange?.share(&chosen, &routes)
      try outcome.add(planned, routes, seconds: seconds, subject, engine, session.options.cache)
      for index in feeds.indices where !next[index].isEmpty {
        guard let token = chosen[index] else {
          throw Refusal("no device has told the next token of sequence \(index)")
        }
        texts[index].append(token)
        if index == 0 { show(token) }
        let isDone = texts[index].count >= session.limit || session.ends.contains(token)
        next[index] = isDone ? [] : [token]
      }
    }
    engine.counts = false
    outcome.texts = texts
    outcome.wire = try exchange?.wire(engine, outcome.totals) ?? outcome.wires
    return outcome
  }
}
