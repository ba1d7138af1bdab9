import ServingMath

extension ShardedEngine {
  /// One text and what the devices of its data rank have cached of it.
  ///
  /// Its cache is free again when it goes.
  public final class Sequence {
    /// Tokens that are cached.
    public internal(set) var length = 0
    /// The data rank that has it, once it has tokens.
    fileprivate var home: Int?
    /// What each device of that rank keeps, by rank.
    fileprivate var caches: [Int: SequenceCache] = [:]

    init() {}
  }

  /// New tokens of one sequence in a step.
  public struct Feed {
    /// Whose tokens they are.
    public let sequence: Sequence
    /// The tokens, in order.
    public let tokens: [Int32]
    /// Which of them need logits: the last few.
    public let logits: Int

    /// Feeds tokens; by default the last one's logits are wanted, which predict the next.
    public init(_ tokens: [Int32], to sequence: Sequence, logits: Int = 1) {
      self.sequence = sequence
      self.tokens = tokens
      self.logits = min(max(logits, 0), tokens.count)
    }
  }

  /// Checks all that can be wrong with feeds, each of them followed by some more tokens, before any device
  /// starts.
  func check(_ microbatches: [[Feed]], followedBy more: Int = 0) throws(ShardingError) {
    let vocabulary = architecture.shape.vocabularySize
    var seen = Set<ObjectIdentifier>()
    for feeds in microbatches {
      for (index, feed) in feeds.enumerated() where !feed.tokens.isEmpty {
        guard seen.insert(ObjectIdentifier(feed.sequence)).inserted else { throw .feeds(.fedTwice) }
        for token in feed.tokens where !(0..<Int32(vocabulary)).contains(token) {
          throw .feeds(.unknownToken(token, vocabulary: vocabulary))
        }
        let length = feed.sequence.length + feed.tokens.count + more
        guard length <= longestSequence else {
          throw .feeds(.beyondContext(tokens: length, limit: longestSequence))
        }
        let rank = index % layout.data
        if let home = feed.sequence.home, feed.sequence.length > 0, home != rank {
          throw .otherDataRank(feed: index, rank: rank, home: home)
        }
      }
    }
  }

  /// Makes room for the new tokens, and for some more in each sequence fed, on every device or on none.
  func makeRoom(_ microbatches: [[Feed]], followedBy more: Int = 0) throws(ShardingError) {
    for feeds in microbatches {
      for (index, feed) in feeds.enumerated() where !feed.tokens.isEmpty {
        feed.sequence.settle(on: index % layout.data, devices, capacity: longestSequence)
      }
    }
    let wishes = devices.map { device in
      microbatches.flatMap { $0.work(device) }
        .map { (cache: $0.cache, tokens: $0.tokens.count + more) }
    }
    do {
      for (device, wishes) in zip(devices, wishes) { try device.caches.checkRoom(for: wishes) }
      for (device, wishes) in zip(devices, wishes) { try device.caches.reserve(wishes) }
    } catch { throw .feeds(error) }
    for device in devices { device.noteCache() }
  }

  /// Puts together which experts the rows of all data ranks have chosen, in order of feeds.
  func note(_ microbatch: Int, _ feeds: [Feed], in trace: StepTrace) {
    var rows = [[Int]](repeating: [], count: layout.data)
    var count = 0
    for (index, feed) in feeds.enumerated() {
      rows[index % layout.data] += count..<count + feed.tokens.count
      count += feed.tokens.count
    }
    for device in devices {
      for (layer, routes) in device.traces[microbatch]?.routes ?? [:] {
        var all =
          trace.routes[layer] ?? [[(expert: Int, weight: Float)]](repeating: [], count: count)
        for (row, route) in zip(rows[device.place.data], routes) { all[row] = route }
        trace.routes[layer] = all
      }
    }
  }
}

extension ShardedEngine.Sequence {
  /// Gives a sequence without tokens a cache on the devices of a data rank.
  fileprivate func settle(on data: Int, _ devices: [VirtualDevice], capacity: Int) {
    guard length == 0, home != data else { return }
    home = data
    let mine = devices.filter { $0.place.data == data }
    caches = Dictionary(
      uniqueKeysWithValues: mine.map { ($0.rank, SequenceCache($0.caches, capacity: capacity)) }
    )
  }
}

extension [ShardedEngine.Feed] {
  /// What of these feeds of a microbatch is a device's.
  func work(_ device: VirtualDevice) -> [VirtualDevice.Feed] {
    enumerated().compactMap { index, feed in
      guard index % device.layout.data == device.place.data, !feed.tokens.isEmpty,
        let cache = feed.sequence.caches[device.rank]
      else { return nil }
      return VirtualDevice.Feed(cache: cache, tokens: feed.tokens, logits: feed.logits)
    }
  }
}
