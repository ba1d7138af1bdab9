import ClusterSimulator
import Quantities
import Testing

@Suite struct ServingTwinTests {
  @Test(arguments: 1...150 as ClosedRange<UInt64>)
  func everyTimeIsThatOfThePlainVersion(seed: UInt64) throws {
    let drawn = ServingCase(seed: seed, isTight: seed % 2 == 0)
    let run = try drawn.simulation.run(drawn.trace)
    var plain = PlainServing(drawn.trace, drawn.policy, drawn.memory, cost: ServingCase.seconds)
    plain.run()
    #expect(run.report.steps == plain.steps)
    #expect(run.map(\.preemptions) == plain.requests.map(\.preemptions))
    #expect(run.map { $0.admission?.value(in: .seconds) } == plain.requests.map(\.admission))
    #expect(run.map { $0.firstToken?.value(in: .seconds) } == plain.requests.map(\.first))
    #expect(run.map { $0.end?.value(in: .seconds) } == plain.requests.map(\.end))
  }

  @Test func someOfTheseRunsTakeMemoryBack() throws {
    var preemptions = 0
    var readAgain = 0
    for seed in stride(from: 2, through: 150, by: 2) as StrideThrough<UInt64> {
      let drawn = ServingCase(seed: seed, isTight: true)
      let report = try drawn.simulation.run(drawn.trace).report
      preemptions += report.preemptions
      readAgain += report.prefillTokens - report.promptTokens
    }
    #expect(preemptions > 1000 && readAgain > 10_000)
  }
}
