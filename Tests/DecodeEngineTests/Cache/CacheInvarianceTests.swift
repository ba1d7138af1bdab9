import DecodeEngine
import TestSupport
import Testing

/// Logits do not depend on where keys lie and with whom they are shared, bit for bit.
@Suite struct CacheInvarianceTests {
  @Test(arguments: ReferenceFile.names, KernelPath.allCases)
  func sharingForkingAndFragmentsChangeNoBit(_ name: String, _ kernels: KernelPath) throws {
    for format in CacheFormat.allCases { try compare(name, kernels, format) }
  }

  private func compare(_ name: String, _ kernels: KernelPath, _ format: CacheFormat) throws {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder)
    let prompt = try reference.tokens("tokens")
    let others = try reference.tokens("other_tokens")
    let plain = Engine(
      transformer,
      Engine.Options(kernels: kernels, cache: format, sharesPrefixes: false)
    )
    let expected = try plain.step(
      [Engine.Feed(prompt + others, to: plain.sequence(), logits: others.count + 1)]
    )[0]

    let engine = Engine(
      transformer,
      Engine.Options(kernels: kernels, cache: format, cacheTokens: 384)
    )
    // Holes: every second of some short texts goes, so that later blocks lie apart and reversed.
    var short: [Engine.Sequence] = []
    for index in 0..<8 {
      short.append(engine.sequence())
      _ = try engine.step([Engine.Feed([Int32(index + 3), 9, 11], to: short[index])])
    }
    short = short.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)

    let first = engine.sequence(startingWith: prompt)
    #expect(first.length == 0)
    _ = try engine.step([Engine.Feed(prompt, to: first)])
    let shared = engine.sequence(startingWith: prompt)
    #expect(shared.length == 32)
    var found = try engine.step([Engine.Feed(Array(prompt[32...]), to: shared)])[0]
    #expect(found == [expected[0]])

    // A fork that says something else must not be heard by the one it came from.
    let fork = try #require(shared.fork())
    for (index, token) in others.enumerated() {
      let step = try engine.step([
        Engine.Feed([Int32(200 - index)], to: fork), Engine.Feed([token], to: shared),
      ])
      found += step[1]
    }
    #expect(found == expected)

    // Guesses that are taken back leave no trace.
    found = try engine.step([Engine.Feed([others[0]], to: first)])[0]
    for index in 1..<others.count {
      _ = try engine.step([
        Engine.Feed([Int32(100 + index), 7, 8], to: first, logits: 3, provisional: 3)
      ])
      try first.truncate(to: prompt.count + index)
      found += try engine.step([Engine.Feed([others[index]], to: first)])[0]
    }
    #expect(found == Array(expected[1...]))
    #expect(!short.isEmpty)
  }

  @Test(arguments: ReferenceFile.names)
  func contiguousAndPagedAgree(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder)
    let prompt = try reference.tokens("tokens")
    let results = try CacheLayout.allCases.map { layout in
      let engine = Engine(
        transformer,
        Engine.Options(cacheTokens: 128, cacheLayout: layout)
      )
      let sequence = engine.sequence(capacity: 48)
      let logits = try engine.step([Engine.Feed(prompt, to: sequence, logits: prompt.count)])[0]
      let fork = try #require(sequence.fork())
      return try logits + engine.step([Engine.Feed([7], to: fork)])[0]
        + engine.step([Engine.Feed([8], to: sequence)])[0]
    }
    #expect(results[0] == results[1])
  }

  @Test(arguments: ReferenceFile.names)
  func aSettledWindowCannotGoBackSilently(_ name: String) throws {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder)
    let engine = Engine(transformer)
    let sequence = engine.sequence()
    _ = try engine.step([Engine.Feed(try reference.tokens("tokens"), to: sequence)])
    if engine.caches.windows.allSatisfy({ $0 == nil }) {
      try sequence.truncate(to: 17)
      #expect(sequence.length == 17)
    } else {
      #expect(throws: EngineError.goneFromWindow(position: 17)) { try sequence.truncate(to: 17) }
      #expect(sequence.length == 40)
    }
    #expect(throws: EngineError.notYetReached(position: 99, length: sequence.length)) {
      try sequence.truncate(to: 99)
    }
  }
}
