import DecodeEngine
import Foundation
import Testing

@Suite struct LogProbabilityTests {
  /// Records of prompt and text against a softmax in double precision, whatever the chunks.
  @Test(arguments: [3, 64])
  func areTheLogarithmsOfTheSoftmax(_ chunk: Int) throws {
    let transformer = try TinyModel.transformer(seed: 4)
    let prompt = (0..<21).map { Int32($0 * 5 % 12) }
    let engine = Engine(transformer, Engine.Options(cacheTokens: 256))
    let scheduler = Scheduler(engine, SchedulingPolicy(tokensPerStep: chunk, chunk: chunk))
    var records: [TokenRecord] = []
    // The second time the prompt is cached, and is scored all the same.
    for _ in 0..<2 {
      records = []
      _ = try scheduler.submit(
        TokenRequest(prompt: prompt, maximumTokens: 6, logProbabilities: 4, scoresPrompt: true)
      )
      for event in try scheduler.run() {
        switch event {
        case .prompt(_, let prompt): records += prompt
        case .token(_, _, let record): records.append(record)
        case .finished: break
        }
      }
    }
    let tokens = records.map(\.token)
    #expect(tokens.count == 27 && Array(tokens[..<21]) == prompt)
    #expect(records[0].logProbability == nil && records[0].alternatives.isEmpty)
    let plain = Engine(transformer)
    let logits = try plain.step(
      [Engine.Feed(tokens, to: plain.sequence(), logits: tokens.count)]
    )[0]
    for (record, row) in zip(records[1...], logits) {
      let largest = Double(row.max() ?? 0)
      let sum = log(row.reduce(0) { $0 + exp(Double($1) - largest) }) + largest
      let expected = row.map { Double($0) - sum }
      let found = try #require(record.logProbability)
      #expect(abs(Double(found) - expected[Int(record.token)]) < 1e-5)
      let best = row.indices.sorted { (row[$1], $0) < (row[$0], $1) }.prefix(4)
      #expect(record.alternatives.map(\.token) == best.map(Int32.init))
      for alternative in record.alternatives {
        let error = Double(alternative.logProbability) - expected[Int(alternative.token)]
        #expect(abs(error) < 1e-5)
      }
    }
  }
}
