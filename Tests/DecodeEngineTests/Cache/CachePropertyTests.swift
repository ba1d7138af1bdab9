import DecodeEngine
import ServingMath
import Testing

/// Random operations on the cache against plain arrays.
@Suite struct CachePropertyTests {
  static let windows: [[Int?]] = [[nil], [nil, 20], [8, nil, 40], [3], [16, 33]]

  @Test(arguments: windows, [1, 2, 3, 4] as [UInt64])
  func readsWhatWasSaid(_ windows: [Int?], seed: UInt64) throws {
    try play(CacheModel(windows: windows, tokens: 640), seed: seed, steps: 400)
  }

  /// Texts whose hashes are all equal are still told apart.
  @Test(arguments: windows)
  func equalHashesDoNoHarm(_ windows: [Int?]) throws {
    let model = CacheModel(windows: windows, tokens: 640) { _, _ in 7 }
    try play(model, seed: 5, steps: 400)
  }

  @Test(arguments: windows, [6, 7] as [UInt64])
  func contiguousRunsReadTheSame(_ windows: [Int?], seed: UInt64) throws {
    try play(
      CacheModel(windows: windows, tokens: 1600, layout: .contiguous),
      seed: seed,
      steps: 300
    )
  }

  private func play(_ model: CacheModel, seed: UInt64, steps: Int) throws {
    var random = SplitMix64(seed: seed)
    var texts: [CacheModel.Text] = []
    var (hits, full, forks) = (0, 0, 0)
    for _ in 0..<steps {
      switch Int.random(in: 0..<10, using: &random) {
      case 0, 1:
        let prompt = tokens(Int.random(in: 1...90, using: &random), &random)
        var text = model.text(200)
        let hit = text.cache.adopt(prompt)
        hits += hit
        text.twin = Array(prompt[..<hit])
        #expect(hit < prompt.count && hit.isMultiple(of: 16))
        texts.append(try feed(model, [(text, Array(prompt[hit...]))], &full)?.first ?? text)
      case 2 where !texts.isEmpty:
        let index = Int.random(in: texts.indices, using: &random)
        guard let fork = texts[index].cache.fork() else { break }
        forks += 1
        texts.append(CacheModel.Text(cache: fork, twin: texts[index].twin))
      case 3 where !texts.isEmpty:
        texts.remove(at: Int.random(in: texts.indices, using: &random))
      case 4 where !texts.isEmpty:
        let index = Int.random(in: texts.indices, using: &random)
        let length = Int.random(in: 0...texts[index].twin.count, using: &random)
        guard texts[index].cache.truncate(to: length) else { break }
        texts[index].twin.removeLast(texts[index].twin.count - length)
      case 5 where !texts.isEmpty:
        // Guesses: fed as provisional, then partly taken back, which must always be possible.
        let index = Int.random(in: texts.indices, using: &random)
        guard texts[index].twin.count < 190 else { break }
        let settled = texts[index].cache.settled
        let guesses = tokens(Int.random(in: 1...8, using: &random), &random)
        guard let fed = try feed(model, [(texts[index], guesses)], &full, provisional: 8) else {
          break
        }
        texts[index] = fed[0]
        #expect(fed[0].cache.settled == settled)
        let length = fed[0].twin.count - Int.random(in: 0...guesses.count, using: &random)
        #expect(fed[0].cache.truncate(to: length))
        texts[index].twin.removeLast(fed[0].twin.count - length)
      default:
        let chosen = texts.indices.filter { _ in Bool.random(using: &random) }
          .filter { texts[$0].twin.count < 170 }
        let feeds = chosen.map {
          (texts[$0], tokens(Int.random(in: 1...30, using: &random), &random))
        }
        guard let fed = try feed(model, feeds, &full) else {
          if !texts.isEmpty { texts.removeFirst() }
          break
        }
        for (index, text) in zip(chosen, fed) { texts[index] = text }
      }
      for text in texts { model.check(text) }
      model.checkBooks(texts)
    }
    // The game is only worth something if all of this happened.
    #expect(full > 0 && forks > 0, "full \(full), forks \(forks)")
    if model.caches.layout == .paged { #expect(hits > 0) }
    texts = []
    model.checkEmpty()
  }

  /// Feeds, or changes nothing where the cache is full.
  private func feed(
    _ model: CacheModel,
    _ feeds: [(CacheModel.Text, [Int32])],
    _ full: inout Int,
    provisional: Int = 0
  ) throws -> [CacheModel.Text]? {
    do {
      return try model.feed(feeds, provisional: provisional)
    } catch EngineError.cacheFull {
      full += 1
      return nil
    }
  }

  /// Mostly zeros, so that texts often begin alike.
  private func tokens(_ count: Int, _ random: inout SplitMix64) -> [Int32] {
    (0..<count).map { _ in Int.random(in: 0..<40, using: &random) == 0 ? 1 : 0 }
  }
}
