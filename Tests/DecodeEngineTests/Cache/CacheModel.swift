import DecodeEngine
import Testing

/// A cache without a transformer: what a position stores is a fingerprint of its text up to there.
///
/// The plain twin of a sequence is an array of tokens. Whatever blocks are shared, copied, evicted or given
/// back, each position in reach must read as the fingerprint of the twin's tokens.
final class CacheModel {
  static let stored = KeyValueStore.Shape(heads: 1, keyWidth: 1, valueWidth: 1)

  let caches: LayerCaches
  private let kernels = Kernels(path: .reference)
  private let row = Matrix(rows: 1, columns: 1)

  struct Text {
    let cache: SequenceCache
    var twin: [Int32] = []
  }

  /// One layer for each window.
  init(
    windows: [Int?],
    tokens: Int,
    layout: CacheLayout = .paged,
    hash: @escaping PrefixIndex.Hash = PrefixIndex.mixed
  ) {
    caches = LayerCaches(
      shapes: windows.map { _ in Self.stored },
      windows: windows,
      format: .fp32,
      tokens: tokens,
      layout: layout,
      hash: hash
    )
  }

  func text(_ capacity: Int = 4096) -> Text {
    Text(cache: SequenceCache(caches, capacity: capacity))
  }

  /// Feeds tokens to some texts in one step.
  func feed(_ feeds: [(text: Text, tokens: [Int32])], provisional: Int = 0) throws -> [Text] {
    try caches.reserve(feeds.map { ($0.text.cache, $0.tokens.count) })
    return feeds.map { feed in
      var text = feed.text
      for token in feed.tokens {
        text.twin.append(token)
        for group in caches.windows.indices {
          let slot = text.cache.slot(of: text.twin.count - 1, group: group)
          row[0, 0] = Self.fingerprint(text.twin[...])
          kernels.store(keys: row.all, values: row.all, at: [slot], in: caches.stores[group])
        }
      }
      text.cache.append(feed.tokens, provisional: min(provisional, feed.tokens.count))
      return text
    }
  }

  /// Reads each position that the next token of a text sees.
  func check(_ text: Text) {
    #expect(text.cache.tokens == text.twin)
    let read = Matrix(rows: 1, columns: 1)
    for (group, window) in caches.windows.enumerated() {
      let first = window.map { max(0, text.twin.count + 1 - $0) } ?? 0
      for position in first..<max(first, text.twin.count) {
        let span = AttentionSpan(
          rows: 0..<1,
          firstPosition: position,
          table: text.cache.tables[group]
        )
        // A window of one position reads just what is stored there.
        kernels.attend(
          [span],
          queries: row.all,
          over: caches.stores[group],
          AttentionRule(queryHeads: 1, scale: 0, window: 1),
          into: read.all
        )
        #expect(read[0, 0] == Self.fingerprint(text.twin[...position]), "\(group) \(position)")
      }
    }
  }

  /// Holds the pools' books against the tables of all texts that there are.
  func checkBooks(_ texts: [Text]) {
    for (group, pool) in caches.pools.enumerated() {
      var holders: [Int32: Int] = [:]
      for text in texts {
        for block in text.cache.tables[group] where block >= 0 { holders[block, default: 0] += 1 }
      }
      #expect(pool.used == holders.count)
      for (block, count) in holders { #expect(pool.holders(of: block) == count) }
      #expect(pool.available + pool.used == pool.blocks)
    }
  }

  /// All blocks are there again, and once none idles nothing is indexed.
  func checkEmpty() {
    for pool in caches.pools { #expect(pool.available == pool.blocks) }
    caches.forgetIdle()
    #expect(caches.prefixes.count == 0)
    for pool in caches.pools { #expect(pool.idling == 0 && pool.available == pool.blocks) }
  }

  /// 24 bits, which single precision holds exactly.
  static func fingerprint(_ tokens: ArraySlice<Int32>) -> Float {
    Float(PrefixIndex.mixed(1, tokens) >> 40)
  }
}
