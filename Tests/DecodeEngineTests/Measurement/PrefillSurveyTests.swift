import DecodeEngine
import Quantities
import ServingMath
import TestSupport
import Testing

@Suite struct PrefillSurveyTests {
  private func transformer() throws -> Transformer {
    try Transformer(folder: try ReferenceFile("llama").folder)
  }

  @Test func thePromptAndTheTokenAfterItAreCountedApart() throws {
    let transformer = try transformer()
    let config = transformer.architecture.shape
    let timer = try PrefillTimer(transformer, Engine.Options(), tokens: 9)
    let token = config.keyValueBytesPerToken(.fp32) * Quantity(1, .tokens)
    func bytes(_ count: Int) -> Quantity { Quantity(Double(count), .bytes) }
    #expect(bytes(timer.work[.cacheBytesWritten]) == 9 * token)
    #expect(bytes(timer.nextWork[.cacheBytesWritten]) == token)
    #expect(
      bytes(timer.nextWork[.cacheBytesRead]) == config.keyValueBytesRead(context: 10, .fp32)
    )
    // Logits are asked of the last token only.
    #expect(timer.work[.outputHead, .flop] == timer.nextWork[.outputHead, .flop])
    #expect(timer.work[.denseFeedForward, .flop] == 9 * timer.nextWork[.denseFeedForward, .flop])
  }

  @Test func everyRoundIsASampleOfEveryLengthAndOfTheTokenAfterIt() throws {
    let survey = try PrefillSurvey(
      try transformer(),
      Engine.Options(kernels: .vector),
      lengths: [8, 2],
      probe: CeilingProbe(threads: 1, bytes: 16 << 20)
    )
    for _ in 0..<2 { try survey.round() }
    #expect(survey.timers.map(\.length) == [2, 8])
    for timer in survey.timers {
      #expect(timer.samples.samples.count == 2 && timer.nextSamples.samples.count == 2)
      #expect(timer.samples.median > 0 && timer.nextSamples.median > 0)
    }
    #expect(survey.ceilings.bandwidth > 1e8 && survey.ceilings.peak > 1e8)
    #expect(survey.kernel.hasPrefix("c fp32"))
  }

  @Test func aPromptAloneLeavesTheTokenAfterItOut() throws {
    let timer = try PrefillTimer(try transformer(), Engine.Options(), tokens: 3)
    try timer.round()
    #expect(timer.samples.samples.count == 1 && timer.nextSamples.samples.isEmpty)
  }
}
