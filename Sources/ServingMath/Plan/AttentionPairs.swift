/// What the rows of a step look at in one layer, on one context rank.
struct AttentionPairs {
  /// Pairs of a new token and a token that it sees.
  private(set) var attended = 0
  /// Positions that are read, once for each sequence.
  private(set) var read = 0
  /// Positions that are written.
  private(set) var written = 0
  /// Pairs that an indexer scores, and positions whose index it reads.
  private(set) var indexed = (pairs: 0, read: 0)
  /// New tokens, whose state is renewed where a layer has one; sequences that have any.
  private(set) var tokens = 0
  private(set) var sequences = 0

  init(_ feeds: [StepFeed], _ attention: Attention, _ layout: Layout, context: Int) {
    func kept(_ positions: Int) -> Int {
      layout.context == 1 ? positions : layout.positionsKept(of: positions, context: context)
    }
    var cached: [StepFeed: (pairs: Int, read: Int, all: Int, reach: Int)] = [:]
    for feed in feeds where feed.tokens > 0 {
      tokens += feed.tokens
      sequences += 1
      let end = feed.first + feed.tokens
      written += kept(end) - kept(feed.first)
      if let known = cached[feed] {
        attended += known.pairs
        read += known.read
        indexed.pairs += known.all
        indexed.read += known.reach
        continue
      }
      var (pairs, all, lowest) = (0, 0, feed.first)
      for position in feed.first..<end {
        let first = attention.firstVisible(from: position)
        lowest = min(lowest, first)
        let visible = kept(position + 1) - kept(first)
        all += visible
        pairs += min(visible, attention.indexer?.chosen ?? .max)
      }
      let reach = kept(end) - kept(lowest)
      let chosen = attention.indexer.map { $0.chosen.multipliedReportingOverflow(by: feed.tokens) }
      let most = chosen.map { $0.overflow ? .max : $0.partialValue } ?? .max
      let seen = min(reach, most)
      cached[feed] = (pairs, seen, all, reach)
      attended += pairs
      read += seen
      indexed.pairs += all
      indexed.read += reach
    }
    if attention.indexer == nil { indexed = (0, 0) }
  }
}

extension Attention {
  /// The first position that a token sees.
  func firstVisible(from position: Int) -> Int {
    switch span {
    case .full: 0
    case .window(let tokens): max(0, position + 1 - tokens)
    case .chunk(let tokens): position / tokens * tokens
    }
  }
}
