import DecodeEngine
import Testing

@Suite struct PrefixSharingTests {
  private let text = (0..<100).map { Int32($0) }

  @Test func findsWholeBlocksAndLeavesATokenToFeed() throws {
    let model = CacheModel(windows: [nil], tokens: 512)
    var first = model.text()
    first = try model.feed([(first, text)])[0]
    for (length, hit) in [(100, 96), (97, 96), (96, 80), (17, 16), (16, 0), (1, 0)] {
      let second = model.text()
      #expect(second.cache.adopt(Array(text[..<length])) == hit)
    }
    var other = text
    other[40] = 7
    #expect(model.text().cache.adopt(other) == 32)
    other[0] = 7
    #expect(model.text().cache.adopt(other) == 0)
    // The same 16 tokens elsewhere are another text.
    #expect(model.text().cache.adopt(Array(text[16...])) == 0)
  }

  @Test func sharedBlocksAreCountedOnce() throws {
    let model = CacheModel(windows: [nil], tokens: 512)
    let first = try model.feed([(model.text(), text)])[0]
    var second = model.text()
    second.twin = Array(text[..<second.cache.adopt(text)])
    second = try model.feed([(second, Array(text[96...]))])[0]
    let block = 16 * 8
    let use = model.caches.use([first.cache, second.cache])
    #expect(use.held == 8 * block)
    #expect(use.shared == 6 * block)
    #expect(use.saved == 6 * block)
    #expect(use.filled == (96 + 4 + 4) * 8)
    #expect(use.wasted == 2 * 12 * 8)
  }

  /// Two prompts that were filled side by side end up in one set of blocks.
  @Test func equalTextsFedTogetherMeet() throws {
    let model = CacheModel(windows: [nil, 24], tokens: 512)
    let fed = try model.feed([(model.text(), text), (model.text(), text)])
    #expect(fed[0].cache.tables[0][..<6] == fed[1].cache.tables[0][..<6])
    for text in fed { model.check(text) }
    model.checkBooks(fed)
  }

  /// A prefix can be used only as far as every window still has what the next token sees.
  @Test func windowsBoundWhatCanBeShared() throws {
    let model = CacheModel(windows: [nil, 17], tokens: 512)
    let first = try model.feed([(model.text(), text)])[0]
    #expect(model.text().cache.adopt(Array(text[..<90])) == 80)
    // Two long texts come and go; what the window had let go of is overwritten.
    for number in [1000, 2000] {
      _ = try model.feed([(model.text(), (0..<320).map { Int32(number + $0) })])
    }
    let second = model.text()
    #expect(second.cache.adopt(text) == 96)
    #expect(second.cache.tables[1].map { $0 >= 0 } == [false, false, false, false, false, true])
    #expect(model.text().cache.adopt(Array(text[..<90])) == 0)
    model.check(first)
  }

  @Test func theLeastRecentlyUsedGoesFirst() throws {
    let model = CacheModel(windows: [nil], tokens: 96)
    let texts = (0..<3).map { number in (0..<33).map { Int32(100 * number + $0) } }
    // Two full blocks of each idle, and a part-filled one is free again.
    for text in texts[..<2] { _ = try model.feed([(model.text(), text)]) }
    #expect(model.caches.pools[0].idling == 4)
    #expect(model.text().cache.adopt(texts[0]) == 32)
    // A third text takes two free blocks and the oldest idle one: the end of the second text.
    let third = try model.feed([(model.text(), texts[2])])[0]
    #expect(model.text().cache.adopt(texts[0]) == 32)
    #expect(model.text().cache.adopt(texts[1]) == 16)
    #expect(third.cache.length == 33)
  }

  @Test func aFullCacheSaysWhatIsMissing() throws {
    let model = CacheModel(windows: [nil], tokens: 64)
    let first = try model.feed([(model.text(), Array(text[..<40]))])[0]
    #expect(throws: EngineError.cacheFull(needed: 32, free: 16)) {
      _ = try model.feed([(model.text(), Array(text[..<20]))])
    }
    #expect(model.caches.pools[0].available == 1)
    model.check(first)
  }

  /// Of n holders of an open block, n − 1 take a copy: the last one writes in place.
  @Test func theLastWriterKeepsTheBlock() throws {
    let model = CacheModel(windows: [nil], tokens: 64)
    let first = try model.feed([(model.text(), Array(text[..<20]))])[0]
    let forks = try (0..<2).map { _ in
      CacheModel.Text(cache: try #require(first.cache.fork()), twin: first.twin)
    }
    let fed = try model.feed(([first] + forks).enumerated().map { ($1, [Int32($0)]) })
    for text in fed { model.check(text) }
    #expect(model.caches.pools[0].available == 0)
    #expect(Set(fed.map { $0.cache.tables[0][1] }).count == 3)
    #expect(Set(fed.map { $0.cache.tables[0][0] }).count == 1)
  }

  @Test func contiguousRunsAreConsecutiveAndFragment() throws {
    let model = CacheModel(windows: [nil], tokens: 96, layout: .contiguous)
    var texts: [CacheModel.Text] = []
    for _ in 0..<3 { texts += try model.feed([(model.text(32), Array(text[..<3]))]) }
    #expect(texts.map { $0.cache.tables[0] } == [[0, 1], [2, 3], [4, 5]])
    let use = model.caches.use(texts.map(\.cache))
    #expect(use.reserved == 3 * 16 * 8 && use.wasted == 3 * 13 * 8 && use.filled == 3 * 3 * 8)
    texts.remove(at: 2)
    texts.remove(at: 0)
    // Four blocks are free and no three of them lie in a row.
    #expect(throws: EngineError.cacheFull(needed: 48, free: 64)) {
      _ = try model.feed([(model.text(48), Array(text[..<3]))])
    }
    texts += try model.feed([(model.text(32), Array(text[..<3]))])
    #expect(texts[1].cache.tables[0] == [0, 1])
  }
}
