public import Quantities

/// Requests in order of arrival: what a serving instance is driven with.
///
/// Kept as columns, so that a trace of a million requests takes tens of megabytes and a run walks over plain
/// arrays. As a collection it hands out one `ServingRequest` at a time.
///
/// - `RequestTrace+File.swift`: published traces and our own table, told apart by their first bytes;
/// - `RequestTrace+Arrivals.swift`: Poisson and evenly spaced arrivals;
/// - `RequestTrace+Hits.swift`: what a prefix cache would find.
public struct RequestTrace: Sendable {
  /// Seconds since the trace's time zero, ascending.
  package private(set) var arrivals: [Double] = []
  package private(set) var prompts: [Int32] = []
  package private(set) var outputs: [Int32] = []
  /// Where each request's blocks begin in `blocks`; one more than there are requests.
  package private(set) var blockStarts: [Int] = [0]
  /// Names of blocks, 0 for the first that the trace mentions, 1 for the next new one and so on.
  package private(set) var blocks: [Int32] = []
  package private(set) var distinctBlocks = 0
  /// Tokens of a prompt that share one block name; nil for a trace that does not name blocks.
  public let blockTokens: Int?

  /// Most tokens of a prompt or of an answer: a hundred million.
  static let mostTokens = 100_000_000
  /// Latest arrival: a thousand million seconds after time zero, some thirty years.
  static let latestArrival = 1e9

  /// The requests in order of arrival; those that arrive together stay in the order given.
  ///
  /// Stops if a request names blocks and the trace's block size is not given, or names another number of
  /// them than its prompt fills.
  ///
  /// - Parameters:
  ///   - requests: In any order.
  ///   - blockTokens: Tokens that share one block name, for requests that name blocks.
  public init(_ requests: [ServingRequest], blockTokens: Int? = nil) {
    var columns = TraceColumns(blockTokens: blockTokens)
    for request in requests {
      let named = request.blocks.count
      if named > 0, blockTokens.map({ (request.promptTokens + $0 - 1) / $0 != named }) ?? true {
        stop(
          "a prompt of \(request.promptTokens) tokens names \(named) blocks: give the trace the tokens "
            + "of a block, and each request as many blocks as its prompt fills"
        )
      }
      for block in request.blocks where !columns.add(block: block) {
        stop("a prompt names block \(block) twice: a name stands for all that comes before it")
      }
      columns.endRequest(
        arrival: request.arrival.value(in: .seconds),
        prompt: request.promptTokens,
        output: request.outputTokens
      )
    }
    self.init(columns)
  }

  /// Takes columns over, sorted by arrival if they are not yet.
  init(_ columns: TraceColumns) {
    blockTokens = columns.blockTokens
    distinctBlocks = columns.names.count
    let times = columns.arrivals
    if zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }) {
      arrivals = times
      prompts = columns.prompts
      outputs = columns.outputs
      blockStarts = columns.blockStarts
      blocks = columns.blocks
      return
    }
    // Equal times keep their order, so that the same file is the same trace everywhere.
    let order = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    for index in order {
      arrivals.append(times[index])
      prompts.append(columns.prompts[index])
      outputs.append(columns.outputs[index])
      blocks += columns.blocks[columns.blockStarts[index]..<columns.blockStarts[index + 1]]
      blockStarts.append(blocks.count)
    }
  }

  private init(blockTokens: Int?) {
    self.blockTokens = blockTokens
  }
}

extension RequestTrace: RandomAccessCollection {
  /// The first request.
  public var startIndex: Int { 0 }
  /// One beyond the last request.
  public var endIndex: Int { arrivals.count }

  /// The request at a place in the order of arrival.
  public subscript(position: Int) -> ServingRequest {
    ServingRequest(
      arrival: Quantity(arrivals[position], .seconds),
      promptTokens: Int(prompts[position]),
      outputTokens: Int(outputs[position]),
      blocks: blockNames(of: position).map { Int($0) }
    )
  }

  func blockNames(of request: Int) -> ArraySlice<Int32> {
    blocks[blockStarts[request]..<blockStarts[request + 1]]
  }
}

// MARK: - Totals

extension RequestTrace {
  /// Tokens of all prompts.
  public var promptTokens: Int { prompts.reduce(0) { $0 + Int($1) } }
  /// Tokens of all answers.
  public var outputTokens: Int { outputs.reduce(0) { $0 + Int($1) } }
  /// Time from the first arrival to the last.
  public var span: Quantity {
    Quantity((arrivals.last ?? 0) - (arrivals.first ?? 0), .seconds)
  }
  /// Requests a second on average over the span; nil for fewer than two moments of arrival.
  public var meanRate: Quantity? {
    span > Quantity(0, .seconds) ? Double(count - 1) / span : nil
  }
}

// MARK: - Other traces from this one

extension RequestTrace {
  /// The requests that arrive first.
  public func beginning(_ count: Int) -> RequestTrace {
    var trace = RequestTrace(blockTokens: blockTokens)
    let kept = Swift.max(0, Swift.min(count, self.count))
    trace.arrivals = Array(arrivals[..<kept])
    trace.prompts = Array(prompts[..<kept])
    trace.outputs = Array(outputs[..<kept])
    trace.blockStarts = Array(blockStarts[...kept])
    trace.blocks = Array(blocks[..<blockStarts[kept]])
    trace.distinctBlocks = (trace.blocks.max().map { Int($0) } ?? -1) + 1
    return trace
  }

  /// The trace over and over, each time a span and a mean gap later; blocks keep their names.
  ///
  /// Stops if the count is not positive.
  public func repeated(_ times: Int) -> RequestTrace {
    guard times > 0 else { stop("a trace can be repeated 1 time or more, not \(times)") }
    guard let first = arrivals.first, let last = arrivals.last else { return self }
    let period = (last - first) * (1 + 1 / Double(Swift.max(1, count - 1)))
    var trace = self
    for round in 1..<Swift.max(2, times) where round < times {
      trace.arrivals += arrivals.map { $0 + Double(round) * period }
      trace.prompts += prompts
      trace.outputs += outputs
      let begin = trace.blocks.count
      trace.blockStarts += blockStarts.dropFirst().map { $0 + begin }
      trace.blocks += blocks
    }
    return trace
  }

  /// The same requests coming faster or slower: all times since the first arrival divided by a plain factor.
  ///
  /// Stops if the factor is not positive and finite.
  public func faster(by factor: Quantity) -> RequestTrace {
    guard factor.plain > 0, factor.isFinite else {
      stop("a trace can be made faster by a positive factor, not by \(factor.plain)")
    }
    var trace = self
    let first = arrivals.first ?? 0
    trace.arrivals = arrivals.map { first + ($0 - first) / factor.plain }
    return trace
  }
}
