// How sequences come to hold the same blocks: by a common beginning, or by forking.
extension SequenceCache {
  /// Holds the longest cached prefix of a text that every group still has what later tokens see of.
  ///
  /// At least one token of the text is left to be fed, so that there are logits.
  ///
  /// - Returns: Tokens that need not be fed.
  package func adopt(_ text: [Int32]) -> Int {
    guard caches.sharesPrefixes, length == 0, text.count > Self.size else { return 0 }
    var nodes: [PrefixNode] = []
    while nodes.count < (text.count - 1) / Self.size {
      let run = text[nodes.count * Self.size..<(nodes.count + 1) * Self.size]
      guard let node = caches.prefixes.find(run, after: nodes.last) else { break }
      nodes.append(node)
    }
    let count = usable(nodes)
    for (group, pool) in caches.pools.enumerated() {
      let first = firstSeen(group, after: count * Self.size)
      for index in 0..<count {
        let block = index < first ? -1 : nodes[index].blocks[group]
        if block >= 0 { pool.hold(block) }
        tables[group].append(block)
      }
    }
    chain = Array(nodes[..<count])
    for node in chain { caches.prefixes.use(node) }
    tokens = Array(text[..<(count * Self.size)])
    settled = length
    return length
  }

  /// How many blocks of a chain can be used: the most for which no group lacks a block that is seen.
  private func usable(_ nodes: [PrefixNode]) -> Int {
    var run = caches.windows.map { _ in 0 }
    var best = 0
    for (index, node) in nodes.enumerated() {
      var isUsable = true
      for group in run.indices {
        run[group] = node.blocks[group] >= 0 ? run[group] + 1 : 0
        let first = firstSeen(group, after: (index + 1) * Self.size)
        if run[group] < index + 1 - first { isUsable = false }
      }
      if isUsable { best = index + 1 }
    }
    return best
  }

  /// The first block that a token behind so many positions sees.
  private func firstSeen(_ group: Int, after count: Int) -> Int {
    caches.windows[group].map { max(0, count + 1 - $0) / Self.size } ?? 0
  }

  /// Indexes full blocks of settled tokens; where the same text is cached already, that block is held instead.
  func enterPrefixes() {
    while (chain.count + 1) * Self.size <= settled {
      let index = chain.count
      let run = tokens[index * Self.size..<(index + 1) * Self.size]
      let node = caches.prefixes.node(run, after: chain.last)
      chain.append(node)
      for (group, pool) in caches.pools.enumerated() {
        let own = tables[group][index]
        guard own >= 0, own != node.blocks[group] else { continue }
        if node.blocks[group] < 0 {
          if pool.prefix(of: own) == nil { pool.enter(own, as: node) }
        } else {
          pool.hold(node.blocks[group])
          pool.give(own)
          tables[group][index] = node.blocks[group]
        }
      }
    }
  }

  /// Another sequence with the same tokens, which holds the same blocks until one of them writes.
  ///
  /// - Returns: Nothing where runs are contiguous and there is no room for another one.
  package func fork() -> SequenceCache? {
    let other = SequenceCache(caches, capacity: capacity)
    if caches.layout == .contiguous {
      guard !isPlaced || other.place() else { return nil }
      for (group, table) in tables.enumerated() {
        for (index, block) in table.enumerated() {
          if block < 0 {
            caches.pools[group].give(other.tables[group][index])
            other.tables[group][index] = -1
          } else if index * Self.size < length {
            caches.copy(block, to: other.tables[group][index], group: group)
          }
        }
      }
    } else {
      other.tables = tables
      for (group, table) in tables.enumerated() {
        for block in table where block >= 0 { caches.pools[group].hold(block) }
      }
    }
    other.tokens = tokens
    other.settled = settled
    other.chain = chain
    for node in chain { caches.prefixes.use(node) }
    return other
  }
}
