import Quantities
import ServingMath
import Testing

/// What attention does at long contexts, and what a shared cache leaves of it.
@Suite struct LongContextTests {
  @Test(arguments: [Model.llama8B, .llama70B, .llama405B, .deepSeekV3])
  func withoutWindowsTheCrossingIsTheClosedForm(model: Model) throws {
    let crossing = try #require(model.contextWhereAttentionWorkEqualsWeights)
    #expect(close(crossing, model.contextWhereAttentionEqualsWeights, within: 1e-3))
  }

  @Test(arguments: [Model.gemma27B, .deepSeekV32, .gptOSS120B])
  func windowsAndIndexersPutItOff(model: Model) throws {
    let crossing = try #require(model.contextWhereAttentionWorkEqualsWeights)
    #expect(crossing > 1.5 * model.contextWhereAttentionEqualsWeights)
    let there = model.attentionWork(context: crossing)
    let weights = model.publishedActive.value * Quantity(1, .multiplyAdds / .tokens)
    #expect(close(there, weights, within: 1e-3))
  }

  /// Gemma: 27 billion weights over ten global layers of 32 heads, less the windows' share.
  @Test func gemmaCrossesWhereTenLayersDo() throws {
    let crossing = try #require(Model.gemma27B.contextWhereAttentionWorkEqualsWeights)
    let windows = 52.0 * 1024 * 32 * 2 * 128
    let byHand = (27e9 - windows) / (10 * 32 * 2 * 128)
    #expect(close(crossing, Quantity(byHand, .tokens), within: 1e-3))
  }

  @Test func sharedCachesLeaveTheBytesOfTheBoard() {
    let caches = CharacterAI.globalCaches(layers: 36)
    #expect(close(caches.lowerBound, Quantity(2)))
    #expect(close(caches.upperBound, Quantity(3)))
    let bytes = CharacterAI.keyValueTailBytesPerToken(layers: 80, headDimension: 128)
    #expect(close(bytes.lowerBound, Quantity(1138, .bytesPerToken)))
    #expect(close(bytes.upperBound, Quantity(1707, .bytesPerToken)))
  }
}
