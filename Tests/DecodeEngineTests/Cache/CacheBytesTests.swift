import DecodeEngine
import Quantities
import ServingMath
import TestSupport
import Testing

/// Bytes of the cache against ServingMath's formulas, for every family and format.
@Suite struct CacheBytesTests {
  private let precision: [CacheFormat: Precision] = [.fp32: .fp32, .bf16: .bf16, .int8: .int8]

  @Test(arguments: ReferenceFile.names, CacheFormat.allCases)
  func meetTheFormulas(_ name: String, _ format: CacheFormat) throws {
    let reference = try ReferenceFile(name)
    let transformer = try Transformer(folder: reference.folder)
    let shape = transformer.architecture.shape
    let precision = try #require(precision[format])
    let tokens = try reference.tokens("tokens")
    let engine = Engine(transformer, Engine.Options(cache: format, cacheTokens: 64))
    let sequence = engine.sequence()
    for (index, token) in tokens.enumerated() {
      _ = try engine.step([Engine.Feed([token], to: sequence)])
      let use = sequence.cacheUse
      let formula = shape.keyValueBytes(context: index + 1, precision)
      #expect(use.filled - use.scales == Int(formula.value(in: .bytes)), "\(index + 1) tokens")
      #expect(use.held == use.filled + use.wasted && use.reserved == 0)
      #expect(use == engine.cacheUse)
      #expect((use.scales > 0) == (format == .int8))
    }
    // Once windows are full, one more token takes what the formula says of the tail.
    let tail = shape.keyValueTailBytesPerToken(precision).value(in: .bytesPerToken)
    let before = sequence.cacheUse
    _ = try engine.step([Engine.Feed([5], to: sequence)])
    let after = sequence.cacheUse
    #expect(after.filled - after.scales - before.filled + before.scales == Int(tail))
  }

  /// A window holds at most the blocks that its positions can touch.
  @Test(arguments: ["gemma3", "gpt-oss"])
  func windowsStopGrowing(_ name: String) throws {
    let transformer = try Transformer(folder: try ReferenceFile(name).folder)
    let engine = Engine(transformer, Engine.Options(cacheTokens: 256))
    let sequence = engine.sequence()
    let group = try #require(engine.caches.windows.firstIndex { $0 != nil })
    let window = try #require(engine.caches.windows[group])
    var held: [Int] = []
    for index in 0..<128 {
      _ = try engine.step([Engine.Feed([Int32(3 + index)], to: sequence)])
      held.append(sequence.cache.tables[group].count { $0 >= 0 })
    }
    #expect(held.max() == (window + 14) / 16 + 1)
  }
}
