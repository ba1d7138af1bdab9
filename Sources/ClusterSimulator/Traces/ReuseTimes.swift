public import Quantities

/// How long the blocks of prompts wait until they are asked for again.
///
/// Under a lifetime, the rule of vendors' price lists, a block is found if it was used within that time, whatever
/// else is kept meanwhile: so one pass over the trace answers for all lifetimes. Each use begins a new one.
/// A prompt's earlier blocks were used whenever its later ones were, so what is found is always a beginning of it.
///
///     let reuse = ReuseTimes(trace)
///     reuse.rate(keeping: Quantity(5, .minutes))
///
/// - `ReuseTimes+Cost.swift`: what a lifetime costs in a tier of memory.
public struct ReuseTimes: Sendable {
  /// Tokens of all prompts.
  public let promptTokens: Int
  /// Tokens of all blocks that are not asked for again, each counted once.
  public let tokensLeft: Int
  /// Times from one use of a block to the next in seconds, ascending.
  let waits: [Double]
  /// Tokens that were asked for again within the first so many of these times.
  let tokens: [Int]
  /// Tokens that waited, times how long they did, over the first so many of these times, in token seconds.
  private let waited: [Double]
  /// Tokens that waited, over the first so many of these times; a prompt may ask for less of its last block.
  private let waiting: [Int]

  /// Measures a trace; without names of blocks nothing is ever asked for again.
  ///
  /// - Complexity: Sorts the blocks of the trace.
  public init(_ trace: RequestTrace) {
    let size = trace.blockTokens ?? 1
    var lastUse = Array(repeating: -1.0, count: trace.distinctBlocks)
    var lastTokens = Array(repeating: 0, count: trace.distinctBlocks)
    var uses: [(wait: Double, asked: Int, kept: Int)] = []
    for request in trace.indices {
      let prompt = Int(trace.prompts[request])
      let now = trace.arrivals[request]
      for (number, name) in trace.blockNames(of: request).enumerated() {
        let block = Int(name)
        let count = min(size, prompt - number * size)
        if lastUse[block] >= 0 { uses.append((now - lastUse[block], count, lastTokens[block])) }
        (lastUse[block], lastTokens[block]) = (now, count)
      }
    }
    uses.sort { $0 < $1 }
    promptTokens = trace.promptTokens
    tokensLeft = lastTokens.reduce(0, +)
    waits = uses.map(\.wait)
    var (tokens, waiting, waited) = ([0], [0], [0.0])
    for (index, use) in uses.enumerated() {
      tokens.append(tokens[index] + use.asked)
      waiting.append(waiting[index] + use.kept)
      waited.append(waited[index] + use.wait * Double(use.kept))
    }
    (self.tokens, self.waiting, self.waited) = (tokens, waiting, waited)
  }

  // MARK: - Under a lifetime

  /// Tokens of prompts that are found if each block is kept for some time after its last use.
  public func tokensFound(keeping lifetime: Quantity) -> Int {
    tokens[count(within: lifetime)]
  }

  /// The share of the prompts' tokens that is found; zero without prompts.
  public func rate(keeping lifetime: Quantity) -> Quantity {
    promptTokens == 0
      ? Quantity(0) : Quantity(tokensFound(keeping: lifetime)) / Quantity(promptTokens)
  }

  /// Room that is taken over time, in tokens times seconds.
  ///
  ///     Σ tokens · min(time to the next use, lifetime)
  ///
  /// What is not asked for again takes its room for the whole lifetime, also beyond the end of the trace.
  public func roomTaken(keeping lifetime: Quantity) -> Quantity {
    let seconds = lifetime.value(in: .seconds)
    return Quantity(roomTaken(by: count(within: lifetime), keeping: seconds), .tokens * .seconds)
  }

  /// The same for a lifetime within which the first so many come back.
  func roomTaken(by count: Int, keeping seconds: Double) -> Double {
    waited[count] + Double(waiting[waiting.count - 1] - waiting[count] + tokensLeft) * seconds
  }

  /// The lifetime that finds a share of all that could be found.
  ///
  /// Stops if the share is not between 0 and 1. Nothing where nothing is asked for again.
  public func lifetime(finding share: Quantity) -> Quantity? {
    guard (0...1).contains(share.plain) else {
      stop("a share of what can be found lies between 0 and 1, not at \(share)")
    }
    guard let all = tokens.last, all > 0 else { return nil }
    let wanted = share.plain * Double(all)
    let place = tokens.firstIndex { Double($0) >= wanted } ?? waits.count
    return Quantity(place == 0 ? 0 : waits[place - 1], .seconds)
  }

  /// How many of the times are at most so long.
  private func count(within lifetime: Quantity) -> Int {
    let limit = lifetime.value(in: .seconds)
    guard limit >= 0 else { stop("blocks are kept for 0 seconds or more, not for \(lifetime)") }
    var (low, high) = (0, waits.count)
    while low < high {
      let middle = (low + high) / 2
      if waits[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
